"""An edit finds exactly one place or none, and leaves every other byte as it was."""

from __future__ import annotations

import pytest

from backend_agent.implement.agent.edit import Edited, NotEdited, replace_text

FILE = """class Price:
    def net(self) -> int:
        return self.gross

    def gross_text(self) -> str:
        text = "it’s"
        return text
"""
OLD = "    def net(self) -> int:\n        return self.gross\n"
NEW = "    def net(self) -> int:\n        return self.gross - self.tax\n"
RIGHT = FILE.replace(OLD, NEW)


def edited(text: str, old: str, new: str, **given: bool) -> Edited:
    done = replace_text(text, old, new, **given)
    assert isinstance(done, Edited), done
    return done


def refused(text: str, old: str, new: str) -> str:
    done = replace_text(text, old, new)
    assert isinstance(done, NotEdited), done
    return done.reason


def outdent(text: str, by: int) -> str:
    return "".join(line[by:] if line.strip() else line for line in text.splitlines(True))


def test_as_written() -> None:
    done = edited(FILE, OLD, NEW)
    assert (done.text, done.line, done.tier) == (RIGHT, 2, "exact")


def test_line_ends_stay_those_of_the_file() -> None:
    done = edited(FILE.replace("\n", "\r\n"), OLD, NEW)
    assert done.text == RIGHT.replace("\n", "\r\n")
    short = edited(FILE.replace("\n", "\r\n"), "return text", "text += '!'\n        return text")
    assert "text += '!'\r\n        return text\r\n" in short.text
    assert "\n" not in short.text.replace("\r\n", "")


def test_in_a_file_of_mixed_line_ends_only_the_matched_lines_change() -> None:
    mixed = FILE.replace("\n", "\r\n", 2)
    done = edited(mixed, OLD, NEW)
    assert done.text == mixed.replace("self.gross\n", "self.gross - self.tax\n", 1)


def test_trailing_space_of_lines_that_stay_is_kept() -> None:
    spaced = FILE.replace("-> int:\n", "-> int:  \n")
    done = edited(spaced, OLD, NEW)
    assert done.text == RIGHT.replace("-> int:\n", "-> int:  \n")
    assert done.tier == "trailing space"


def test_typographic_punctuation_of_lines_that_stay_is_kept() -> None:
    old = '        text = "it\'s"\n        return text\n'
    done = edited(FILE, old, old.replace("return text", "return text.strip()"))
    assert done.text == FILE.replace("return text", "return text.strip()")


@pytest.mark.parametrize("by", [1, 2, 4])
def test_less_indentation_throughout_is_put_back(by: int) -> None:
    assert edited(FILE, outdent(OLD, by), outdent(NEW, by)).text == RIGHT


@pytest.mark.parametrize("more", [" ", "  ", "        "])
def test_more_indentation_throughout_is_taken_off(more: str) -> None:
    old, new = ("".join(more + line for line in each.splitlines(True)) for each in (OLD, NEW))
    assert edited(FILE, old, new).text == RIGHT


def test_more_indentation_that_the_replacement_does_not_have_is_refused() -> None:
    old = "".join("  " + line for line in OLD.splitlines(True))
    assert "indented deeper" in refused(FILE, old, "x = 1\n")


def test_a_line_matched_behind_its_indentation_gives_it_to_the_lines_after_it() -> None:
    done = edited(FILE, "return self.gross", "tax = self.tax\nreturn self.gross - tax")
    assert "        tax = self.tax\n        return self.gross - tax\n" in done.text


def test_what_is_in_the_middle_of_a_line_is_replaced_there() -> None:
    assert edited(FILE, "net", "netto").text == FILE.replace("net", "netto")


def test_two_places_are_none_and_both_are_named() -> None:
    assert "(lines 1, 3)" in refused("a = 1\nb = 2\na = 1\n", "a = 1", "a = 2")
    assert "2 places" in refused("  a = 1 \nb = 2\n  a = 1 \n", "a = 1\n", "a = 2\n")


def test_everywhere_is_said() -> None:
    done = edited("a = 1\nb = 2\na = 1\n", "a = 1", "a = 2", everywhere=True)
    assert done.text == "a = 2\nb = 2\na = 2\n"


def test_tabs_are_not_taken_for_spaces_and_are_named() -> None:
    tabbed = FILE.replace("    ", "\t")
    assert "tabs" in refused(tabbed, OLD, NEW)


@pytest.mark.parametrize("old", ["", "   ", "\n\n", "\t"])
def test_nothing_has_no_place(old: str) -> None:
    assert "no text" in refused(FILE, old, "x")


def test_the_same_is_no_change() -> None:
    assert "nothing would change" in refused(FILE, OLD, OLD)


def test_what_is_done_already_is_said() -> None:
    done = replace_text(RIGHT, OLD, NEW)
    assert isinstance(done, NotEdited)
    assert done.already
    assert "there already (line 2)" in done.reason


def test_what_keeps_the_old_lines_is_not_put_there_twice() -> None:
    new = OLD + "\n    def tax(self) -> int:\n        return 0\n"
    once = edited(FILE, OLD, new).text
    assert "there already" in refused(once, OLD, new)


def test_the_first_line_where_they_part_is_shown() -> None:
    reason = refused(FILE, OLD.replace("self.gross", "self.brutto"), NEW)
    assert "line 3: the file has `        return self.gross`" in reason
    assert "`        return self.brutto`" in reason


def test_lines_that_somebody_put_in_between_are_not_lost() -> None:
    between = FILE.replace("int:\n", "int:\n        self.count += 1\n")
    assert "part at line 3" in refused(between, OLD, NEW)


def test_the_end_of_a_file_without_a_line_end_stays_so() -> None:
    done = edited("a = 1 \nb = 2", "a = 1\nb = 2\n", "a = 1\nb = 3\n")
    assert done.text == "a = 1 \nb = 3"


def test_lines_can_be_removed() -> None:
    spaced = "a = 1 \nb = 2\nc = 3\n"
    assert edited(spaced, "a = 1\nb = 2\n", "").text == "c = 3\n"


def test_a_line_separator_within_a_text_is_no_line_end() -> None:
    text = 's = "a\u2028b"\nx = 1 \n'
    assert edited(text, "x = 1\n", "x = 2\n").text == 's = "a\u2028b"\nx = 2\n'
