class A {
  void a(@RequestBody Form form) {} // expect: unvalidated-body-java
}
