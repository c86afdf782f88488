class A {
  void a(String command) throws Exception {
    String[] words = {"bash", "-c", command};
    new ProcessBuilder(words); // expect: code-from-text-java
    Runtime.getRuntime().exec("ls " + command); // expect: code-from-text-java
  }
}
class Speaker {
    String say(String words) throws java.io.IOException {
        ProcessBuilder builder = new ProcessBuilder();
        String line = "say '" + words + "'";
        builder.command("bash", "-c", line); // expect: code-from-text-java
        return read(builder.start());
    }
}
