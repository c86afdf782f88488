class A {
  List<B> a() {
    return bRepository.findAll(); // expect: unbounded-list-java
  }
}
