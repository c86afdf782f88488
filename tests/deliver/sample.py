"""A realistic delivery, made of the values a run records, for the tests and the pictures."""

from __future__ import annotations

from backend_agent.deliver.build import build_delivery
from backend_agent.values.changes import ChangeSet, FileChange, Note, Refusal, RouteKey
from backend_agent.values.delivery import Delivery, PhaseTime
from backend_agent.values.evidence import Evidence
from backend_agent.values.plan import Plan, PlannedFile, Section, Step
from backend_agent.values.stack import (
    Architecture,
    Command,
    Component,
    Convention,
    FoundTechnology,
    SimilarFiles,
    Stack,
)
from backend_agent.values.task import AddResource, FieldSpec, ResourceSpec, Task
from backend_agent.values.verification import (
    Counts,
    Finding,
    Outcome,
    RouteDelta,
    StandardRow,
    Verdict,
    Verification,
)

MODEL = b'''"""Orders that a customer placed."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.models.base import Base, Timestamped


class Order(Timestamped, Base):
    __tablename__ = "orders"
    __table_args__ = (CheckConstraint("quantity >= 1", name="quantity_min"),)

    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    customer_name: Mapped[str] = mapped_column(String(255))
    total: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    quantity: Mapped[int]
    shipped: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str | None]
'''
ROUTER = b"""from fastapi import APIRouter

from shop.api import health, products, users

router = APIRouter(prefix="/api/v1")
router.include_router(health.router)
router.include_router(products.router)
router.include_router(users.router)
"""
ROUTER_AFTER = ROUTER.replace(b"health, products", b"health, orders, products").replace(
    b"router.include_router(products.router)\n",
    b"router.include_router(products.router)\nrouter.include_router(orders.router)\n",
)
TEST = b"""from http import HTTPStatus


async def test_an_order_is_created(client, headers):
    payload = {"customer_name": "Ada", "total": "12.50", "quantity": 1, "shipped": False}
    answer = await client.post("/api/v1/orders", json=payload, headers=headers)
    assert answer.status_code == HTTPStatus.CREATED
    assert answer.json()["total"] == "12.50"


async def test_an_order_of_somebody_else_is_not_found(client, other_headers, order):
    answer = await client.get(f"/api/v1/orders/{order.id}", headers=other_headers)
    assert answer.status_code == HTTPStatus.NOT_FOUND
"""
ROUTES = tuple(
    RouteKey(method=method, path=f"/api/v1/orders{path}")
    for method, path in (
        ("GET", ""), ("POST", ""), ("GET", "/{order_id}"), ("PATCH", "/{order_id}"),
        ("DELETE", "/{order_id}"),
    )
)  # fmt: skip


def sample_changes() -> ChangeSet:
    """Two new files and one insert, a note of each kind, one refusal."""
    return ChangeSet(
        changes=(
            FileChange(
                path="src/shop/models/order.py", before=None, after=MODEL,
                purpose="model: the table `orders`", maker="analogy",
            ),
            FileChange(
                path="src/shop/api/router.py", before=ROUTER, after=ROUTER_AFTER,
                purpose="registration: one import, one call", maker="analogy",
            ),
            FileChange(
                path="tests/api/test_orders.py", before=None, after=TEST,
                purpose="tests: 2 of 11 new tests", maker="analogy",
            ),
        ),
        refusals=(
            Refusal(
                subject="the sales report's query", path="src/shop/services/report.py", line=31,
                reason="`Product` is used in a calculation, and no field of `Order` stands for it",
                snippet='select(func.sum(Order.total)).where(Order.shipped.is_(True))',
            ),
        ),
        notes=(
            Note(
                kind="permission", text="only the owner may read, change or delete an order",
                evidence=Evidence(path="src/shop/services/product.py", line=42),
            ),
            Note(
                kind="limit", text="`customer_name` has at most 255 characters, as `Product.name`",
                evidence=Evidence(path="src/shop/schemas/product.py", line=12),
            ),
            Note(kind="choice", text="the URL is `/orders`, in the plural like all others"),
            Note(kind="environment", text="ORDER_EXPORT_URL: where finished orders are sent"),
            Note(kind="left", text="the admin page lists products only"),
        ),
        routes_added=ROUTES,
        tables_added=("orders",),
    )  # fmt: skip


