class A {
  void a(URI jku, String vin) {
    jku.toURL().openConnection(); // expect: request-to-input-java
    String ownerUrl = apiUrl + "/v1?vin=" + vin; // expect: request-to-input-java
  }
}
class Pages {
    @GetMapping("/title")
    String title(@RequestParam String address) throws java.io.IOException {
        return Jsoup.connect(address).get().title(); // expect: request-to-input-java
    }
}
