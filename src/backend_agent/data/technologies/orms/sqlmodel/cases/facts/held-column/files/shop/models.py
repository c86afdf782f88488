import uuid
from typing import Optional

import sqlalchemy as sa
from sqlmodel import Column, Field, SQLModel


class Crate(SQLModel, table=True):
    __tablename__ = "crates"

    uid: uuid.UUID = Field(sa_column=Column(sa.Uuid, nullable=False, primary_key=True))
    label: str
    mark: str = Field(sa_column=sa.Column(sa.String(8), unique=True))
    lid: Optional [str] = Field(default=None, max_length=40)
