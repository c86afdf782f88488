class A {
  static int wait(int ms) {
    return (int) (ms * Math.random());
  }

  String otp() {
    return "" + new SecureRandom().nextInt();
  }
}
