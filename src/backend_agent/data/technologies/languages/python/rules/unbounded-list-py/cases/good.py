def list_posts(cursor, name):
    return cursor.execute("SELECT * FROM posts WHERE name = ? LIMIT 50", (name,)).fetchall()
