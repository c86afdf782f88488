import os


class Settings:
    SECRET_KEY = os.environ["SHELF_SECRET"]
