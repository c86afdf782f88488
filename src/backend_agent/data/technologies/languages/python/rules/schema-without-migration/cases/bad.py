def open_store(connection):
    connection.execute("CREATE TABLE IF NOT EXISTS notes(id TEXT)")  # expect: schema-without-migration
