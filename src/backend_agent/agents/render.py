"""Writes our own definition for other programs, from the phases and the standards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from backend_agent.agents.phases import PHASES, PhaseGuide
from backend_agent.values.standard import Standard

NAME = "backend-agent"
DESCRIPTION = (
    "Senior backend engineer for APIs, services, databases, migrations, jobs and their security."
    " Use proactively for every change to a backend."
)
# Its own server last: a list of tools keeps out what it does not name.
TOOLS = (
    "Read",
    "Edit",
    "Write",
    "Bash",
    "Glob",
    "Grep",
    "WebSearch",
    "WebFetch",
    "mcp__backend-agent__*",
)
MODEL = "sonnet"
OPENING = (
    "You change backends the way their own authors would, and you prove each change by really"
    " running it. The program `backend-agent` gives you exact facts, writes changes by analogy and"
    " judges them; where its MCP tools are connected, use them in place of the commands."
)
STANDARDS = (
    "What good looks like. Every row that the change touches is met, or you say why not. Where the"
    " repository has a convention of its own, it wins over a row marked ◇; correctness and security"
    " do not bend."
)


def render_definition(standards: Iterable[Standard]) -> str:
    """Markdown with YAML front matter: the workflow, then every `must` of the standards by area.

    The `should` rows are left to the report, which holds all of them: an agent reads this whole text
    before each task.
    """
    lines = [
        "---",
        f"name: {NAME}",
        f"description: {DESCRIPTION}",
        f"tools: {', '.join(TOOLS)}",
        f"model: {MODEL}",
        "---",
        "",
        OPENING,
        "",
        "## Workflow",
    ]
    for number, guide in enumerate(PHASES, 1):
        lines += ["", *_show_phase(number, guide)]
    lines += ["", "## Standards", "", STANDARDS]
    musts = [standard for standard in standards if standard.level == "must"]
    for area, rows in groupby(musts, key=lambda standard: standard.area):
        lines += ["", f"### {area}", ""]
        lines += [f"- {row.id}{' ◇' * row.house} {row.statement}" for row in rows]
    return "\n".join(lines) + "\n"


def _show_phase(number: int, guide: PhaseGuide) -> Iterator[str]:
    yield f"{number}. **{guide.phase.capitalize()}** — {guide.purpose}: `{guide.command}`"
    for step in guide.steps:
        yield f"   - {step}"
