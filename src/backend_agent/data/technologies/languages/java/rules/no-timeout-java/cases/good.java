class A {
  RestTemplate t() {
    return new RestTemplateBuilder().setConnectTimeout(d).setReadTimeout(d).build();
  }
}
