"""Layers, habits and similar resources."""

from __future__ import annotations

from tests.detect.repositories import detect, pyproject

LAYERED = {
    "pyproject.toml": pyproject("fastapi", "sqlalchemy"),
    "uv.lock": "",
    "app/main.py": "from fastapi import FastAPI\n",
    "app/routes/orders.py": (
        "from app.services.orders import find\n\n"
        '@router.get("")\nasync def list_orders() -> None: ...\n\n'
        '@router.get("/x")\nasync def other() -> None: ...\n\n'
        '@router.post("")\nasync def create() -> None: ...\n'
    ),
    "app/routes/health.py": "",
    "app/services/orders.py": "from app.repositories.orders import OrderRepository\n",
    "app/repositories/orders.py": "from app.models import Order\n",
    "app/models.py": "class Order: ...\n\n\nclass Customer: ...\n",
    "app/services/customers.py": "",
    "tests/test_orders.py": "def test_a(): ...\n",
    "tests/conftest.py": "",
    "migrations/versions/0001_first.py": "",
}


def test_files_have_the_role_their_path_says() -> None:
    (component,) = detect(LAYERED).components
    layers = {layer.role: layer.paths for layer in component.layers}
    assert layers["routes"] == ("app/routes/health.py", "app/routes/orders.py")
    assert layers["registration"] == ("app/main.py",)
    assert layers["migrations"] == ("migrations/versions/0001_first.py",)
    assert layers["fixtures"] == ("tests/conftest.py",)
    assert layers["models"] == ("app/models.py",)


def test_resource_in_most_layers_is_the_one_to_learn_from() -> None:
    (component,) = detect(LAYERED).components
    first = component.similar[0]
    assert first.resource == "order"
    assert {layer.role for layer in first.layers} == {
        "tests", "routes", "services", "repositories", "models",
    }  # fmt: skip
    assert "health" not in {each.resource for each in component.similar}


def test_habits_carry_their_share() -> None:
    (component,) = detect(LAYERED).components
    habits = {each.name: (each.value, each.share) for each in component.conventions}
    assert habits["handlers"] == ("async", 1.0)
    assert habits["imports"] == ("absolute", 1.0)


def test_documents_for_newcomers_are_listed() -> None:
    stack = detect({**LAYERED, "AGENTS.md": "", "README.md": "", "docs/a/b/README.md": ""})
    assert [document.path for document in stack.documents] == ["AGENTS.md", "README.md"]


def test_second_look_answers_the_same() -> None:
    assert detect(LAYERED) == detect(LAYERED)
