"""The running application is the second witness of its routes, and its word counts where they differ."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application, Route
from backend_agent.values.changes import RouteKey
from backend_agent.values.evidence import Evidence
from backend_agent.values.process import Completed
from backend_agent.values.stack import Command, Component
from backend_agent.verify.checks.run import Bench
from backend_agent.verify.checks.witness import plan_question
from backend_agent.verify.hearing import Case, hear_routes
from backend_agent.world.scripted import FakeRunner
from tests.verify.conftest import memory_tree

FACTORY = (
    "def create_app(\n    settings: Settings | None = None,\n) -> FastAPI:\n    app = FastAPI()\n"
)
ORDERS = RouteKey(method="GET", path="/orders")
ITEMS = RouteKey(method="GET", path="/items")


def application(*keys: RouteKey) -> Application:
    place = Evidence(path="shop/main.py")
    return Application(
        routes=tuple(
            Route(method=key.method, path=key.path, handler="h", evidence=place) for key in keys
        )
    )


def document(*keys: RouteKey) -> Completed:
    paths: dict[str, dict[str, object]] = {}
    for key in keys:
        paths.setdefault(key.path, {})[key.method.lower()] = {}
    return Completed(
        argv=(), exit_code=0, output=f"INFO starting\n{json.dumps({'paths': paths})}\n"
    )


@pytest.fixture
def case(catalog: Catalog, component: Callable[..., Component]) -> Case:
    return Case(
        component=component("fastapi"),
        catalog=catalog,
        before=application(ITEMS),
        after=application(ITEMS, ORDERS),
        tree=memory_tree({"shop/main.py": "app = FastAPI()\n"}),
        tree_before=None,
        planned=(ORDERS,),
        runners=(),
    )


def bench(done: Completed) -> Bench:
    return Bench(worktree=Path("tree"), runner=FakeRunner({("python",): done}), folder=Path("run"))


@pytest.mark.parametrize(
    ("files", "start", "found"),
    [
        ({"shop/main.py": "app = FastAPI()\n"}, (), "shop.main:app"),
        ({"shop/main.py": "api: FastAPI = fastapi.FastAPI(title='x')\n"}, (), "shop.main:api"),
        ({"src/shop/__init__.py": "", "src/shop/main.py": FACTORY}, (), "shop.main:create_app"),
        ({"shop/main.py": "app = FastAPI()\n"}, ("uvicorn", "shop.asgi:api"), "shop.asgi:api"),
        ({"tests/test_a.py": "app = FastAPI()\n"}, (), None),
    ],
)
def test_the_application_is_found_where_it_is_started_or_made(
    catalog: Catalog,
    component: Callable[..., Component],
    files: dict[str, str],
    start: tuple[str, ...],
    found: str | None,
) -> None:
    commands = (Command(kind="start", argv=start, origin="documentation"),) if start else ()
    made = component("fastapi", commands=commands)
    question = plan_question(memory_tree(files), made, catalog, ())
    assert (question.application if question else None) == found


def test_two_witnesses_that_agree_prove_the_reading(case: Case) -> None:
    hearing = hear_routes(case, bench(document(ITEMS, ORDERS)), None)
    assert hearing.delta.exact
    assert hearing.note == "shop.main:app tells the same 2 operations"


def test_a_difference_is_told(case: Case) -> None:
    hearing = hear_routes(case, bench(document(ITEMS)), None)
    assert hearing.note == "shop.main:app tells 0 more and 1 fewer than the code"


def test_an_application_that_cannot_be_asked_is_a_reason(case: Case) -> None:
    broken = Completed(argv=(), exit_code=1, errors="Traceback\nModuleNotFoundError: No module\n")
    hearing = hear_routes(case, bench(broken), None)
    assert hearing.delta.exact
    assert hearing.note == (
        "the application did not tell its routes: ModuleNotFoundError: No module"
    )


def test_a_component_that_cannot_be_asked_leaves_the_code_alone(
    case: Case, component: Callable[..., Component]
) -> None:
    hearing = hear_routes(replace(case, component=component()), bench(document()), None)
    assert hearing.note == ""
    assert hearing.delta.added == (ORDERS,)
