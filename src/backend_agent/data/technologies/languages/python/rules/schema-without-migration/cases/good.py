def fill(connection):
    connection.execute("INSERT INTO notes VALUES ('a')")
