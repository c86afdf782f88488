class SignUp {
  // expect: short-passwords
  @MinLength(6)
  password: string;
}
