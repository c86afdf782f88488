class A {
  String passwordField = "password";
  String label = "a1b2c3d4";
}
