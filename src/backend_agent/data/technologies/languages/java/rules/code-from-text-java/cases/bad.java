class A {
  void a(String command) {
    String[] c = {"bash", "-c", command}; // expect: code-from-text-java
    r.exec("ls " + command); // expect: code-from-text-java
  }
}
