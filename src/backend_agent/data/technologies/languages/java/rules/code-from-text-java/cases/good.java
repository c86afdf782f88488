class A {
  String[] c = {"ls", "-l"};
}
