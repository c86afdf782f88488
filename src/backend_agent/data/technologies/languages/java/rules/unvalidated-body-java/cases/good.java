class A {
  void a(@Valid @RequestBody Form form) {}
}
