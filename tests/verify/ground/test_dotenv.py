"""`.env` files are read as the common libraries read them."""

from __future__ import annotations

import pytest

from backend_agent.verify.ground.dotenv import read_dotenv, resolve_references


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=1", "1"),
        ("export A = two words ", "two words"),
        ('A="quoted # kept" # dropped', "quoted # kept"),
        ("A='single $B'", "single $B"),
        ("A=bare # comment", "bare"),
        ("A=", ""),
        ("A=a#b", "a#b"),
        ("A=postgres://u:p@h/d?x=1", "postgres://u:p@h/d?x=1"),
    ],
)
def test_a_value_is_what_the_program_would_see(line: str, value: str) -> None:
    assert read_dotenv(line) == (("A", value),)


def test_later_lines_see_earlier_names_and_the_last_word_counts() -> None:
    text = "# head\nHOST=db\nURL=http://${HOST}:${PORT:-80}/\nHOST=other\nnot a setting\n"
    assert dict(read_dotenv(text)) == {"HOST": "other", "URL": "http://db:80/"}


def test_an_unknown_reference_is_no_value() -> None:
    assert resolve_references("${MISSING?must be set}", {}) is None
    assert resolve_references("${MISSING:-}", {}) == ""
