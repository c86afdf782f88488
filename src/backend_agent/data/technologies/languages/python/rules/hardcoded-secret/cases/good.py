import os

SECRET_KEY = os.environ["SECRET_KEY"]
WRONG_PASSWORD = "incorrect password"
PASSWORD = "changethis"
TOKEN_URL = "/api/v1/login2/access-token"


class Settings:
    api_key: str
    password: str = ""
    secret_key: str = secrets.token_urlsafe(32)
