"""Habits are counted, told with their share, and said nothing of where too little speaks."""

from __future__ import annotations

import pytest

from backend_agent.values.stack import Convention
from tests.detect.repositories import detect, pyproject


def conventions_of(files: dict[str, str]) -> dict[str, Convention]:
    (component,) = detect({"pyproject.toml": pyproject("fastapi"), **files}).components
    return {each.name: each for each in component.conventions}


def test_answers_are_counted_and_the_most_frequent_one_is_the_habit() -> None:
    text = (
        "def a(db):\n    db.commit()\n    db.commit()\n    db.commit()\n    with db.begin(): ...\n"
    )
    habit = conventions_of({"shop/store.py": text})["transactions"]
    assert (habit.value, habit.share) == ("committed by hand", 0.75)
    assert [(each.value, each.count) for each in habit.counts] == [
        ("committed by hand", 3),
        ("in a block", 1),
    ]
    assert str(habit.evidence[0]) == "shop/store.py:2"


def test_base_class_of_errors_is_named_from_the_code() -> None:
    text = "class OrderError(ShopError): ...\nclass StockError(ShopError): ...\n"
    more = "class PayError(ShopError): ...\nclass OddError(Exception): ...\n"
    habit = conventions_of({"shop/errors.py": text + more})["errors derive from"]
    assert (habit.value, habit.share) == ("ShopError", 0.75)


@pytest.mark.parametrize(
    ("path", "text", "name", "value"),
    [
        (
            "shop/models.py",
            '__tablename__ = "orders"\n__tablename__ = "boxes"\n',
            "table names",
            "plural",
        ),
        ("m/1.py", 'op.create_table("order")\nop.create_table("box")\n', "table names", "singular"),
        (
            "shop/urls.py",
            '"/orders/{id}"\n"/api/boxes/{id}"\n"/login"\n',
            "resources in paths",
            "plural",
        ),
        ("shop/api.proto", "", "contracts", "Protocol Buffers"),
        ("shop/a.py", "logger.info(1)\nlogger.warning(2)\nlogger.error(3)\n", "logging", "logger"),
    ],
)
def test_question_is_answered_by_what_is_written(
    path: str, text: str, name: str, value: str
) -> None:
    assert conventions_of({"shop/app.py": "", path: text})[name].value == value


def test_little_is_no_habit() -> None:
    assert "logging" not in conventions_of({"shop/a.py": "logger.info(1)\nlogger.info(2)\n"})