def sample_stack() -> Stack:
    technologies = (
        FoundTechnology(
            id="fastapi", title="FastAPI", kind="framework", version="0.165.0",
            evidence=(Evidence(path="pyproject.toml", line=9),),
        ),
        FoundTechnology(
            id="sqlalchemy", title="SQLAlchemy", kind="orm", version="2.1.9",
            evidence=(Evidence(path="pyproject.toml", line=12),),
        ),
        FoundTechnology(
            id="alembic", title="Alembic", kind="migration", version="1.20.1",
            evidence=(Evidence(path="alembic.ini"),),
        ),
        FoundTechnology(
            id="passlib", title="Passlib", kind="auth", version="1.7.4", status="archived",
            replaced_by=("pwdlib",), evidence=(Evidence(path="pyproject.toml", line=14),),
        ),
    )  # fmt: skip
    component = Component(
        path="",
        name="shop",
        language="python",
        runtime="Python",
        runtime_version="3.12",
        technologies=technologies,
        commands=(
            Command(kind="migrate", argv=("alembic", "upgrade", "head"), origin="ci"),
            Command(kind="test", argv=("pytest", "-q"), origin="ci"),
        ),
        architecture=Architecture(
            name="layered",
            evidence=(
                Evidence(path="src/shop"),
                Evidence(path="docs/architecture.md", line=3),
            ),
        ),
        conventions=(
            Convention(name="file names", value="snake_case", share=1.0),
            Convention(name="URLs", value="plural, kebab-case", share=0.92),
            Convention(name="handlers", value="async", share=0.97),
        ),
        similar=(
            SimilarFiles(
                resource="product",
                score=0.94,
                reasons=("in 7 of 7 layers", "has tests", "5 fields that can be exchanged"),
            ),
        ),
    )
    return Stack(components=(component,), files=118)


def sample_plan() -> Plan:
    resource = ResourceSpec(
        name="order",
        fields=(
            FieldSpec(name="customer_name", type="string"),
            FieldSpec(name="total", type="decimal"),
        ),
    )
    operation = AddResource(resource=resource)
    files = (
        PlannedFile(path="src/shop/models/order.py", action="create", purpose="model"),
        PlannedFile(path="src/shop/api/router.py", action="modify", purpose="registration"),
        PlannedFile(path="tests/api/test_orders.py", action="create", purpose="tests"),
    )
    sections = (
        Section(id="sub-tasks", items=("1. models: `src/shop/models/order.py`", "2. routes")),
        Section(id="files", items=tuple(f"{f.action} `{f.path}`: {f.purpose}" for f in files)),
        Section(id="dependencies", items=("orm: SQLAlchemy 2.1.9 is here and is used", "no new package")),
        Section(
            id="edge-cases",
            items=(
                "`quantity` (int): 0 is refused, 1 accepted; beyond 2147483647 must be refused",
                "`total` (decimal): more decimals than the column keeps must not round in silence",
                "an empty list, the last page, and a page size beyond the limit",
            ),
        ),
        Section(id="errors", items=("404: `raise NotFoundError(\"order\")` (src/shop/services/order.py:24)",)),
        Section(
            id="migrations",
            items=("Alembic 1.20.1 (alembic.ini) writes one new migration that creates `orders` and nothing else",),
        ),
        Section(id="compatibility", items=("5 new routes; the 14 existing routes keep path, request and response",)),
        Section(
            id="security",
            items=(
                "guarded by `current_user`, as GET /api/v1/products (src/shop/api/products.py:18)",
                "a body may set `customer_name` and `total` and nothing else",
            ),
        ),
        Section(id="architecture", none_because="no new layer, no new pattern"),
    )  # fmt: skip
    return Plan(
        task=Task(
            text="Add an orders resource with customer name and total",
            operation=operation,
            command="backend-agent add resource order customer_name:string total:decimal",
            assumptions=("`total` is `decimal`, because of the word 'total'",),
        ),
        component="",
        steps=(
            Step(
                id="analogy", title="Add the resource order", maker="analogy", operation=operation,
                files=files, standards=("RE-02", "DA-02"),
            ),
            Step(id="migration", title="Let Alembic write the migration of orders", maker="tool"),
        ),
        sections=sections,
        similar=sample_stack().components[0].similar,
    )  # fmt: skip


