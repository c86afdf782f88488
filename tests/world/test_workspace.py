"""What belongs to a folder, however it is made: git or not, dirty, linked, nested, broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend_agent.values.errors import InputError
from backend_agent.world.workspace import open_workspace
from tests.conftest import MakeRepository, run_git
from tests.world.confined import run_unprivileged


def test_tracked_and_untracked_files_count_and_ignored_ones_do_not(repo: MakeRepository) -> None:
    root = repo({"main.py": "x", ".gitignore": "*.log\n"})
    (root / "new.py").write_text("y")
    (root / "trace.log").write_text("z")
    workspace = open_workspace(root)
    assert workspace.files == (".gitignore", "main.py", "new.py")
    assert workspace.is_git
    assert workspace.head == run_git(root, "rev-parse", "HEAD").strip()
    assert workspace.tree().read_bytes("new.py") == b"y"


def test_a_file_that_was_deleted_but_not_committed_is_gone(repo: MakeRepository) -> None:
    root = repo({"a": "1", "b": "2"})
    (root / "a").unlink()
    assert open_workspace(root).files == ("b",)


def test_outside_of_git_generated_folders_are_left_out(repo: MakeRepository) -> None:
    root = repo({"a.py": "", "node_modules/x/index.js": "", ".venv/lib/y.py": ""}, git=False)
    workspace = open_workspace(root)
    assert (workspace.files, workspace.is_git, workspace.head) == (("a.py",), False, None)


def test_a_repository_without_a_commit_is_worked_on_and_has_no_head(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "-q")
    (tmp_path / "a").write_bytes(b"")
    workspace = open_workspace(tmp_path)
    assert (workspace.files, workspace.is_git, workspace.head) == (("a",), True, None)


def test_a_folder_inside_a_repository_knows_where_it_lies(repo: MakeRepository) -> None:
    root = repo({"backend/main.py": "", "frontend/app.ts": ""})
    workspace = open_workspace(root / "backend")
    assert (workspace.files, workspace.prefix, workspace.top) == (("main.py",), "backend/", root)


def test_a_folder_that_the_repository_around_it_ignores_is_a_plain_folder(
    repo: MakeRepository,
) -> None:
    root = repo({".gitignore": "demo/\n"})
    (root / "demo").mkdir()
    (root / "demo" / "main.py").write_text("")
    workspace = open_workspace(root / "demo")
    assert (workspace.files, workspace.is_git) == (("main.py",), False)


def test_links_count_where_they_lead_to_a_file_inside(repo: MakeRepository, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("outside")
    root = repo({"docs/guide.md": "text"})
    for name, target in {
        "inside.md": "docs/guide.md",
        "outside": "../secret",
        "absolute": str(tmp_path / "secret"),
        "folder": "docs",
        "loop": "loop",
        "nowhere": "absent",
    }.items():
        (root / name).symlink_to(target)
    workspace = open_workspace(root)
    assert workspace.files == ("docs/guide.md", "inside.md")
    assert workspace.links == ("absolute", "folder", "loop", "nowhere", "outside")


def test_files_of_submodules_and_nested_repositories_are_files(
    repo: MakeRepository, tmp_path: Path
) -> None:
    library = repo({"lib.py": "1", "deep/x.py": "2"}, name="library")
    root = repo({"main.py": ""})
    run_git(
        root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "vendor"
    )
    nested = root / "nested"
    nested.mkdir()
    run_git(nested, "init", "-q")
    (nested / "n.py").write_text("")
    (nested / "n.log").write_text("")
    (nested / ".gitignore").write_text("*.log\n")
    assert open_workspace(root).files == (
        ".gitmodules",
        "main.py",
        "nested/.gitignore",
        "nested/n.py",
        "vendor/deep/x.py",
        "vendor/lib.py",
    )


def test_names_that_are_not_utf8_are_read(repo: MakeRepository) -> None:
    root = repo({"a": ""})
    name = os.fsdecode(b"caf\xe9 \n.txt")
    (root / name).write_bytes(b"latin")
    workspace = open_workspace(root)
    assert name in workspace.files
    assert workspace.tree().read_bytes(name) == b"latin"


def test_settings_of_a_repository_cannot_make_git_run_a_program(repo: MakeRepository) -> None:
    root = repo({"a": "", ".gitattributes": "* filter=evil\n"})
    evil = root.parent / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {root.parent}/ran\n")
    evil.chmod(0o755)
    for name in ("core.fsmonitor", "core.sshCommand", "filter.evil.clean", "filter.evil.process"):
        run_git(root, "config", name, str(evil))
    run_git(root, "config", "core.hooksPath", str(root.parent))
    (root / "a").write_text("changed")
    open_workspace(root)
    assert not (root.parent / "ran").exists()


def test_a_huge_file_is_listed_with_its_size(repo: MakeRepository) -> None:
    root = repo({"a": ""})
    (root / "huge").touch()
    os.truncate(root / "huge", 200_000_000)
    workspace = open_workspace(root)
    assert "huge" in workspace.files
    assert workspace.size("huge") == 200_000_000


def test_what_is_not_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "empty").mkdir()
    for name, message in {
        "file": "file: not a folder",
        "absent": "absent: no such folder",
        "loop": "loop: ",
        "empty": "empty: there is no file in it",
    }.items():
        with pytest.raises(InputError, match=message) as caught:
            open_workspace(tmp_path / name)
        assert caught.value.hint or name == "loop"


@pytest.mark.needs("bwrap")
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    done = run_unprivileged(
        """
from backend_agent.values.errors import InputError
from backend_agent.world.workspace import open_workspace
try:
    open_workspace(Path(sys.argv[1]))
except InputError as error:
    print(error.message, "|", error.hint)
""",
        closed,
    )
    assert done.startswith(f"{closed}: cannot be read (Permission denied) | give yourself")
