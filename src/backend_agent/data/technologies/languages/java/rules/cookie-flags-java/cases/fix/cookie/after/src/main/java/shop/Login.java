package shop;

class Login {
  void set(Cookie cookie) {
    cookie.setSecure(true);
  }
}
