"""Plain JSON becomes the dataclass it was checked against, with every nested shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from backend_agent.catalog.revive import revive_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    leaf: Leaf
    leaves: tuple[Leaf, ...] = ()
    maybe: Leaf | None = None
    words: tuple[str, ...] = ()
    pairs: tuple[tuple[str, int], ...] = ()
    named: Mapping[str, Leaf] | None = None
    text_or_words: str | tuple[str, ...] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Torn:
    either: Leaf | Branch


def test_every_kind_of_field_is_revived() -> None:
    raw = {
        "leaf": {"name": "a"},
        "leaves": [{"name": "b", "size": 2}],
        "maybe": {"name": "c"},
        "words": ["x", "y"],
        "pairs": [["p", 1]],
        "named": {"k": {"name": "d"}},
        "text_or_words": ["z"],
    }
    assert revive_value(Branch, raw) == Branch(
        leaf=Leaf(name="a"),
        leaves=(Leaf(name="b", size=2),),
        maybe=Leaf(name="c"),
        words=("x", "y"),
        pairs=(("p", 1),),
        named={"k": Leaf(name="d")},
        text_or_words=("z",),
    )


def test_absent_and_null_fields_keep_their_meaning() -> None:
    raw = {"leaf": {"name": "a"}, "maybe": None, "text_or_words": "t"}
    assert revive_value(Branch, raw) == Branch(leaf=Leaf(name="a"), text_or_words="t")


def test_a_union_of_two_shapes_is_refused() -> None:
    with pytest.raises(TypeError, match="one compound shape only"):
        revive_value(Torn, {"either": {"name": "a"}})
