import os

DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///room.db")
PAGE_SIZE = int(os.environ.get("PAGE_SIZE", "50"))
