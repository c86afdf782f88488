"""The brief of a stack in a file of somebody else: between its markers, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.ask import detect_repository, write_brief
from backend_agent.deliver.stack_brief import BEGIN, END, brief_text, place_brief
from backend_agent.values.errors import InputError
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Command, Component, FoundTechnology, Layer, Need, Stack
from tests.conftest import MakeRepository
from tests.implement.analogy.typescript_service import SERVICE

STACK = Stack(
    files=3,
    components=(
        Component(
            path="services/shop",
            name="shop",
            language="python",
            technologies=(
                FoundTechnology(
                    id="old", title="Old", kind="orm", status="archived", replaced_by=("New",)
                ),
            ),
            layers=(Layer(role="routes", paths=tuple(f"r{n}.py" for n in range(5))),),
            commands=(
                Command(kind="test", argv=("pytest", "a b"), cwd="services", origin="ci"),
                Command(kind="lint", argv=("guess",), origin="default"),
                Command(kind="test-file", argv=("pytest", "test_a.py"), origin="default"),
            ),
            needs=(
                Need(kind="service", name="redis"),
                Need(kind="variable", name="API_KEY", evidence=Evidence(path=".env.example")),
                Need(kind="tool", name="uv", present=False),
                Need(kind="tool", name="git", present=True),
            ),
        ),
    ),
)


def test_it_says_what_is_used_and_needed_and_calls_a_guess_one() -> None:
    text = brief_text(STACK)
    assert "- built with Old (archived, use New)" in text
    assert "- routes: `r0.py`, `r1.py`, `r2.py` and 2 more" in text
    assert "- test: `pytest 'a b'` (in `services`)" in text
    assert "- one test file alone: `pytest test_a.py` (a guess)" in text
    assert "`guess`" not in text
    assert "- needs running: redis" in text
    assert "- needs set: `API_KEY` (examples in `.env.example`)" in text
    assert "- needs installed: `uv` (not here), `git`" in text


def test_many_components_are_named_and_not_described() -> None:
    many = tuple(Component(path=f"s{n}", name=f"s{n}", language="go") for n in range(10))
    text = brief_text(Stack(files=9, components=many))
    assert text.count("###") == 8
    assert "Beside them: `s8`, `s9`." in text


@pytest.mark.parametrize(
    "text", ["", "# Rules\n", "# Rules", "a\r\nb\r\n", "\ufeff# Rules\n\n\n", "a\rb"]
)
def test_it_is_added_at_the_end_and_the_rest_stays(text: str) -> None:
    placed = place_brief(text, "one\ntwo\n")
    assert placed.startswith(text)
    assert placed.count(BEGIN) == placed.count(END) == 1
    assert place_brief(placed, "one\ntwo\n") == placed
    newline = "\r\n" if "\r\n" in text else "\n"
    assert f"{BEGIN}{newline}one{newline}two{newline}{END}" in placed


def test_it_is_renewed_in_its_place_between_what_was_written_around_it() -> None:
    text = f"before \r\n{BEGIN}\r\nold\r\n{END}tail\r\n\tafter"
    assert place_brief(text, "new\n") == f"before \r\n{BEGIN}\r\nnew\r\n{END}tail\r\n\tafter"


def test_the_marker_of_another_version_is_known() -> None:
    text = "<!-- backend-agent: begin (0.0.1) -->\nold\n<!-- backend-agent: end -->\n"
    assert place_brief(text, "new") == f"{BEGIN}\nnew\n{END}\n"


@pytest.mark.parametrize(
    "text", [f"a\n{BEGIN}\nx", f"a\n{END}\n", f"a\n{END}\n{BEGIN}", f"a\n{BEGIN}{BEGIN}{END}"]
)
def test_markers_that_are_no_pair_are_refused_with_their_line(text: str) -> None:
    with pytest.raises(InputError, match=r"AGENTS\.md:2: the markers"):
        place_brief(text, "x", "AGENTS.md")


def test_written_twice_is_written_once_through_a_link_with_its_mode_and_odd_bytes(
    repo: MakeRepository,
) -> None:
    root = repo(SERVICE)
    target = root / "AGENTS.md"
    odd = b"\xef\xbb\xbf# Rules \xff\r\nkeep me\r\n"
    target.write_bytes(odd)
    target.chmod(0o640)
    link = root / "CLAUDE.md"
    link.symlink_to("AGENTS.md")
    stack = detect_repository(root)
    assert write_brief(stack, link) is True
    assert write_brief(stack, link) is False
    written = target.read_bytes()
    assert written.startswith(odd)
    assert b"garden" in written
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_missing_file_is_made_and_a_missing_folder_is_told(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = repo(SERVICE)
    stack = detect_repository(root)
    assert write_brief(stack, root / "AGENTS.md")
    with pytest.raises(InputError, match="cannot be written"):
        write_brief(stack, tmp_path / "none" / "AGENTS.md")
