"""Faults: what grammars accept in silence and compilers do not."""

from __future__ import annotations

import pytest

from backend_agent.syntax.tree import find_faults, parse_source
from backend_agent.values.errors import DataError


@pytest.mark.parametrize(
    ("grammar", "text"),
    [
        ("python", "import os, "),
        ("python", "from os import path,\n"),
        ("python", "def f(:\n    pass\n"),
        ("python", "class A:\n"),
        ("go", "package a\nfunc f() { x := "),
        ("rust", "fn f() { let x = ; }"),
        ("java", "class A { int x = ; }"),
        ("typescript", "const x = { a: 1"),
    ],
)
def test_a_broken_text_has_a_fault(grammar: str, text: str) -> None:
    assert find_faults(parse_source(text, grammar))


@pytest.mark.parametrize(
    ("grammar", "text"),
    [
        ("python", ""),
        ("python", "x = 1,\n\n\ndef f():\n    return 1,\n"),
        ("python", "from os import (\n    path,\n)\n"),
        ("python", "class A:\n    pass\n"),
        ("typescript", ""),
        ("typescript", "const x = { a: 1, };\nfoo(\n  1,\n);\n"),
        ("go", "package a\n\nfunc f() {}\n"),
    ],
)
def test_a_whole_text_has_none(grammar: str, text: str) -> None:
    assert find_faults(parse_source(text, grammar)) == ()


def test_a_fault_names_its_line() -> None:
    assert find_faults(parse_source("a = 1\nimport os,\n", "python"))[0].line == 2


def test_an_unknown_grammar_is_an_error_and_no_panic() -> None:
    with pytest.raises(DataError, match="no grammar for 'cobol'"):
        parse_source("x", "cobol")


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("typescript", "f({ a: x,\n, })", [1]),
        ("typescript", "f(a,, b)", [1]),
        ("javascript", "const { a,, b } = c;", [1]),
        ("typescript", "f({ a: x, })", []),
        ("typescript", "const [, b] = c;\nconst d = [1, , 2];", []),
        ("typescript", "const a = sql<string[]>`x ${b}`;", []),
        ("typescript", "const a = b!;", []),
    ],
)
def test_commas_around_nothing_are_faults_and_typed_templates_are_none(
    language: str, text: str, lines: list[int]
) -> None:
    assert [fault.line for fault in find_faults(parse_source(text, language))] == lines
