class A {
  RestTemplate t = new RestTemplate(); // expect: no-timeout-java
}
