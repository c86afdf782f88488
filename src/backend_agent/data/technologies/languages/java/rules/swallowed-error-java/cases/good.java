class Store {
  void load() {
    try {
      read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      read();
    } catch (NumberFormatException ignored) {
    }
  }
}
