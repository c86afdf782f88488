class A {
  void a(String name) throws Exception {
    new ProcessBuilder("ls", "-l", name);
    String[] words = {"ls", name};
    Runtime.getRuntime().exec(words);
    Runtime.getRuntime().exec("ls -l");
  }
}
