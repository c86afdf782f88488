import os

SECRET_KEY = os.environ["SECRET_KEY"]


class Keys:
    api_key: str = os.environ["API_KEY"]
