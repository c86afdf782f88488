def find(session, name, cursor):
    session.execute(text(f"SELECT * FROM users WHERE name = '{name}'"))  # expect: sql-from-text
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)  # expect: sql-from-text
    cursor.execute("DELETE FROM users WHERE name = '" + name + "'")  # expect: sql-from-text
    cursor.execute("SELECT * FROM users WHERE id = {}".format(name))  # expect: sql-from-text
    cursor.execute(f"select id from users order by {name}", (1,))  # expect: sql-from-text
