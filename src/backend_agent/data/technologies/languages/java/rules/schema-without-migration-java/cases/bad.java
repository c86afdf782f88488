class Store {
    void open(java.sql.Statement statement) throws java.sql.SQLException {
        statement.executeUpdate("CREATE TABLE IF NOT EXISTS notes(id TEXT)"); // expect: schema-without-migration-java
    }
}
