import sqlite3


def find(cursor: sqlite3.Cursor, name, wanted):
    cursor.execute("SELECT id FROM users WHERE name = ? AND age > ?", (name, wanted.age))
    cursor.execute("DELETE FROM users WHERE name = ?", (name,))
    cursor.execute("INSERT INTO users (name, age) VALUES (?, ?)", (name, wanted.age))
    cursor.execute(f"SELECT id FROM {name} WHERE age = 3")
    cursor.execute(f"SELECT id FROM users WHERE name LIKE '%{name}%'")
    cursor.execute("SELECT id FROM users WHERE id = ?", (name,))
