// expect: open-cors-java
@CrossOrigin
class A {
  void a(Registry r) {
    r.allowedOrigins("*"); // expect: open-cors-java
  }
}
