"""A known change is taken back where it still stands as it was made, and nowhere else."""

from __future__ import annotations

from backend_agent.syntax.revert import Overlap, revert_text

BEFORE = "one\ntwo\nthree\nfour\n"
AFTER = "one\ntwo\nnew a\nnew b\nthree\nfour\n"


def test_a_text_that_did_not_move_on_is_as_before() -> None:
    assert revert_text(BEFORE, AFTER, AFTER) == BEFORE


def test_edits_elsewhere_stay() -> None:
    now = "zero\n" + AFTER.replace("four\n", "4\n")
    assert revert_text(BEFORE, AFTER, now) == "zero\none\ntwo\nthree\n4\n"


def test_a_line_put_right_behind_stays() -> None:
    now = AFTER.replace("new b\n", "new b\nmine\n")
    assert revert_text(BEFORE, AFTER, now) == "one\ntwo\nmine\nthree\nfour\n"


def test_a_change_inside_is_an_overlap_with_its_line() -> None:
    assert revert_text(BEFORE, AFTER, AFTER.replace("new b", "newer b")) == Overlap(line=4)
    assert revert_text(BEFORE, AFTER, AFTER.replace("new a\n", "new a\nmine\n")) == Overlap(line=4)


def test_what_is_gone_already_is_an_overlap() -> None:
    assert isinstance(revert_text(BEFORE, AFTER, "one\ntwo\nthree\n4\n"), Overlap)


def test_a_line_that_was_changed_comes_back_as_it_was() -> None:
    assert revert_text("a(b)\nc\n", "a(b, d)\nc\n", "a(b, d)\nx\n") == "a(b)\nx\n"


def test_line_ends_are_kept() -> None:
    windows = [text.replace("\n", "\r\n") for text in (BEFORE, AFTER, AFTER + "five\n")]
    assert revert_text(*windows) == (BEFORE + "five\n").replace("\n", "\r\n")
