"""A little layered service as values, for the tests of single sections."""

from __future__ import annotations

from backend_agent.values.application import (
    Application,
    Attribute,
    Entity,
    Migration,
    Route,
    Setting,
)
from backend_agent.values.changes import ChangeSet, FileChange, Note, RouteKey
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import (
    Architecture,
    Command,
    Component,
    FoundTechnology,
    Layer,
    SimilarFiles,
    Stack,
)

ITEM_ROUTES = Evidence(path="app/api/items.py", line=12)


def route(method: str, path: str, *guards: str, file: str = "app/api/items.py") -> Route:
    """A route whose handler is named as the path."""
    return Route(
        method=method,
        path=path,
        handler=f"{method.lower()}_{path.split('/')[1]}",
        evidence=Evidence(path=file, line=12),
        guards=("open_session", *guards),
        request_schema="ItemCreate" if method == "POST" else "",
    )


def technology(id_: str, kind: str, version: str = "1.0") -> FoundTechnology:
    return FoundTechnology(
        id=id_, title=id_.capitalize(), kind=kind, version=version,
        evidence=(Evidence(path="pyproject.toml", line=7),),
    )  # fmt: skip


def component() -> Component:
    layers = (
        Layer(role="models", paths=("app/models/item.py", "app/models/user.py")),
        Layer(role="routes", paths=("app/api/items.py", "app/api/users.py")),
        Layer(role="registration", paths=("app/main.py",)),
        Layer(role="migrations", paths=("migrations/versions/0001_items.py",)),
        Layer(role="tests", paths=("tests/test_items.py",)),
    )
    return Component(
        path="",
        name="shop",
        language="python",
        technologies=(
            technology("fastapi", "framework"),
            technology("sqlalchemy", "orm", "2.1.9"),
            technology("pydantic", "validation"),
            technology("alembic", "migration"),
        ),
        commands=(
            Command(kind="lint", argv=("ruff", "check"), origin="ci"),
            Command(kind="test", argv=("pytest", "-q"), origin="ci"),
        ),
        architecture=Architecture(name="layered", evidence=(Evidence(path="app"),)),
        layers=layers,
        similar=(
            SimilarFiles(
                resource="user",
                score=0.9,
                layers=(Layer(role="routes", paths=("app/api/users.py",)),),
            ),
            SimilarFiles(
                resource="item",
                score=0.8,
                layers=(
                    Layer(role="models", paths=("app/models/item.py",)),
                    Layer(role="routes", paths=("app/api/items.py",)),
                ),
            ),
        ),
    )


def stack() -> Stack:
    return Stack(components=(component(),), files=12)


def application() -> Application:
    return Application(
        migrations=(Migration(path="migrations/versions/0001_items.py", id="0001"),),
        routes=(
            route("GET", "/items", "current_user"),
            route("POST", "/items", "current_user"),
            route("DELETE", "/items/{item_id}", "current_user", "is_admin"),
            route("GET", "/users", file="app/api/users.py"),
            route("POST", "/users", file="app/api/users.py"),
        ),
        models=(
            Entity(
                name="Item",
                table="items",
                evidence=Evidence(path="app/models/item.py", line=9),
                attributes=(
                    Attribute(
                        name="sku", type="str", unique=True,
                        evidence=Evidence(path="app/models/item.py", line=12),
                    ),
                    Attribute(
                        name="note", type="str | None", nullable=True,
                        evidence=Evidence(path="app/models/item.py", line=13),
                    ),
                ),
            ),
        ),
        settings=(Setting(name="PAGE_SIZE", evidence=Evidence(path="app/settings.py", line=4)),),
    )  # fmt: skip


ORDER_ROUTES = (
    RouteKey(method="GET", path="/orders"),
    RouteKey(method="POST", path="/orders"),
    RouteKey(method="DELETE", path="/orders/{order_id}"),
)


def proposal() -> ChangeSet:
    main = b"from app.api import items\n\napp.include_router(items.router)\n"
    return ChangeSet(
        changes=(
            FileChange(path="tests/test_orders.py", before=None, after=b"assert r.status_code == 403\n"),
            FileChange(
                path="app/api/orders.py", before=None,
                after=b'raise HTTPException(status_code=404, detail="Order not found")\nport = 4040\n',
            ),
            FileChange(
                path="app/main.py", before=main,
                after=main.replace(b"import items", b"import items, orders")
                + b"app.include_router(orders.router)\n",
            ),
            FileChange(path="app/models/order.py", before=None, after=b"class Order: ...\n"),
        ),
        notes=(
            Note(kind="permission", text="only the owner may delete", evidence=ITEM_ROUTES),
            Note(kind="limit", text="names have 255 characters"),
        ),
        routes_added=ORDER_ROUTES,
        tables_added=("orders",),
    )  # fmt: skip
