"""The width of lines: what the settings say, else what the code keeps."""

from __future__ import annotations

from backend_agent.implement.analogy.source import Codebase
from backend_agent.implement.analogy.wrap import learn_width
from backend_agent.values.language import LanguageFormat
from tests.implement.analogy.kit import catalog, tree_of


def width_of(files: dict[str, str]) -> int:
    language = catalog().document("python", LanguageFormat)
    assert language is not None
    return learn_width(Codebase(tree_of(files), "", language))


def code(length: int, lines: int = 400) -> str:
    return "\n".join(["x" * length, *(["y = 1"] * lines)]) + "\n"


def test_a_setting_wins_over_what_the_code_keeps() -> None:
    setting = {"pyproject.toml": "[tool.ruff]\nline-length = 100\n"}
    assert width_of(setting | {"a.py": code(70)}) == 100


def test_without_a_setting_the_least_usual_width_that_nearly_all_lines_keep() -> None:
    assert width_of({"a.py": code(79)}) == 79
    assert width_of({"a.py": code(200)}) == 79
    assert width_of({"a.py": "\n".join(["z" * 110] * 9 + ["y = 1"] * 400)}) == 120


def test_too_little_code_tells_nothing() -> None:
    assert width_of({"a.py": code(70, lines=20)}) == 88
