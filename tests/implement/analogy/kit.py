"""Little repositories and one call that transplants in them, for every test of analogy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.facts import read_application
from backend_agent.implement import make_changes
from backend_agent.implement.analogy import add_field, add_resource
from backend_agent.plan.grammar import parse_field, parse_resource
from backend_agent.syntax.tree import find_faults, parse_source
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet
from backend_agent.values.ledger import Past, no_past
from backend_agent.values.stack import Component, FoundTechnology
from backend_agent.values.task import AddField, AddResource, RemoveField, RemoveResource
from backend_agent.world.tree import MemoryTree, OverlayTree, Tree

ORDER = (
    "order customer_name:string total:decimal quantity:int:min=1 shipped:bool notes:text:optional"
)
PYTHON = ("python", "fastapi", "sqlalchemy", "pydantic", "alembic", "pytest")
TYPESCRIPT = ("typescript", "hono", "vitest")


@cache
def catalog() -> Catalog:
    return load_catalog()


def component(*technologies: str, path: str = "") -> Component:
    found = tuple(
        FoundTechnology(id=each, title=each, kind=catalog().technology(each).kind)
        for each in technologies
    )
    return Component(path=path, name="shop", language=technologies[0], technologies=found)


def tree_of(files: Mapping[str, str | bytes]) -> MemoryTree:
    return MemoryTree(
        {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    )


def transplant(
    files: Mapping[str, str | bytes] | Tree,
    request: str = ORDER,
    *,
    like: str | None = None,
    technologies: tuple[str, ...] = PYTHON,
    path: str = "",
    served: bool = False,
) -> ChangeSet:
    """The change for `request` in a repository of these files; every file it writes must parse. With
    `served` the routes are read again in the changed tree."""
    tree = tree_of(files) if isinstance(files, Mapping) else files
    whole = component(*technologies, path=path)
    application = read_application(tree, whole, catalog())
    operation = AddResource(resource=parse_resource(request.split()), like=like)
    again = (lambda changed: read_application(changed, whole, catalog())) if served else None
    change = add_resource(tree, whole, application, catalog(), operation, again)
    grammars = {"py": "python", "ts": "typescript", "js": "javascript"}
    for each in change.changes:
        grammar = grammars.get(each.path.rsplit(".", 1)[-1])
        text = (each.after or b"").decode()
        assert grammar is None or find_faults(parse_source(text, grammar)) == ()
    return change


def extend(
    files: Mapping[str, str | bytes] | Tree,
    request: str,
    *,
    technologies: tuple[str, ...] = PYTHON,
) -> ChangeSet:
    """The change for `RESOURCE FIELD…` in a repository of these files; all it writes must parse."""
    tree = tree_of(files) if isinstance(files, Mapping) else files
    whole = component(*technologies)
    application = read_application(tree, whole, catalog())
    resource, *fields = request.split()
    operation = AddField(resource=resource, fields=tuple(parse_field(each) for each in fields))
    return add_field(
        tree, whole, application, catalog(), operation,
        lambda grown: read_application(grown, whole, catalog()),
    )  # fmt: skip


def remove(
    files: Mapping[str, str | bytes] | Tree,
    request: str,
    past: Past | None = None,
    *,
    technologies: tuple[str, ...] = PYTHON,
) -> ChangeSet:
    """The change for `RESOURCE [FIELD…]` taken out; all it leaves must parse."""
    tree = tree_of(files) if isinstance(files, Mapping) else files
    whole = component(*technologies)

    def look(at: Tree) -> tuple[Component, Application]:
        return whole, read_application(at, whole, catalog())

    resource, *names = request.split()
    operation = (
        RemoveField(resource=resource, names=tuple(names))
        if names
        else RemoveResource(name=resource)
    )
    return make_changes(operation, tree, look, catalog(), past or no_past())


def text_of(change: ChangeSet, path: str) -> str:
    """The new text of the file; fails where the change does not touch it."""
    after = {each.path: each.after for each in change.changes}
    assert path in after, f"{path} is not among {sorted(after)}; {change.refusals}"
    return (after[path] or b"").decode()


def added_lines(change: ChangeSet, path: str) -> list[str]:
    """The lines that a changed file has more than before, in order."""
    each = next(each for each in change.changes if each.path == path)
    before = (each.before or b"").decode().splitlines()
    return [line for line in (each.after or b"").decode().splitlines() if line not in before]


def applied(files: Mapping[str, str | bytes], change: ChangeSet) -> Tree:
    return OverlayTree(tree_of(files), change.changes)


def reasons(change: ChangeSet) -> str:
    return "\n".join(f"{each.subject}: {each.reason}" for each in change.refusals)


SHOP: dict[str, str] = {
    "pyproject.toml": '[project]\nname = "shop"\n\n[tool.ruff]\nline-length = 100\n',
    "shop/__init__.py": "",
    "shop/main.py": (
        "from fastapi import FastAPI\n\n"
        "from shop.routes import dishes, guests\n\n"
        "app = FastAPI()\n"
        'app.include_router(dishes.router, prefix="/api")\n'
        'app.include_router(guests.router, prefix="/api")\n'
    ),
    "shop/database.py": (
        "from sqlalchemy.orm import DeclarativeBase\n\n\n"
        "class Base(DeclarativeBase):\n    pass\n\n\n"
        "def get_session():\n    yield None\n"
    ),
    "shop/models.py": '''"""The tables."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base


