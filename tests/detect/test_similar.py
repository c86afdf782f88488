"""Two or three files to learn a task from, ranked, each with why."""

from __future__ import annotations

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack, find_similar_files
from backend_agent.values.errors import InputError
from backend_agent.values.stack import SimilarFile
from backend_agent.world.tree import MemoryTree
from tests.detect.repositories import pyproject

BODY = "def work() -> None:\n" + "    pass\n" * 20
FILES = {
    "pyproject.toml": pyproject("fastapi", "sqlalchemy"),
    "shop/main.py": "",
    **{
        f"shop/{role}/{resource}.py": BODY
        for role in ("routes", "services", "repositories")
        for resource in ("orders", "customers")
    },
    "shop/routes/health.py": "x = 1\n",
    "shop/services/mail.py": BODY + "# about customer mail\n",
    "tests/test_orders.py": BODY,
}


def similar(asked: str) -> list[SimilarFile]:
    tree = MemoryTree({path: text.encode() for path, text in FILES.items()})
    catalog = load_catalog()
    component = detect_stack(tree, catalog).components[0]
    return list(find_similar_files(component, asked, tree, catalog))


def test_words_name_a_role_and_a_resource() -> None:
    found = similar("customers service")
    assert [each.path for each in found] == [
        "shop/services/customers.py", "shop/services/orders.py", "shop/services/mail.py",
    ]  # fmt: skip
    assert found[0].reasons[:2] == ("is about customer", "plays the role asked for: services")
    assert "order is tested" in found[1].reasons
    assert "mentions customer" in found[2].reasons


def test_path_that_is_to_be_written_is_asked_by_its_role() -> None:
    found = similar("shop/routes/invoices.py")
    assert [each.path for each in found[:2]] == [
        "shop/routes/orders.py", "shop/routes/customers.py",
    ]  # fmt: skip
    assert found[0].score > found[1].score


def test_path_that_is_there_is_not_its_own_example() -> None:
    assert "shop/routes/orders.py" not in [each.path for each in similar("shop/routes/orders.py")]


def test_role_that_is_not_there_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match="no file of a layer") as refused:
        similar("a migration")
    assert "detect" in refused.value.hint
