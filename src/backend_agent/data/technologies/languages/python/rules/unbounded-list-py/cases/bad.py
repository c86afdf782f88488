def list_posts(cursor, name):
    return cursor.execute("SELECT * FROM posts WHERE name = ?", (name,)).fetchall()  # expect: unbounded-list-py
