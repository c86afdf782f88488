"""Change sets merge path by path, from the first `before` to the last `after`."""

from __future__ import annotations

from backend_agent.values.changes import ChangeSet, FileChange, merge_changes


def change(path: str, before: bytes | None, after: bytes | None) -> FileChange:
    return FileChange(path=path, before=before, after=after)


def merged(first: FileChange, second: FileChange) -> tuple[FileChange, ...]:
    return merge_changes(ChangeSet(changes=(first,)), ChangeSet(changes=(second,))).changes


def test_a_file_changed_twice_spans_both_changes() -> None:
    assert merged(change("a", b"1", b"2"), change("a", b"2", b"3")) == (change("a", b"1", b"3"),)


def test_a_created_file_that_is_changed_stays_created() -> None:
    (only,) = merged(change("a", None, b"2"), change("a", b"2", b"3"))
    assert only.action == "create"
    assert only.after == b"3"


def test_a_file_created_and_deleted_is_no_change() -> None:
    assert merged(change("a", None, b"2"), change("a", b"2", None)) == ()


def test_a_file_that_ends_as_it_began_is_no_change() -> None:
    assert merged(change("a", b"1", b"2"), change("a", b"2", b"1")) == ()


def test_paths_are_sorted() -> None:
    assert [item.path for item in merged(change("b", None, b""), change("a", None, b""))] == [
        "a",
        "b",
    ]
