import os
from os import environ, getenv

URL = os.environ["LEDGER_URL"]
LEVEL = os.getenv("LOG_LEVEL", "info")
MAIL = environ.get("MAIL_HOST")
NAME = "dynamic"
OTHER = getenv(NAME)
