SECRET_KEY = "9f8e7d6c5b4a39281706"  # expect: hardcoded-secret


class Settings:
    api_key: str = "a1b2c3d4e5f6g7h8"  # expect: hardcoded-secret
    password = 'hunter2hunter2'  # expect: hardcoded-secret
def seed(users):
    users.create(name="mike", password="kaylee123")  # expect: hardcoded-secret
