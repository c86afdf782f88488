"""Trees as people have them: unsaved work, odd line ends, links, submodules, shallow, huge, shared."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import backend_agent as api
from backend_agent.values.run import RunOptions
from backend_agent.values.task import AddResource, Task
from tests.cli.conftest import Type
from tests.cli.shop import FILES, MAIN, MODELS, ORDER, ROUTES
from tests.conftest import MakeRepository, run_git

Worked = Callable[..., str]
CHANGED = ["shop/main.py", "shop/models.py", "shop/routes/orders.py"]
BOM = b"\xef\xbb\xbf"


@pytest.fixture
def worked(typed: Type) -> Worked:
    """`worked(root)` adds the resource order, without running checks; the id of the run."""

    def work(root: Path) -> str:
        resource = api.parse_resource(ORDER[2:])
        task = Task(text="add order", operation=AddResource(resource=resource))
        return api.start_run(root, task, RunOptions(verifies=False)).run

    return work


def take_picture(root: Path) -> dict[str, bytes]:
    """Every file but git's own."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def apply(typed: Type, root: Path, run: str) -> None:
    answer = typed(root, "runs", "apply", run, "--unverified")
    assert answer.exit_code == 0, answer.errors


def test_nothing_of_the_user_s_changes_until_apply_and_undo_restores_every_byte(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES)
    before, head = take_picture(root), run_git(root, "rev-parse", "HEAD")
    run = worked(root)
    assert take_picture(root) == before
    assert run_git(root, "status", "--porcelain") == ""
    apply(typed, root, run)
    assert {path for path, _ in take_picture(root).items() - before.items()} == set(CHANGED)
    assert typed(root, "runs", "undo", "last").exit_code == 0
    assert take_picture(root) == before
    assert run_git(root, "rev-parse", "HEAD") == head


def test_unsaved_edits_are_kept_and_told_when_the_branch_carries_them(
    typed: Type, repo: MakeRepository
) -> None:
    root = repo(FILES)
    mine = MAIN + "\n# mine, not committed\n"
    (root / "shop/main.py").write_text(mine)
    (root / "notes.txt").write_text("mine, not tracked")
    answer = typed(root, *ORDER)
    assert "shop/main.py" in answer.output
    assert (root / "shop/main.py").read_text() == mine
    assert run_git(root, "status", "--porcelain") == " M shop/main.py\n?? notes.txt\n"
    branch = run_git(root, "branch", "--list", "backend-agent/*").strip()
    assert "# mine, not committed" in run_git(root, "show", f"{branch}:shop/main.py")
    report = typed(root, "runs", "show", "last", "--json").output
    assert "the branch also holds your uncommitted edits of shop/main.py" in report


def test_an_edit_made_after_the_run_began_is_never_overwritten(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES)
    run = worked(root)
    (root / "shop/main.py").write_text("mine = True\n")
    before = take_picture(root)
    answer = typed(root, "runs", "apply", run, "--unverified")
    assert answer.exit_code == 4
    assert "nothing was written: shop/main.py: it was changed since the run began" in answer.errors
    assert "→ commit or put aside your edits" in answer.errors
    assert take_picture(root) == before


def test_an_unverified_change_is_applied_only_when_one_insists(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES)
    before = take_picture(root)
    answer = typed(root, "runs", "apply", worked(root))
    assert answer.exit_code == 4
    assert "--unverified applies it all the same" in answer.errors
    assert take_picture(root) == before


@pytest.mark.parametrize("text_attribute", ["", "* text=auto\n"])
def test_windows_line_ends_and_byte_order_marks_stay(
    typed: Type, repo: MakeRepository, worked: Worked, text_attribute: str
) -> None:
    windows = {
        name: BOM + text.replace("\n", "\r\n").encode()
        for name, text in (("shop/main.py", MAIN), ("shop/models.py", MODELS))
    }
    attributes = {".gitattributes": text_attribute} if text_attribute else {}
    root = repo(FILES | windows | attributes)
    apply(typed, root, worked(root))
    for name, before in windows.items():
        after = (root / name).read_bytes()
        assert after != before
        assert after.startswith(BOM)
        assert after.count(BOM) == 1
        assert after.count(b"\n") == after.count(b"\r\n")
    assert b"\r" not in (root / "shop/routes/orders.py").read_bytes()


def test_a_resource_like_one_with_windows_line_ends_has_them_too(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES | {"shop/routes/items.py": ROUTES.replace("\n", "\r\n").encode()})
    apply(typed, root, worked(root))
    made = (root / "shop/routes/orders.py").read_bytes()
    assert made.count(b"\n") == made.count(b"\r\n") > 10


