def find(cur, name):
    cur.execute(f"SELECT id FROM users WHERE name = '{name}' AND note LIKE '50%'")
    return cur.fetchall()
