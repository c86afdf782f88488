from sqlalchemy import text


def find(session, name, user):
    return session.execute(text("SELECT id FROM users WHERE name = :name OR id = :id"), {"name": name, "id": user.id})
