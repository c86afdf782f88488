"""A little FastAPI service with one resource, for commands to work on."""

from __future__ import annotations

PYPROJECT = """[project]
name = "shop"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["fastapi", "sqlalchemy"]
"""
MODELS = """from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    price: Mapped[int]
"""
ROUTES = """from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter(prefix="/items", tags=["items"])


class ItemCreate(BaseModel):
    title: str
    price: int


class ItemRead(ItemCreate):
    id: int


@router.post("/", status_code=201)
def create_item(item: ItemCreate) -> ItemRead:
    return ItemRead(id=1, title=item.title, price=item.price)


@router.get("/{item_id}")
def get_item(item_id: int) -> ItemRead:
    return ItemRead(id=item_id, title="a", price=1)


@router.delete("/{item_id}", status_code=204)
def delete_item(item_id: int) -> None:
    return None
"""
MAIN = """from fastapi import FastAPI

from shop.routes import items

app = FastAPI()
app.include_router(items.router)
"""
FILES = {
    "pyproject.toml": PYPROJECT,
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/routes/__init__.py": "",
    "shop/routes/items.py": ROUTES,
    "shop/main.py": MAIN,
}
ORDER = ("add", "resource", "order", "customer_name:string", "total:int")