def sample_outcomes() -> tuple[Outcome, ...]:
    """What the tools of a repository like this answer; one of them could not run."""
    return (
        _passed("format", "format", ("ruff", "format", "--check", "."), 121, 0.21),
        _passed("lint", "lint", ("ruff", "check", "."), 121, 0.34),
        _passed("types", "types (mypy)", ("mypy",), 96, 8.41),
        Outcome(
            check="test", title="tests", status="passed", required=True, argv=("pytest", "-q"),
            exit_code=0, counts=Counts(examined=71, passed=71), duration=23.4, log="logs/test.txt",
            log_sha256="9f2c1e0b7a44",
        ),
        Outcome(
            check="migrate", title="migrations: up, down, up", status="passed", required=True,
            argv=("alembic", "upgrade", "head"), exit_code=0, counts=Counts(examined=3, passed=3),
            duration=2.6, log="logs/migrate.txt",
        ),
        Outcome(
            check="audit", title="dependency audit", status="failed", required=False,
            argv=("pip-audit", "--format", "json"), exit_code=1, known_before=True,
            counts=Counts(examined=58, passed=57, failed=1), duration=4.2, log="logs/audit.txt",
            findings=(
                Finding(
                    source="audit", message="passlib 1.7.4 is no longer maintained", severity="warning",
                    path="pyproject.toml", line=14, standard="SE-08", known_before=True,
                ),
            ),
            excerpt="Found 1 known vulnerability in 1 package\npasslib 1.7.4",
        ),
        Outcome(
            check="image", title="image build", status="skipped", required=True,
            reason="no container engine answers",
        ),
    )  # fmt: skip


def _passed(
    check: str, title: str, argv: tuple[str, ...], examined: int, seconds: float
) -> Outcome:
    return Outcome(
        check=check, title=title, status="passed", required=True, argv=argv, exit_code=0,
        counts=Counts(examined=examined, passed=examined), duration=seconds, log=f"logs/{check}.txt",
    )  # fmt: skip


def sample_rows() -> tuple[StandardRow, ...]:
    place = (Evidence(path="src/shop/api/orders.py", line=31),)
    return (
        StandardRow(
            id="WF-09", level="must", status="met", evidence=(Evidence(path="tests/api/test_orders.py"),),
            statement="new behaviour has tests which fail on the baseline", reason="11 of 11 fail there",
        ),
        StandardRow(
            id="WF-10", level="must", status="not checked", reason="image build: no container engine answers",
            statement="all tests pass; migrations apply; build succeeds; the image builds",
        ),
        StandardRow(
            id="RE-02", level="must", status="met", evidence=place,
            statement="meaningful statuses: 201 with Location, 204, 404, 409, 422",
        ),
        StandardRow(
            id="RE-06", level="must", status="met", evidence=place,
            statement="lists are cursor-paginated and bounded",
        ),
        StandardRow(
            id="SE-08", level="must", status="violated", reason="passlib 1.7.4, also before the change",
            evidence=(Evidence(path="pyproject.toml", line=14),),
            statement="dependencies are audited; none is deprecated or abandoned",
        ),
        StandardRow(
            id="JO-01", level="must", status="not applicable", reason="no job is touched",
            statement="jobs are idempotent and safe to retry",
        ),
    )  # fmt: skip


def sample_verification(
    verdict: Verdict = "partially verified",
    headline: str = "partially verified: 71 tests, format, lint, types, migrations passed; "
    "image build not run (no container engine answers)",
    outcomes: tuple[Outcome, ...] | None = None,
) -> Verification:
    return Verification(
        verdict=verdict,
        headline=headline,
        outcomes=sample_outcomes() if outcomes is None else outcomes,
        baseline=tuple(each for each in sample_outcomes() if each.check in ("test", "audit")),
        routes=RouteDelta(added=ROUTES),
        rows=sample_rows(),
        sandbox="bubblewrap: read-only root, no network",
        prepared=("uv sync --all-groups (from uv.lock)", "SQLite needs no server"),
    )


def sample_delivery() -> Delivery:
    return build_delivery(
        run="r-7f3a",
        title="Add the resource order",
        stack=sample_stack(),
        plan=sample_plan(),
        changes=sample_changes(),
        verification=sample_verification(),
        branch="backend-agent/add-order",
        times=(
            PhaseTime(phase="detect", wall=0.21, own_cpu=0.19),
            PhaseTime(phase="plan", wall=0.42, own_cpu=0.41),
            PhaseTime(phase="implement", wall=0.65, own_cpu=0.62),
            PhaseTime(phase="verify", wall=41.8, own_cpu=1.1),
            PhaseTime(phase="deliver", wall=0.12, own_cpu=0.11),
        ),
        created_at="2026-11-24T10:00:00Z",
        version="0.1.0",
    )
