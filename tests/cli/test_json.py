"""Real answers of every command hold what the published schemas promise, and no key more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.cli.conftest import Finished, Type
from tests.cli.shop import FILES, ORDER
from tests.conftest import MakeRepository
from tests.house.sources import ROOT

REFERENCE = ROOT / "docs" / "reference"


def read_schema(name: str) -> dict[str, Any]:
    place = REFERENCE / "report.schema.json"
    if name != "report":
        place = REFERENCE / "json" / f"{name}.schema.json"
    schema: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return schema


def forbid_more(schema: Any) -> Any:
    """The schema in which every object has the keys that are named and no other."""
    if isinstance(schema, list):
        return [forbid_more(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: forbid_more(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


def check(text: str, name: str) -> Any:
    answer = json.loads(text)
    jsonschema.validate(answer, forbid_more(read_schema(name)))
    return answer


def list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from list_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from list_texts(each)


@pytest.mark.parametrize("words", [("--json",), ("detect", "--json")])
def test_stack(typed: Type, repo: MakeRepository, words: tuple[str, ...]) -> None:
    stack = check(typed(repo(FILES), *words).output, "stack")
    assert stack["components"][0]["technologies"][0]["evidence"][0]["path"] == "pyproject.toml"


@pytest.mark.parametrize(
    ("task", "exit_code"),
    [
        ("add resource order name:string", 0),
        ("make the items faster", 4),
        ("add resource item name:string", 4),
    ],
)
def test_plan(typed: Type, repo: MakeRepository, task: str, exit_code: int) -> None:
    answer = typed(repo(FILES), "plan", task, "--json")
    check(answer.output, "plan")
    assert answer.exit_code == exit_code


def test_a_run_answers_with_its_report_and_without_the_bytes_of_files(
    finished: Finished, typed: Type
) -> None:
    answer = typed(finished.root, "runs", "show", "last", "--json")
    report = check(answer.output, "report")
    assert report["run"] == finished.run
    assert not [key for file in report["files"] for key in file if key in ("before", "after")]
    assert FILES["shop/models.py"] not in set(list_texts(report))
    written = finished.home / "runs" / finished.run / "report.json"
    assert json.loads(written.read_text(encoding="utf-8")) == report


def test_a_task_that_no_engine_can_do_answers_with_its_report(
    typed: Type, repo: MakeRepository
) -> None:
    answer = typed(repo(FILES), "run", "make the items faster", "--json")
    report = check(answer.output, "report")
    assert answer.exit_code == 4
    assert report["files"] == []
    assert report["plan"]["possible_with"]


def test_runs_are_listed_with_every_key_also_when_there_is_none(
    finished: Finished, typed: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (run,) = check(typed(finished.root, "runs", "list", "--json").output, "runs")
    assert (run["id"], run["state"]) == (finished.run, "finished")
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(tmp_path))
    assert check(typed(tmp_path, "runs", "list", "--json").output, "runs") == []


def test_what_was_applied_and_what_was_undone(
    finished_once: Finished, finished: Finished, typed: Type
) -> None:
    words = ("runs", "apply", "last", "--unverified", "--json")
    applied = check(typed(finished.root, *words).output, "applied")
    assert applied["written"] == ["shop/main.py", "shop/models.py", "shop/routes/orders.py"]
    again = check(typed(finished.root, *words).output, "applied")
    assert again["already"]
    undone = check(typed(finished.root, "runs", "undo", "last", "--json").output, "undone")
    assert undone["restored"] == applied["written"]


def test_the_data_that_was_checked(typed: Type, tmp_path: Path) -> None:
    pack = tmp_path / "pack" / "technologies" / "frameworks" / "odd"
    pack.mkdir(parents=True)
    (pack / "technology.toml").write_text("id = 3\n")
    answer = typed(tmp_path, "check-data", "pack", "--json")
    report = check(answer.output, "data-report")
    assert answer.exit_code == 1
    assert any(proof["findings"] for proof in report["proofs"])


def test_the_gate(typed: Type, repo: MakeRepository) -> None:
    gate = check(typed(repo(FILES), "verify", "--gate", "--json").output, "gate")
    assert gate["verdict"] == "verified"


@pytest.mark.parametrize(
    ("words", "slug", "exit_code"),
    [
        (("detect", "nowhere"), "input", 2),
        (("detect", "--nope"), "input", 2),
        ((*ORDER, "--component", "billing"), "input", 2),
        (("runs", "show", "2020"), "input", 2),
    ],
)
def test_an_error_is_an_answer_too(
    typed: Type, repo: MakeRepository, words: tuple[str, ...], slug: str, exit_code: int
) -> None:
    answer = typed(repo(FILES), *words, "--json")
    error = check(answer.output, "error")
    assert (error["error"], error["exit_code"]) == (slug, exit_code)
    assert error["message"] in answer.errors
    assert answer.exit_code == exit_code
