"""Cursors."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from acme_service.errors import InvalidCursor
from acme_service.pagination import Cursor

CURSOR = Cursor(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), UUID(int=7))


def test_cursor_is_read_back() -> None:
    assert Cursor.decode(CURSOR.encode()) == CURSOR


def test_cursor_with_any_character_changed_is_refused() -> None:
    text = CURSOR.encode()
    for index, character in enumerate(text):
        replacement = "A" if character != "A" else "B"
        with pytest.raises(InvalidCursor):
            Cursor.decode(text[:index] + replacement + text[index + 1 :])


@pytest.mark.parametrize("text", ["", "A", "AAAA", "é", "=", CURSOR.encode() + "=", "x" * 255])
def test_what_is_not_a_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        Cursor.decode(text)
