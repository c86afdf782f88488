class A {
  void a(String id) {
    String q = "SELECT * FROM a WHERE id = " + id;
    statement.executeQuery(q); // expect: sql-from-text-java
  }
}
