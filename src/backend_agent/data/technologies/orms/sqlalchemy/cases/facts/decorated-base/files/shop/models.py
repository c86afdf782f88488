from sqlalchemy import Column, ForeignKey, Integer, String

from shop.base import Base


class Author(Base):
    id = Column(Integer, primary_key=True)
    name = Column(String, unique=True)


class Note(Base):
    __tablename__ = "notes"

    id = Column(Integer, primary_key=True)
    author_id = Column(Integer, ForeignKey("author.id"))
