def find(cur, name):
    cur.execute("SELECT id FROM users WHERE name = %s AND note LIKE '50%%'", (name,))
    return cur.fetchall()
