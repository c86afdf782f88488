class A {
  void a(String command) throws Exception {
    String[] words = {"bash", "-c", command};
    new ProcessBuilder(words); // expect: code-from-text-java
    Runtime.getRuntime().exec("ls " + command); // expect: code-from-text-java
  }
}
