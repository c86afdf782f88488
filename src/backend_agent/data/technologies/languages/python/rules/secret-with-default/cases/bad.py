import os

PASSWORD = os.getenv("DB_PASSWORD", "password")  # expect: secret-with-default
KEY = os.environ.get("JWT_SECRET", "abc-secret")  # expect: secret-with-default
