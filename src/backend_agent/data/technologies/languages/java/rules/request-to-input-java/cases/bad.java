class A {
  void a(URI jku, String vin) {
    jku.toURL().openConnection(); // expect: request-to-input-java
    String ownerUrl = apiUrl + "/v1?vin=" + vin; // expect: request-to-input-java
  }
}
