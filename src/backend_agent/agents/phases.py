"""The five phases as another agent is told to work through them with this program."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.event import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseGuide:
    """One phase: what it is for, the command that does it, and what is expected of the agent."""

    phase: Phase
    purpose: str
    command: str
    steps: tuple[str, ...]


PHASES = (
    PhaseGuide(
        phase="detect",
        purpose="know the stack, its habits and its similar files before a word is written",
        command="backend-agent detect",
        steps=(
            "Read what it calls similar, and AGENTS.md or CLAUDE.md: the repository's own way wins.",
            "Use the packages, names and layers that are there; add no second way to do one thing.",
        ),
    ),
    PhaseGuide(
        phase="plan",
        purpose="list every file, edge case, error, migration and risk before the change",
        command='backend-agent plan "TASK"',
        steps=(
            "A change of one file needs no plan; any other has each section filled, or the reason.",
            "Where the task can be read in two ways that differ in the result, ask.",
        ),
    ),
    PhaseGuide(
        phase="implement",
        purpose="write the change the way this repository would have written it",
        command="backend-agent add resource NAME FIELD:TYPE…  |  "
        "backend-agent add field RESOURCE FIELD:TYPE…  |  backend-agent add capability NAME",
        steps=(
            "Let the program write what it can; your files change with `backend-agent runs apply`.",
            "Write the rest yourself, by the similar files; what was refused comes with its reason.",
            "Change only what was asked.",
        ),
    ),
    PhaseGuide(
        phase="verify",
        purpose="prove it by really running formatter, linter, types, tests, migrations and build",
        command="backend-agent verify",
        steps=(
            "Repair what is red and run it again; after three rounds stop and say what still fails.",
            "New behaviour has a test that fails without the change.",
        ),
    ),
    PhaseGuide(
        phase="deliver",
        purpose="hand over what a person needs to merge it",
        command="backend-agent runs show last",
        steps=(
            "Say what changed and why, migrations, environment variables, what remains, next steps.",
            "Repeat the first line of the verdict word for word.",
            "Never say that a check passed which did not run.",
        ),
    ),
)