def test_a_link_that_leaves_the_tree_is_never_followed(
    typed: Type, repo: MakeRepository, worked: Worked, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text("TOKEN = 1\n")
    root = repo(FILES)
    (root / "shop" / "linked").symlink_to(outside)
    (root / "shop" / "loop").symlink_to("loop")
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", "Links")
    detected = typed(root, "detect", "--json")
    assert detected.exit_code == 0
    assert "secret" not in detected.output
    apply(typed, root, worked(root))
    assert [path.name for path in outside.iterdir()] == ["secret.py"]


def test_a_folder_that_became_a_link_out_of_the_tree_is_not_written_through(
    typed: Type, repo: MakeRepository, worked: Worked, tmp_path: Path
) -> None:
    root = repo(FILES)
    run = worked(root)
    (root / "shop").rename(tmp_path / "elsewhere")
    (root / "shop").symlink_to(tmp_path / "elsewhere")
    before = take_picture(tmp_path / "elsewhere")
    answer = typed(root, "runs", "apply", run, "--unverified")
    assert answer.exit_code == 4
    assert "nothing was written" in answer.errors
    assert take_picture(tmp_path / "elsewhere") == before


def test_a_submodule_is_read_as_files_and_stays_as_it_is(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    library = repo({"tool.py": "x = 1\n"}, name="library")
    root = repo(FILES)
    allow = ("-c", "protocol.file.allow=always")
    run_git(root, *allow, "submodule", "add", "-q", str(library), "vendor/library")
    run_git(root, "commit", "-q", "-m", "Use the library")
    head = run_git(root / "vendor/library", "rev-parse", "HEAD")
    run = worked(root)
    apply(typed, root, run)
    assert (root / "shop/routes/orders.py").is_file()
    assert run_git(root / "vendor/library", "rev-parse", "HEAD") == head
    assert run_git(root / "vendor/library", "status", "--porcelain") == ""
    listed = run_git(root, "ls-tree", f"backend-agent/{run}", "vendor/library")
    assert listed.startswith(f"160000 commit {head.strip()}")


def test_a_shallow_clone_is_enough(typed: Type, repo: MakeRepository, worked: Worked) -> None:
    origin = repo(FILES, name="origin")
    (origin / "later.txt").write_text("later")
    run_git(origin, "add", "-A")
    run_git(origin, "commit", "-q", "-m", "Later")
    root = origin.with_name("shallow")
    run_git(origin.parent, "clone", "-q", "--depth", "1", origin.as_uri(), str(root))
    run = worked(root)
    assert run_git(root, "log", "--oneline", f"backend-agent/{run}").count("\n") == 2
    gate = typed(root, "verify", "--gate")
    assert gate.exit_code == 0, gate.errors
    apply(typed, root, run)


def test_a_huge_file_is_neither_read_nor_copied_whole(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES)
    with (root / "dump.bin").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    run = worked(root)
    copy = Path(os.environ["BACKEND_AGENT_HOME"], "runs", run, "tree", "dump.bin")
    assert not copy.exists() or copy.stat().st_blocks * 512 < 1024 * 1024
    apply(typed, root, run)


def test_two_runs_in_one_repository_do_not_meet(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES)
    first, second = worked(root), worked(root)
    assert first != second
    branches = run_git(root, "branch", "--list", "backend-agent/*", "--format=%(refname:short)")
    assert set(branches.split()) == {f"backend-agent/{first}", f"backend-agent/{second}"}
    apply(typed, root, first)
    again = typed(root, "runs", "apply", second, "--unverified")
    assert again.exit_code == 4
    assert "nothing was written" in again.errors


def test_the_same_task_again_on_the_applied_tree_changes_nothing_and_says_so(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES)
    apply(typed, root, worked(root))
    before = take_picture(root)
    answer = typed(root, *ORDER)
    assert answer.exit_code == 0
    assert "nothing to do: " in answer.output
    assert take_picture(root) == before


def test_a_resource_that_is_there_is_named_with_its_place(
    typed: Type, repo: MakeRepository
) -> None:
    answer = typed(repo(FILES), "add", "resource", "item", "name:string")
    assert answer.exit_code == 4
    assert "item (shop/models.py:8)" in answer.output
    assert "the resource Item is there already; choose another name" in answer.output


def test_a_table_that_is_there_under_another_class_is_told(
    typed: Type, repo: MakeRepository
) -> None:
    ledger = MODELS + (
        '\n\nclass Purchase(Base):\n    __tablename__ = "orders"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n    note: Mapped[str]\n"
    )
    answer = typed(repo(FILES | {"shop/models.py": ledger}), *ORDER)
    assert answer.exit_code == 4
    assert "the table orders exists already and is something else" in answer.output


@pytest.mark.parametrize("name", ["class", "import", "1st", "Order!", "none"])
def test_a_name_that_no_resource_can_have(typed: Type, repo: MakeRepository, name: str) -> None:
    answer = typed(repo(FILES), "add", "resource", name, "title:string")
    assert answer.exit_code == 2
    assert name.lower() in answer.errors.lower()
    assert "→" in answer.errors


def test_a_folder_without_git_works_without_a_branch(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES, git=False)
    before = take_picture(root)
    apply(typed, root, worked(root))
    assert sorted(set(take_picture(root)) - set(before)) == ["shop/routes/orders.py"]
    assert typed(root, "runs", "undo", "last").exit_code == 0
    assert take_picture(root) == before


def test_a_machine_without_git_is_told(
    typed: Type, repo: MakeRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = repo(FILES)
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = typed(root, "detect")
    assert answer.exit_code == 2
    assert "git: not installed" in answer.errors
    assert "→ install git" in answer.errors


def test_a_folder_whose_git_is_broken_works_as_one_without(
    typed: Type, repo: MakeRepository, worked: Worked
) -> None:
    root = repo(FILES)
    (root / ".git" / "HEAD").write_text("nonsense\n")
    apply(typed, root, worked(root))
    assert (root / "shop/routes/orders.py").is_file()
    assert (root / ".git" / "HEAD").read_text() == "nonsense\n"
