class A {
  @PreAuthorize("hasRole('ADMIN')")
  @DeleteMapping("/admin/videos/{id}")
  void remove(@PathVariable Long id) {}
}
