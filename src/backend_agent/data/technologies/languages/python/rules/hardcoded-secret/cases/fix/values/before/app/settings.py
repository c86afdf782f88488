SECRET_KEY = "9f8e7d6c5b4a39281706"


class Keys:
    api_key: str = "a1b2c3d4e5f6g7h8"
