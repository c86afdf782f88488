package shop;

import java.util.Random;

class Tokens {
  String makeToken() {
    Random random = new Random();
    return Long.toHexString(random.nextLong());
  }
}
