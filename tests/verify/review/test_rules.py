"""Every rule fires exactly where its bad cases are marked, and nowhere in its good ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend_agent.catalog import Document, load_catalog
from backend_agent.values.rule import Rule
from backend_agent.verify.review import find_in_text

CATALOG = load_catalog()
RULES = [document for document in CATALOG.documents(Rule) if not document.value.question]
MARK = re.compile(r"expect: ([\w-]+)")


def case_files(document: Document[Rule], start: str) -> list[Path]:
    return sorted((document.folder / "cases").glob(f"{start}*"))


def marked_lines(text: str, rule: str) -> set[int]:
    """A mark speaks of its own line; on a line that is only a comment, of the next."""
    lines = set()
    for number, line in enumerate(text.splitlines(), start=1):
        found = MARK.search(line)
        if found and found[1] == rule:
            lines.add(number + 1 if line.lstrip().startswith(("#", "//")) else number)
    return lines


@pytest.mark.parametrize("document", RULES, ids=lambda document: document.name)
def test_a_rule_fires_exactly_where_its_bad_case_is_marked(document: Document[Rule]) -> None:
    assert case_files(document, "bad")
    for case in case_files(document, "bad"):
        text = case.read_text(encoding="utf-8")
        found = find_in_text(document.value, document.name, case.name, text)
        assert {finding.line for finding in found} == marked_lines(text, document.name)
        assert re.search(document.value.files, case.name)


@pytest.mark.parametrize("document", RULES, ids=lambda document: document.name)
def test_a_rule_is_silent_on_its_good_case(document: Document[Rule]) -> None:
    assert case_files(document, "good")
    for case in case_files(document, "good"):
        text = case.read_text(encoding="utf-8")
        assert find_in_text(document.value, document.name, case.name, text) == ()


@pytest.mark.parametrize("document", CATALOG.documents(Rule), ids=lambda document: document.name)
def test_a_rule_names_an_existing_standard(document: Document[Rule]) -> None:
    assert CATALOG.standard(document.value.standard).id == document.value.standard
