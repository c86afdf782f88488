from sqlalchemy import create_engine


class Database:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)


database = Database("sqlite://")
