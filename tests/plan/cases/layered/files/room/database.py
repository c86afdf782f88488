from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from room.settings import DATABASE_URL

engine = create_engine(DATABASE_URL)


def open_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session
