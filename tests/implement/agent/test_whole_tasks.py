"""Every scenario from the command line to its report: the outcome is right, and no report says more."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from backend_agent.cli.door import main
from tests.conftest import MakeRepository, run_git
from tests.implement.agent.scenario import SHOP, TASK, Scenario, read_scenarios
from tests.live.scripted_api import Turn, serve_script

pytestmark = [pytest.mark.live, pytest.mark.needs("git", "uv")]

PRIVATE_KEY = "PRIVATE-KEY-OF-ADA"
PROVIDERS = {
    "anthropic": ("anthropic:claude-sonnet-5-5", ""),
    "openai": ("openai:scripted", "/v1"),
    "google": ("google:gemini-3-pro-preview", ""),
    "bedrock": ("bedrock:anthropic.claude-sonnet-4-5-20250929-v1:0", ""),
}
# Bedrock is found through its own client's settings; an address by hand is none of ours.
BEDROCK = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "eu-north-1",
}
KEYS = ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY")


@pytest.fixture(scope="module")
def agent_home() -> Iterator[Path]:
    """The runs and the caches of all scenarios; environments are made once."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="agent-") as folder:
        yield Path(folder)


@pytest.fixture
def ada(monkeypatch: pytest.MonkeyPatch, agent_home: Path) -> Iterator[Path]:
    """The home of somebody with a key; outside of the folder that is private within the sandbox."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="ada-") as folder:
        home = Path(folder)
        (home / ".ssh").mkdir()
        (home / ".ssh/id_ed25519").write_text(PRIVATE_KEY)
        (home / ".bashrc").write_text("# mine\n")
        monkeypatch.setenv("HOME", folder)
        monkeypatch.setenv("BACKEND_AGENT_HOME", str(agent_home))
        for name in KEYS:
            monkeypatch.delenv(name, raising=False)
        yield home


@dataclass(slots=True)
class Performance:
    """Plays the beats of a scenario in order, and keeps what was not heard as it should have been."""

    scenario: Scenario
    faults: list[str] = field(default_factory=list)
    at: int = 0

    def __call__(self, told: str) -> Turn:
        beats = self.scenario.beats
        beat = beats[min(self.at, len(beats) - 1)]
        if self.at >= len(beats) and not beat.forever:
            self.faults.append(f"asked once more than the script has: {told[-600:]}")
        plain = json.loads(told)
        last = json.dumps(plain["messages"][-1], ensure_ascii=False)
        whole = json.dumps(plain, ensure_ascii=False)
        if beat.heard and beat.heard not in last.replace("\\t", "\t"):
            self.faults.append(f"turn {self.at}: {beat.heard!r} not heard in {last[-1500:]}")
        if beat.heard_system and beat.heard_system not in whole:
            self.faults.append(f"turn {self.at}: {beat.heard_system!r} not among the first words")
        if beat.unheard and beat.unheard in whole:
            self.faults.append(f"turn {self.at}: {beat.unheard!r} was heard")
        self.at += 1
        return beat.turn


def arguments(scenario: Scenario, address: str, root: Path) -> list[str]:
    llm, path = PROVIDERS[scenario.wire]
    given = ["-C", str(root), "run", TASK]
    if scenario.llm and "--llm" not in scenario.args:
        given += ["--llm", llm]
    if scenario.llm and scenario.key and scenario.wire != "bedrock":
        given += ["--llm-url", f"{address}{path}"]
    return [*given, *scenario.args]


def read_report(agent_home: Path, root: Path) -> tuple[dict[str, Any], str]:
    """The JSON report of the run on that repository, and all of its reports as one text."""
    (folder,) = [
        record.parent
        for record in (agent_home / "runs").glob("*/run.json")
        if json.loads(record.read_text("utf-8"))["repository"] == str(root)
    ]
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("report.*"))]
    assert len(texts) == 3
    return json.loads((folder / "report.json").read_text("utf-8")), "\n".join(texts)


@pytest.mark.parametrize("name", [scenario.name for scenario in read_scenarios()])
def test_a_scenario_comes_out_as_written_down(
    name: str,
    repo: MakeRepository,
    ada: Path,
    agent_home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[str] = []

    def sink(told: str) -> Turn:
        heard.append(told)
        return Turn(text="thank you")

    with serve_script(sink) as (sink_address, _):
        words = {"home": str(ada), "agent": str(agent_home), "sink": sink_address}
        scenario = next(each for each in read_scenarios(words) if each.name == name)
        root = repo({**SHOP, **scenario.files})
        for path, target in scenario.links.items():
            (root / path).symlink_to(target)
        if scenario.links:
            run_git(root, "add", "-A")
            run_git(root, "commit", "-qm", "Links")
        before = run_git(root, "status", "--porcelain", "--ignored")
        performance = Performance(scenario)
        with serve_script(performance) as (address, requests):
            if scenario.wire == "bedrock":
                for variable, value in BEDROCK.items():
                    monkeypatch.setenv(variable, value)
                monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", address)
            code = main(arguments(scenario, address, root))
    told = capsys.readouterr()

    assert not performance.faults, "\n".join(performance.faults)
    expect = scenario.expect
    assert code == expect.exit, told.err + told.out
    assert expect.message in told.err
    if expect.error:
        assert f"errors.md#{expect.error}" in told.err
    if expect.asked is not None:
        assert len(requests) == expect.asked
    if expect.asked_at_most:
        assert len(requests) <= expect.asked_at_most
    if expect.changed is not None:
        judge_report(scenario, agent_home, root)
    assert run_git(root, "status", "--porcelain", "--ignored") == before
    judge_surroundings(ada, agent_home, heard)


def judge_report(scenario: Scenario, agent_home: Path, root: Path) -> None:
    expect = scenario.expect
    report, text = read_report(agent_home, root)
    if expect.verdict:
        assert report["verdict"] == expect.verdict, report["headline"]
    assert not expect.not_verdict or report["verdict"] != expect.not_verdict
    assert expect.headline in report["headline"]
    assert tuple(sorted(file["path"] for file in report["files"])) == expect.changed
    for words in expect.unsaid:
        assert words not in text
    for path, count in expect.lines.items():
        content = run_git(root, "show", f"{report['branch']}:{path}")
        assert content.count("\n") == count, content


def judge_surroundings(home: Path, agent_home: Path, heard: list[str]) -> None:
    """Nothing was written outside of the worktree, and nothing was sent."""
    assert heard == []
    assert (home / ".bashrc").read_text() == "# mine\n"
    assert (home / ".ssh/id_ed25519").read_text() == PRIVATE_KEY
    names = {path.name for path in home.iterdir()}
    assert names <= {".ssh", ".bashrc", ".cache", ".local", ".config"}
    assert not Path("/etc/owned").exists()
    assert not (agent_home / "runs/x").exists()
    for transcript in (agent_home / "runs").glob("*/transcript.jsonl"):
        assert PRIVATE_KEY not in transcript.read_text("utf-8")


def test_injections_are_held_by_the_strongest_sandbox() -> None:
    from backend_agent.world.sandbox import probe_level

    if os.environ.get("REQUIRE_LIVE") == "1":
        assert probe_level() == "bubblewrap"
    elif probe_level() != "bubblewrap":
        pytest.skip("not installed: bwrap")
