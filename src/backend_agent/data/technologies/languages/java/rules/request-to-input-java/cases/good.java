class A {
  void a(String vin) {
    client.get("/v1", encode(vin));
  }
}
