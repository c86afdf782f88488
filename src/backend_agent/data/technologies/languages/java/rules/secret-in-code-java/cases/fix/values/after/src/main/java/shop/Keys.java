package shop;

class Keys {
  private static final String apiKey = System.getenv("API_KEY");
}
