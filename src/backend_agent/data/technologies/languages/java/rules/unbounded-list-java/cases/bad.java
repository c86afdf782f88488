class A {
  List<B> a() {
    return bRepository.findAll(); // expect: unbounded-list-java
  }
}
class Rows {
    static final String ALL = "select * from notes;"; // expect: unbounded-list-java
}
