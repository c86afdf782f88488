class SignUp {
  // expect: short-passwords
  @Size(min = 4, max = 40)
  private String password;
}
