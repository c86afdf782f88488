"""The filter in front of regular expressions never hides a match."""

from __future__ import annotations

import re

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect.listing import Listing
from backend_agent.detect.literals import certain_literals


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"^uv\.lock$", ("uv.lock",)),
        (r"(^|/)(routes?|views)/[^/]*\.py$", ("route", "views")),
        (r"a+b?cd", ("cd",)),
        (r"(one|two)?three", ("three",)),
        (r"[abc]|x", ()),
        (r"(?i)word", ()),
        (r"(?<!x)foo(?=bar)", ("foo",)),
        (r"(?P<name>left|right)", ("left", "right")),
    ],
)
def test_certain_literals(pattern: str, literals: tuple[str, ...]) -> None:
    assert certain_literals(pattern) == literals


def test_every_signal_of_the_catalog_holds_a_literal_in_its_own_example() -> None:
    for technology in load_catalog().technologies:
        for signal in technology.signals:
            literals = certain_literals(signal.pattern)
            if re.search(signal.pattern, signal.example):
                assert not literals or any(text in signal.example for text in literals)


def test_large_listing_finds_what_trying_every_path_finds() -> None:
    paths = tuple(f"app/area{i}/{'routes' if i % 97 == 0 else 'thing'}/x{i}.py" for i in range(900))
    pattern = r"(^|/)(routes?|views)/[^/]+\.py$"
    expected = tuple(path for path in paths if re.search(pattern, path))
    assert Listing("", paths).find(pattern, 1000) == expected
    assert Listing("", paths).find(pattern, 3) == expected[:3]
