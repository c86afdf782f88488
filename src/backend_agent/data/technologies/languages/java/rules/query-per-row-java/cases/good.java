class A {
  void a(List<B> rows) {
    for (B row : rows) {
      row.set(found.get(row.id()));
    }
  }
}