class Guest(Base):
    __tablename__ = "guests"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    dishes: Mapped[list["Dish"]] = relationship(back_populates="guest")


class Dish(Base):
    """A dish of a guest."""

    __tablename__ = "dishes"
    __table_args__ = (
        CheckConstraint("portions >= 0", name="portions_min"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(80))
    portions: Mapped[int]
    recipe: Mapped[str | None] = mapped_column(String(2000))
    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"))
    guest: Mapped["Guest"] = relationship(back_populates="dishes")
    created_at: Mapped[datetime]
''',
    "shop/schemas.py": '''"""What clients send and see."""

from pydantic import BaseModel, EmailStr, Field


class GuestCreate(BaseModel):
    email: EmailStr


# What makes a dish.
class DishCreate(BaseModel):
    label: str = Field(min_length=1, max_length=80)
    portions: int = Field(ge=0)
    recipe: str | None = Field(default=None, max_length=2000)


class DishUpdate(BaseModel):
    label: str | None = Field(default=None, min_length=1, max_length=80)
    portions: int | None = Field(default=None, ge=0)


class DishRead(BaseModel):
    id: int
    label: str
    portions: int
    recipe: str | None
''',
    "shop/routes/__init__.py": "",
    "shop/routes/guests.py": '''"""Guests over HTTP."""

from fastapi import APIRouter, Depends
from sqlalchemy import delete

from shop.database import get_session
from shop.models import Dish, Guest
from shop.schemas import GuestCreate

router = APIRouter(prefix="/guests")


@router.post("/")
def create_guest(data: GuestCreate, session=Depends(get_session)):
    guest = Guest(email=data.email)
    session.add(guest)
    return guest


@router.delete("/{guest_id}")
def delete_guest(guest_id: int, session=Depends(get_session)):
    statement = delete(Dish).where(Dish.guest_id == guest_id)
    session.execute(statement)
    session.delete(session.get(Guest, guest_id))
''',
    "shop/routes/dishes.py": '''"""Dishes over HTTP."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select

from shop.database import get_session
from shop.models import Dish
from shop.schemas import DishCreate, DishRead, DishUpdate

router = APIRouter(prefix="/dishes", tags=["dishes"])


@router.get("/")
def read_dishes(session=Depends(get_session)) -> list[DishRead]:
    """List dishes."""
    return session.scalars(select(Dish).order_by(Dish.label)).all()


@router.get("/{dish_id}")
def read_dish(dish_id: int, session=Depends(get_session)) -> DishRead:
    """Get a dish."""
    dish = session.get(Dish, dish_id)
    if dish is None:
        raise HTTPException(status_code=404, detail="Dish not found")
    return dish


@router.post("/", status_code=201)
def create_dish(data: DishCreate, session=Depends(get_session)) -> DishRead:
    """Create a dish."""
    dish = Dish(label=data.label, portions=data.portions, recipe=data.recipe, guest_id=1)
    session.add(dish)
    return dish


@router.patch("/{dish_id}")
def update_dish(dish_id: int, data: DishUpdate, session=Depends(get_session)) -> DishRead:
    """Change a dish."""
    dish = session.get(Dish, dish_id)
    for name, value in data.model_dump(exclude_unset=True).items():
        setattr(dish, name, value)
    return dish
''',
    "tests/__init__.py": "",
    "tests/test_dishes.py": """from tests.factory import make_dish


def test_create_dish(client):
    data = {"label": "Soup", "portions": 2, "recipe": "Boil it"}
    response = client.post("/api/dishes/", json=data)
    assert response.status_code == 201
    body = response.json()
    assert body["label"] == "Soup"
    assert body["portions"] == 2
    assert body["recipe"] == "Boil it"


def test_read_dish(client, session):
    dish = make_dish(session)
    body = client.get(f"/api/dishes/{dish.id}").json()
    assert body["id"] == dish.id
    assert body["label"] == dish.label
    assert body["portions"] == dish.portions
    assert body["recipe"] == dish.recipe


def test_negative_portions_are_refused(client):
    data = {"label": "Soup", "portions": -1}
    assert client.post("/api/dishes/", json=data).status_code == 422
""",
    "tests/factory.py": """from shop.models import Dish, Guest


def make_guest(session):
    return Guest(email="ada@example.com")


def make_dish(session):
    label = "Soup"
    portions = 2
    recipe = "Boil it"
    return Dish(label=label, portions=portions, recipe=recipe, guest_id=1)
""",
}
