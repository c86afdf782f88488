import os

PASSWORD = os.environ["DB_PASSWORD"]
KEY = os.getenv("JWT_SECRET", "")
TABLE = os.getenv("TOKEN_TABLE_NAME", "tokens")
FOLDER = os.environ.get("ENV_SECRETS", "runtime-secrets")
