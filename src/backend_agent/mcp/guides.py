"""What a client may read beside the tools: the last report, the stack brief, and the five phases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend_agent.agents import PHASES, PhaseGuide
from backend_agent.mcp.place import Place
from backend_agent.values.errors import InputError
from backend_agent.world.files import read_file

MARKDOWN = "text/markdown"
REPORT = "report.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """One resource; `read` gives its Markdown. Raises BackendAgentError where there is none."""

    uri: str
    name: str
    about: str
    read: Callable[[Place], str]


def read_report(place: Place) -> str:
    """The newest report of this folder's runs."""
    for record in place.runs():
        path = Path(record.folder) / REPORT
        if path.is_file():
            return read_file(path).decode("utf-8", "replace")
    raise InputError("there is no report yet", hint="call verify or add_resource first")


def read_brief(place: Place) -> str:
    """The stack of the root, as AGENTS.md holds it."""
    import backend_agent as api

    return str(api.brief_text(api.detect_repository(place.root, packs=place.packs)))


READABLES = (
    Readable(
        uri="backend-agent://report/last",
        name="last report",
        about="What the last run or verification here found, with its evidence.",
        read=read_report,
    ),
    Readable(
        uri="backend-agent://stack",
        name="stack brief",
        about="What this repository is, how it runs and what to copy.",
        read=read_brief,
    ),
)


def prompt_text(guide: PhaseGuide, task: str) -> str:
    """One phase as an instruction; `task` is the user's, "" where none was given."""
    lines = [f"{guide.phase.capitalize()}: {guide.purpose}."]
    if task:
        lines += ["", f"The task: {task}"]
    lines += ["", f"Use the tools of backend-agent (as a command: `{guide.command}`)."]
    lines += [f"- {step}" for step in guide.steps]
    return "\n".join(lines)


def find_prompt(name: str) -> PhaseGuide:
    for guide in PHASES:
        if guide.phase == name:
            return guide
    names = ", ".join(guide.phase for guide in PHASES)
    raise InputError(f"{name}: no such prompt", hint=f"there are: {names}")
