"""Bad input gets a clear error (what, where, what to do), the right exit code, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.cli.shop import FILES, MAIN, ORDER, ROUTES
from tests.conftest import MakeRepository, run_git

WRONG_INPUT, REFUSED = 2, 4


def test_a_folder_that_does_not_exist(typed: Type, tmp_path: Path) -> None:
    answer = typed(tmp_path, "-C", "nowhere", "detect")
    assert answer.exit_code == WRONG_INPUT
    assert "nowhere: no such folder" in answer.errors
    assert "→ check the spelling" in answer.errors


def test_a_file_instead_of_a_folder(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    answer = typed(tmp_path, "detect", "a.py")
    assert answer.exit_code == WRONG_INPUT
    assert "a.py: not a folder" in answer.errors


def test_an_empty_folder(typed: Type, tmp_path: Path) -> None:
    answer = typed(tmp_path)
    assert answer.exit_code == WRONG_INPUT
    assert "backend-agent new NAME" in answer.errors


def test_a_repository_without_a_backend(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo({"README.md": "# poems\n"}), "detect")
    assert answer.exit_code == WRONG_INPUT
    assert "no backend is recognisable" in answer.errors


def test_a_service_without_a_resource_to_learn_from(typed: Type, repo: MakeRepository) -> None:
    main = "from fastapi import FastAPI\n\napp = FastAPI()\n"
    root = repo({"pyproject.toml": FILES["pyproject.toml"], "main.py": main})
    answer = typed(root, *ORDER)
    assert answer.exit_code == REFUSED
    assert "no resource here can be learned from" in answer.output
    assert run_git(root, "status", "--porcelain") == ""


def test_a_syntax_error_in_a_file_of_the_exemplar_is_named(
    typed: Type, repo: MakeRepository
) -> None:
    root = repo(FILES | {"shop/routes/items.py": ROUTES + "\ndef broken(:\n"})
    answer = typed(root, *ORDER)
    assert answer.exit_code == REFUSED
    assert "shop/routes/items.py:" in answer.output
    assert run_git(root, "branch", "--list", "backend-agent/*") == ""


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("total:decimall", "did you mean `decimal`"),
        ("total", "total"),
        ("total:decimal:min=x", "min"),
        ("class:string", "class"),
        ("1st:string", "1st"),
        ("status:enum", "enum"),
    ],
)
def test_a_field_that_cannot_be_is_shown_in_its_place(
    typed: Type, repo: MakeRepository, field: str, told: str
) -> None:
    answer = typed(repo(FILES), "add", "resource", "order", "name:string", field)
    assert answer.exit_code == WRONG_INPUT
    assert told in answer.errors
    assert "→" in answer.errors


def test_the_same_field_twice(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo(FILES), "add", "resource", "order", "name:string", "name:int")
    assert answer.exit_code == WRONG_INPUT
    assert "name" in answer.errors


def test_an_unknown_exemplar_says_which_there_are(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo(FILES), *ORDER, "--like", "itm")
    assert answer.exit_code in (WRONG_INPUT, REFUSED)
    assert "item" in (answer.errors + answer.output).lower()


def test_a_resource_that_collides_with_a_file_of_the_user_is_refused(
    typed: Type, repo: MakeRepository
) -> None:
    root = repo(FILES | {"shop/routes/orders.py": "mine = True\n"})
    answer = typed(root, *ORDER)
    assert answer.exit_code == REFUSED
    assert "shop/routes/orders.py" in answer.output
    assert (root / "shop/routes/orders.py").read_text() == "mine = True\n"


def test_an_unknown_component_says_which_there_are(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo(FILES), *ORDER, "--component", "billing")
    assert answer.exit_code == WRONG_INPUT
    assert "no component 'billing'" in answer.errors
    assert "there is: ." in answer.errors


def test_an_unknown_capability_says_which_there_are(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo(FILES), "add", "capability", "health-prob")
    assert answer.exit_code == WRONG_INPUT
    assert "health-probes" in answer.errors


def test_an_unknown_blueprint_says_which_there_are(typed: Type, tmp_path: Path) -> None:
    answer = typed(tmp_path, "new", "my-shop", "--stack", "cobol")
    assert answer.exit_code == WRONG_INPUT
    assert "fastapi" in answer.errors
    assert not (tmp_path / "my-shop").exists()


@pytest.mark.parametrize("name", ["My Shop", "shop!", "9shop", "../shop", "a--b"])
def test_a_name_that_no_service_can_have(typed: Type, tmp_path: Path, name: str) -> None:
    answer = typed(tmp_path, "new", name)
    assert answer.exit_code == WRONG_INPUT
    assert list(tmp_path.iterdir()) == []


def test_a_new_service_never_goes_into_a_folder_with_files(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "my-shop").mkdir()
    (tmp_path / "my-shop" / "mine.txt").write_text("mine")
    answer = typed(tmp_path, "new", "my-shop")
    assert answer.exit_code == WRONG_INPUT
    assert "exists and is not empty" in answer.errors
    assert [path.name for path in (tmp_path / "my-shop").iterdir()] == ["mine.txt"]


def test_a_specification_with_a_mistake_names_its_line(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "backend.yaml").write_text(
        "spec: 1\nservice: {name: my-shop}\nresources:\n  Order:\n    fields:\n      total: decimall\n"
    )
    answer = typed(tmp_path, "new", "my-shop", "--spec", "backend.yaml")
    assert answer.exit_code == WRONG_INPUT
    assert "backend.yaml:6" in answer.errors
    assert not (tmp_path / "my-shop").exists()


def test_a_task_that_no_engine_understands_shows_its_plan(
    typed: Type, repo: MakeRepository
) -> None:
    root = repo(FILES)
    answer = typed(root, "run", "make the items faster")
    assert answer.exit_code == REFUSED
    assert "shop/routes/items.py" in answer.output
    assert "what would make it possible" in answer.output
    assert run_git(root, "status", "--porcelain") == ""


def test_an_unknown_run_is_told(typed: Type, tmp_path: Path) -> None:
    for verb in ("show", "apply", "undo", "resume"):
        answer = typed(tmp_path, "runs", verb, "2020-nothing")
        assert answer.exit_code == WRONG_INPUT
        assert "no such run" in answer.errors


def test_a_file_that_is_not_utf8_is_refused_and_left_alone(
    typed: Type, repo: MakeRepository
) -> None:
    latin = MAIN.encode() + b"# caf\xe9\n"
    root = repo(FILES | {"shop/main.py": latin})
    answer = typed(root, *ORDER)
    assert "shop/main.py is not UTF-8" in answer.output
    assert answer.exit_code == REFUSED
    # What the other files would speak of cannot be written there, so they are not written either.
    assert run_git(root, "branch", "--list", "backend-agent/*") == ""
    assert (root / "shop/main.py").read_bytes() == latin


def test_a_home_that_cannot_be_written_is_told(
    typed: Type, repo: MakeRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(tmp_path / "file"))
    answer = typed(repo(FILES), *ORDER)
    assert answer.exit_code == WRONG_INPUT
    assert str(tmp_path / "file") in answer.errors


def test_a_specification_for_another_service_is_refused(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "backend.yaml").write_text("spec: 1\nservice: {name: depot}\n")
    answer = typed(tmp_path, "new", "my-shop", "--spec", "backend.yaml")
    assert answer.exit_code == WRONG_INPUT
    assert "'depot' there, and 'my-shop' here" in answer.errors
