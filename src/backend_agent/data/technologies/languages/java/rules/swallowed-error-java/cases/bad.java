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
class Rows {
    boolean drop(String id) {
        try {
            return remove(id) == 1;
        } finally { // expect: swallowed-error-java
            return false;
        }
    }
}
