class A {
  void a(List<B> rows) {
    for (B row : rows) { // expect: query-per-row-java
      row.set(cRepository.findById(row.id()));
    }
  }
}
