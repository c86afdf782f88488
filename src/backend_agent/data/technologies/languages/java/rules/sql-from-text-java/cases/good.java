class A {
  void a(String id) {
    statement.prepareStatement("SELECT * FROM a WHERE id = ?");
  }
}
