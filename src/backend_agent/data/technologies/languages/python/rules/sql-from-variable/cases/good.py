def a(name):
    query = "SELECT * FROM users WHERE name = %s"
    return cursor.execute(query, (name,))


def b(name):
    message = f"select one from {name}"
    show(message)
