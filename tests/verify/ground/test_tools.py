"""A package manager that the machine lacks is got in the release that the project names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from backend_agent.values.ground_format import ToolProvision, ToolVersion
from backend_agent.values.process import Completed, Invocation
from backend_agent.verify.ground.tools import Tool, provide_tool
from backend_agent.world.scripted import FakeRunner
from backend_agent.world.tree import MemoryTree

FORM = ToolProvision(
    program="packmule",
    argv=("python3", "-m", "fetch", "--prefix", "{prefix}", "{spec}"),
    folder="bin",
    versions=(
        ToolVersion(
            file="package.json", pattern=r'"packageManager": "(packmule@[\d.]+)', spec="{0}"
        ),
        ToolVersion(file="mule.lock", pattern=r"version: (\d)", spec="packmule@{0}"),
    ),
)
PATH = (("PATH", "/usr/bin:/bin"),)


def fetch(caches: Path, name: str = "packmule") -> Callable[[Invocation], Completed]:
    """An installer that leaves one program below the prefix it is given."""

    def run(invocation: Invocation) -> Completed:
        program = Path(invocation.argv[4]) / "bin" / name
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        return Completed(argv=invocation.argv, exit_code=0)

    return run


def provide(tmp_path: Path, runner: FakeRunner, **files: str) -> Tool:
    tree = MemoryTree({path.replace("__", "."): text.encode() for path, text in files.items()})
    return provide_tool(FORM, tree, ("",), runner, tmp_path, PATH)


def test_the_release_that_the_manifest_pins_wins_over_the_lock_files(tmp_path: Path) -> None:
    runner = FakeRunner({("python3",): fetch(tmp_path)})
    manifest = '{"packageManager": "packmule@10.14.0"}'
    tool = provide(tmp_path, runner, package__json=manifest, mule__lock="version: 9")
    assert tool.folder == f"{tmp_path}/tools/packmule_10.14.0/bin"
    assert tool.note == "packmule@10.14.0 was installed for this run, the machine has none"
    assert runner.invocations[0].argv[-1] == "packmule@10.14.0"
    assert runner.invocations[0].profile == "install"


def test_the_second_run_finds_it_in_the_cache(tmp_path: Path) -> None:
    runner = FakeRunner({("python3",): fetch(tmp_path)})
    first = provide(tmp_path, runner, mule__lock="version: 9")
    again = provide(tmp_path, runner, mule__lock="version: 9")
    assert again.folder == first.folder
    assert again.note == ""
    assert len(runner.invocations) == 1


def test_what_cannot_be_had_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    failed = Completed(argv=(), exit_code=1, errors="404 no such release\n")
    tool = provide(tmp_path, FakeRunner({("python3",): failed}), mule__lock="version: 9")
    assert tool.trouble == (
        "packmule is not installed, and packmule@9 could not be: 404 no such release"
    )
    assert not list((tmp_path / "tools").iterdir())


def test_an_installer_that_leaves_another_program_has_not_provided_this_one(tmp_path: Path) -> None:
    runner = FakeRunner({("python3",): fetch(tmp_path, "packpony")})
    tool = provide(tmp_path, runner, mule__lock="version: 9")
    assert "the program was not in what was installed" in tool.trouble
    assert tool.folder == ""


def test_a_tool_of_the_machine_is_taken_as_it_is(tmp_path: Path) -> None:
    runner = FakeRunner({})
    form = ToolProvision(program="sh", argv=FORM.argv, folder="bin", versions=FORM.versions)
    assert provide_tool(form, MemoryTree({}), ("",), runner, tmp_path, PATH) == Tool()
    assert runner.invocations == []
