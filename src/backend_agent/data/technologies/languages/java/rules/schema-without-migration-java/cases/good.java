class Store {
    void open(java.sql.Statement statement) throws java.sql.SQLException {
        statement.executeUpdate("INSERT INTO notes VALUES ('a')");
    }
}
