package shop;

import java.security.SecureRandom;
import java.util.Random;

class Tokens {
  String makeToken() {
    Random random = new SecureRandom();
    return Long.toHexString(random.nextLong());
  }
}
