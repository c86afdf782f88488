class A {
  static String otp(String digits) {
    return "" + (int) (10 * Math.random()); // expect: random-for-secrets-java
  }
}
