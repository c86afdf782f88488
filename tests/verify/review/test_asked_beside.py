"""What is asked of a route by what the routes beside it ask for, and of marks that answer for nothing."""

from __future__ import annotations

from backend_agent.catalog import Catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.values.verification import Finding
from backend_agent.verify.review import apply_marks, review_whole
from backend_agent.world.tree import MemoryTree

SHOP = """
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from shop.access import get_current_user, require_role

app = FastAPI()


class Customer(BaseModel):
    name: str
    phone: str


@app.put("/menu/{item}", dependencies=[Depends(get_current_user), Depends(require_role)])
def change(item: int) -> None:
    store.change(item)


@app.delete("/menu/{item}", dependencies=[Depends(get_current_user)])
def remove(item: int) -> None:
    store.remove(item)


@app.delete("/notes/{note}", dependencies=[Depends(get_current_user)])
def forget(note: int) -> None:
    store.forget(note)


@app.get("/customers", response_model=Customer)
def customers():
    return store.customers()


@app.get("/notes/delete/{note}", dependencies=[Depends(get_current_user)])
def delete(note: int) -> None:
    store.delete(note)
"""


def find(catalog: Catalog, rule: str, text: str) -> list[tuple[str, int]]:
    files = {"requirements.txt": b"fastapi\n", "shop/main.py": text.encode()}
    tree = MemoryTree(files)
    report = review_whole(
        tree,
        detect_stack(tree, catalog).components,
        lambda component: read_application(tree, component, catalog),
        catalog,
        only=rule,
    )
    return [(each.path, each.line) for each in report.findings]


def line_of(text: str) -> int:
    return SHOP.splitlines().index(text) + 1


def test_a_role_is_missed_where_a_neighbour_asks_for_one(catalog: Catalog) -> None:
    mark = '@app.delete("/menu/{item}", dependencies=[Depends(get_current_user)])'
    assert find(catalog, "mutation-without-role", SHOP) == [("shop/main.py", line_of(mark))]


def test_no_role_is_missed_where_nobody_asks_for_one(catalog: Catalog) -> None:
    text = SHOP.replace(", Depends(require_role)", "")
    assert find(catalog, "mutation-without-role", text) == []


def test_personal_data_is_open_where_most_routes_ask_who_calls(catalog: Catalog) -> None:
    mark = '@app.get("/customers", response_model=Customer)'
    assert find(catalog, "open-personal-data", SHOP) == [("shop/main.py", line_of(mark))]


def test_open_data_is_how_a_service_works_that_asks_nobody(catalog: Catalog) -> None:
    text = SHOP.replace("Depends(get_current_user)", "").replace("Depends(require_role)", "")
    assert find(catalog, "open-personal-data", text) == []


def test_a_link_that_deletes_is_told(catalog: Catalog) -> None:
    assert len(find(catalog, "mutation-by-get", SHOP)) == 1


def test_a_mark_that_answers_for_nothing_is_told(catalog: Catalog) -> None:
    text = (
        "import requests\n"
        "# backend-agent: ignore[no-timeout] it may wait, says the owner\n"
        "requests.get('http://localhost')\n"
        "# backend-agent: ignore[no-timeout, debug-server] it was so once\n"
        "x = 1\n"
    )
    tree = MemoryTree({"requirements.txt": b"requests\n", "shop/main.py": text.encode()})
    report = review_whole(tree, (), lambda _: read_application(tree, _, catalog), catalog)
    kept, suppressed = apply_marks(report.findings, lambda _: text.splitlines(), report.marks)
    idle = [each for each in kept if each.source == "suppression-of-nothing"]
    assert [(each.line, each.message.split()[0]) for each in idle] == [
        (4, "no-timeout"),
        (4, "debug-server"),
    ]
    assert len(suppressed) == 1


def test_marks_that_were_not_looked_for_are_not_told() -> None:
    found = Finding(source="a", message="m", path="x.py", line=1)
    assert apply_marks((found,), lambda _: ["x = 1"]) == ((found,), ())
