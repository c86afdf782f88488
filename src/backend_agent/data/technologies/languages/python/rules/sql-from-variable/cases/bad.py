def a(name):
    query = "SELECT * FROM users WHERE name = '%s'" % name
    return db.engine.execute(query)  # expect: sql-from-variable


def b(name):
    sql = f"SELECT * FROM users WHERE name = '{name}'"
    rows = db.session.execute(text(sql))  # expect: sql-from-variable
    return rows
def find_named(connection, name):
    query = "SELECT id FROM users WHERE name = '%s'" % name  # expect: sql-from-variable
    return connection.run(query)
