TABLE = "users"


def find(session, name, cursor, statement):
    session.execute(text("SELECT * FROM users WHERE name = :name"), {"name": name})
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
    cursor.execute(f"SELECT count(*) FROM {TABLE}")
    session.execute(statement)
    label = text(f"hello {name}")
    return label, log(f"select {name}")
