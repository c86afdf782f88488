package shop;

class Keys {
  private static final String apiKey = "a1b2c3d4e5f6g7h8";
}
