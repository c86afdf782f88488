class Store {
  void load() {
    try {
      read();
    } catch (Exception e) { } // expect: swallowed-error-java
    try {
      read();
    } catch (IOException e) { e.printStackTrace(); } // expect: swallowed-error-java
  }
}
