"""Trees answer the same questions whether on disk, in memory, or with changes laid over."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError
from backend_agent.world.tree import FolderTree, MemoryTree, OverlayTree, read_text


def test_text_keeps_its_line_ends_and_loses_only_the_byte_order_mark() -> None:
    tree = MemoryTree({"a.txt": b"\xef\xbb\xbfone\r\ntwo\xff\n"})
    assert read_text(tree, "a.txt") == "one\r\ntwo\ufffd\n"


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_a_list_written_by_a_shell_of_windows_is_read_by_its_mark(order: str) -> None:
    tree = MemoryTree({"requirements.txt": "\ufefffastapi==0.112\r\n".encode(order)})
    assert read_text(tree, "requirements.txt") == "fastapi==0.112\r\n"


def test_a_folder_tree_lists_sorted_and_names_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"B")
    tree = FolderTree(tmp_path, ["c", "b"])
    assert tree.paths() == ("b", "c")
    assert tree.read_bytes("b") == b"B"
    with pytest.raises(InputError, match=r"c: cannot be read \(No such file"):
        tree.read_bytes("c")


def test_an_overlay_adds_replaces_and_deletes_without_touching_what_is_below() -> None:
    below = MemoryTree({"a": b"1", "b": b"2"})
    over = OverlayTree(
        below,
        [
            FileChange(path="a", before=b"1", after=b"one"),
            FileChange(path="b", before=b"2", after=None),
            FileChange(path="c", before=None, after=b"3"),
        ],
    )
    assert over.paths() == ("a", "c")
    assert over.read_bytes("a") == b"one"
    assert not over.exists("b")
    with pytest.raises(InputError, match="b: deleted by the change"):
        over.read_bytes("b")
    assert below.read_bytes("a") == b"1"
