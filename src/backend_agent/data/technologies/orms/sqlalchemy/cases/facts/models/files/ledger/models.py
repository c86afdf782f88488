from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Optional

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.base import Base, Stamped, pk

entry_tags = Table(
    "entry_tags",
    Base.metadata,
    Column("entry_id", ForeignKey("entry.id"), primary_key=True),
    Column("tag", String(20), nullable=False, index=True),
)


class Account(Stamped, Base):
    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("owner", "name"),
        Index("ix_accounts_owner", "owner", "created_at"),
    )
    kinds: ClassVar[list[str]] = []

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    owner: Mapped[str] = mapped_column(index=True)
    note: Mapped[Optional[str]]
    entries: Mapped[list["Entry"]] = relationship(back_populates="account", cascade="all")


class Entry(Base):
    id: Mapped[pk]
    amount: Mapped[Decimal] = mapped_column(sa.Numeric(12, 2), default=0)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    account: Mapped["Account"] = relationship(back_populates="entries")
    legacy = Column(sa.String(10))
