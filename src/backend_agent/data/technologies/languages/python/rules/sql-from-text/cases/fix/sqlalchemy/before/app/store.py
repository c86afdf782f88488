from sqlalchemy import text


def find(session, name, user):
    return session.execute(text(f"SELECT id FROM users WHERE name = '{name}' OR id = {user.id}"))
