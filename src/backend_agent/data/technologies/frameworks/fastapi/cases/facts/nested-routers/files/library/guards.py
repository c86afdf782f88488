from typing import Annotated

from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer

from library.schemas import Member

scheme = OAuth2PasswordBearer(tokenUrl="token")


def count_requests() -> None: ...


def current_member(token: Annotated[str, Depends(scheme)]) -> Member: ...


def require_librarian(member: "CurrentMember") -> None: ...


class Page:
    def __init__(self, limit: int = 10) -> None:
        self.limit = limit


CurrentMember = Annotated[Member, Depends(current_member)]
