"""A recipe applies, is already there, or refuses with a reason; twice is once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.implement.recipes import add_capability, list_capabilities
from backend_agent.values.application import Application, Route
from backend_agent.values.changes import ChangeSet
from backend_agent.values.errors import InputError
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Component, FoundTechnology
from backend_agent.values.task import AddCapability
from backend_agent.world.tree import MemoryTree, OverlayTree, Tree

MAIN = """from fastapi import FastAPI

from shop.api import router

app = FastAPI()
app.include_router(router)
app.mount("/", object())
"""
ENGINE = "from sqlalchemy import create_engine\n\nengine = create_engine('sqlite://')\n"
FILES = {
    "shop/__init__.py": "",
    "shop/main.py": MAIN,
    "shop/api.py": "router = 1\n",
    "shop/db.py": ENGINE,
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def tree_of(files: dict[str, str]) -> MemoryTree:
    return MemoryTree({path: text.encode() for path, text in files.items()})


def component(*technologies: tuple[str, str]) -> Component:
    found = (("fastapi", "framework"), *technologies)
    return Component(
        path="",
        name="shop",
        language="python",
        technologies=tuple(FoundTechnology(id=name, title=name, kind=kind) for name, kind in found),
    )


def apply(tree: Tree, catalog: Catalog, application: Application | None = None) -> ChangeSet:
    return add_capability(
        tree,
        component(("sqlalchemy", "orm")),
        application or Application(),
        catalog,
        AddCapability(name="health-probes"),
    )


def text_of(made: ChangeSet, path: str) -> str:
    after = next(change.after for change in made.changes if change.path == path)
    assert after is not None
    return after.decode()


def test_new_file_and_registration_before_the_catch_all(catalog: Catalog) -> None:
    made = apply(tree_of(FILES), catalog)
    assert made.refusals == ()
    assert text_of(made, "shop/main.py") == MAIN.replace(
        "from shop.api import router\n",
        "from shop.api import router\nfrom shop.probes import router as probes_router\n",
    ).replace('app.mount("/"', 'app.include_router(probes_router)\napp.mount("/"')
    assert "from shop.db import engine\n" in text_of(made, "shop/probes.py")
    assert [str(route) for route in made.routes_added] == [
        "GET /live",
        "GET /ready",
        "GET /startup",
    ]


def test_line_ends_of_the_edited_file_are_kept(catalog: Catalog) -> None:
    made = apply(tree_of(FILES | {"shop/main.py": MAIN.replace("\n", "\r\n")}), catalog)
    edited = text_of(made, "shop/main.py")
    assert "\n" not in edited.replace("\r\n", "")


def test_every_probe_there_already_changes_nothing(catalog: Catalog) -> None:
    routes = tuple(
        Route(
            method="GET", path=path, handler="h", evidence=Evidence(path="shop/health.py", line=1)
        )
        for path in ("/livez", "/readyz", "/startup")
    )
    made = apply(tree_of(FILES), catalog, Application(routes=routes))
    assert made.changes == ()
    assert len(made.already) == 3


def test_one_probe_of_its_own_is_refused_and_named(catalog: Catalog) -> None:
    own = Route(
        method="GET", path="/livez", handler="h", evidence=Evidence(path="shop/health.py", line=4)
    )
    made = apply(tree_of(FILES), catalog, Application(routes=(own,)))
    assert made.changes == ()
    assert "GET /livez (shop/health.py:4)" in made.refusals[0].reason


def test_no_application_object_is_refused(catalog: Catalog) -> None:
    made = apply(tree_of(FILES | {"shop/main.py": "x = 1\n"}), catalog)
    assert made.changes == ()
    assert "FastAPI(" in made.refusals[0].reason


def test_two_engines_are_refused_with_both_places(catalog: Catalog) -> None:
    made = apply(tree_of(FILES | {"shop/reports.py": ENGINE}), catalog)
    assert made.changes == ()
    assert "shop/db.py:3, shop/reports.py:3" in made.refusals[0].reason


@pytest.mark.parametrize(
    "source",
    [
        "class Database:\n    def __init__(self) -> None:\n        self.engine = create_engine('x')\n",
        "def connect():\n    engine = create_engine('x')\n    return engine\n",
    ],
)
def test_an_engine_that_cannot_be_imported_is_none(catalog: Catalog, source: str) -> None:
    made = apply(tree_of(FILES | {"shop/db.py": source}), catalog)
    assert made.changes == ()
    assert "readiness asks the database" in made.refusals[0].reason


def test_an_orm_without_an_engine_to_ask_is_refused(catalog: Catalog) -> None:
    files = {path: text for path, text in FILES.items() if path != "shop/db.py"}
    made = apply(tree_of(files), catalog)
    assert made.changes == ()
    assert "readiness asks the database" in made.refusals[0].reason


def test_a_file_in_the_way_is_refused_and_kept(catalog: Catalog) -> None:
    made = apply(tree_of(FILES | {"shop/probes.py": "mine = True\n"}), catalog)
    assert made.changes == ()
    assert made.refusals[0].path == "shop/probes.py"


def test_a_commented_out_registration_does_not_count(catalog: Catalog) -> None:
    main = MAIN.replace('app.mount("/", object())\n', "# app.include_router(probes_router)\n")
    made = apply(tree_of(FILES | {"shop/main.py": main}), catalog)
    assert "\napp.include_router(probes_router)\n" in text_of(made, "shop/main.py")


def test_the_inserts_are_not_made_twice(catalog: Catalog) -> None:
    tree = tree_of(FILES)
    first = apply(tree, catalog)
    without_file = OverlayTree(
        tree, [each for each in first.changes if each.path == "shop/main.py"]
    )
    again = apply(without_file, catalog)
    assert [change.path for change in again.changes] == ["shop/probes.py"]


def test_an_unknown_capability_says_what_there_is(catalog: Catalog) -> None:
    with pytest.raises(InputError) as raised:
        add_capability(
            tree_of(FILES), component(), Application(), catalog, AddCapability(name="health-probs")
        )
    assert "health-probes" in raised.value.hint


def test_a_file_that_is_not_utf8_is_named_and_kept(catalog: Catalog) -> None:
    tree = MemoryTree(
        {path: text.encode() for path, text in FILES.items()}
        | {"shop/main.py": MAIN.encode() + b"# \xe9\n"}
    )
    with pytest.raises(InputError, match=r"shop/main\.py: not UTF-8"):
        apply(tree, catalog)


def test_an_engine_under_either_of_two_names_is_refused(catalog: Catalog) -> None:
    both = ENGINE + "reports = create_engine('sqlite:///reports.db')\n"
    made = apply(tree_of(FILES | {"shop/db.py": both}), catalog)
    assert made.changes == ()
    assert "several times: shop/db.py:3, shop/db.py:4" in made.refusals[0].reason


def test_an_application_made_in_either_of_two_branches_is_refused(catalog: Catalog) -> None:
    main = MAIN.replace(
        "app = FastAPI()\n",
        "if debug:\n    app = FastAPI()\nelse:\n    app = FastAPI(docs_url=None)\n",
    )
    made = apply(tree_of(FILES | {"shop/main.py": main}), catalog)
    assert made.changes == ()
    assert "several times: shop/main.py:6, shop/main.py:8" in made.refusals[0].reason


def test_what_runs_in_a_function_below_is_no_place(catalog: Catalog) -> None:
    main = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef connect(router):\n    app.include_router(router)\n"
    made = apply(tree_of(FILES | {"shop/main.py": main}), catalog)
    assert "app = FastAPI()\napp.include_router(probes_router)\n\n\ndef" in text_of(
        made, "shop/main.py"
    )


@pytest.mark.parametrize("path", ["/live", "/livez", "/api/v1/health/live", "/probe/live"])
def test_a_probe_counts_under_the_usual_prefixes(catalog: Catalog, path: str) -> None:
    own = Route(method="GET", path=path, handler="h", evidence=Evidence(path="a.py", line=1))
    made = apply(tree_of(FILES), catalog, Application(routes=(own,)))
    assert f"GET {path}" in made.refusals[0].reason


@pytest.mark.parametrize("path", ["/concerts/{id}/live", "/streams/live", "/livestock"])
def test_a_route_of_the_domain_is_no_probe(catalog: Catalog, path: str) -> None:
    own = Route(method="GET", path=path, handler="h", evidence=Evidence(path="a.py", line=1))
    assert apply(tree_of(FILES), catalog, Application(routes=(own,))).refusals == ()


def test_what_is_left_to_a_person_is_said(catalog: Catalog) -> None:
    texts = [note.text for note in apply(tree_of(FILES), catalog).notes if note.kind == "left"]
    assert texts == ["no test was written: the repository has no folder of tests"]


def test_a_recipe_is_for_components_of_its_language(catalog: Catalog) -> None:
    other = replace(component(), language="typescript")
    assert list_capabilities(component(), catalog) != ()
    assert list_capabilities(other, catalog) == ()
