class A {
  @DeleteMapping("/admin/videos/{id}") // expect: user-route-for-administrators-java
  void remove(@PathVariable Long id) {}
}
