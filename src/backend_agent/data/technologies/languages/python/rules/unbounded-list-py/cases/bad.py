def list_posts(cursor, name):
    return cursor.execute("SELECT * FROM posts WHERE name = ?", (name,)).fetchall()  # expect: unbounded-list-py
def list_all(cursor):
    cursor.execute("SELECT * FROM posts")
    return cursor.fetchall()  # expect: unbounded-list-py
