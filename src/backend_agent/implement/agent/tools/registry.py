"""Every tool of a conversation in one table; one is there only when what it needs is there."""

from __future__ import annotations

from backend_agent.implement.agent.tools import files, own, planning, search, shell, web
from backend_agent.implement.agent.tools.kinds import Effect, Registry, ToolKind
from backend_agent.implement.agent.tools.web import FetchPage, SearchWeb
from backend_agent.values.errors import BackendAgentError
from backend_agent.world.web import SearchEngine

PROPOSE, AMEND, UPDATE, FINISH = "propose_plan", "amend_plan", "update_plan", "finish"
DELEGATE = "Agent"


def _unreachable(*_: object) -> object:
    raise BackendAgentError("a tool of planning is answered by the loop")


def _plans(name: str, takes: type, purpose: str) -> ToolKind:
    return ToolKind(
        name=name,
        purpose=purpose,
        takes=takes,
        effect="plans",
        call=_unreachable,  # type: ignore[arg-type]
    )


def _path(given: object) -> str:
    return str(getattr(given, "file_path", "")).removeprefix("./")


def list_tools(engine: SearchEngine | None) -> tuple[ToolKind, ...]:
    """All tools, in an order that never changes, so that what a provider has cached stays good."""
    tools = (*PLANNING, *FILES, *SHELL, *OWN, FETCH)
    return tools if engine is None else (*tools, web.search_with(engine))


def register(tools: tuple[ToolKind, ...]) -> Registry:
    return {tool.name: tool for tool in tools}


PLANNING = (
    _plans(
        PROPOSE,
        planning.ProposePlan,
        "Say what will be changed. Before it nothing can be written or run.",
    ),
    _plans(AMEND, planning.AmendPlan, "Add a file to the plan, with the reason."),
    _plans(UPDATE, planning.UpdatePlan, "Set the state of a step of the plan."),
    _plans(
        FINISH,
        planning.Finish,
        "End the work. The checks run afterwards; what they say decides, not the summary.",
    ),
)
FILES = (
    ToolKind(
        name="Read",
        purpose="Read a file with line numbers, or list a folder.",
        takes=files.ReadFile,
        effect="reads",
        call=files.read_tool,
        subject=_path,
    ),
    ToolKind(
        name="Edit",
        purpose="Replace lines of a file. old_string must fit exactly one place.",
        takes=files.EditFile,
        effect="writes",
        call=files.edit_tool,
        subject=_path,
        foresee=files.foresee_edit,
    ),
    ToolKind(
        name="Write",
        purpose="Write a whole file; for a new one, or where nearly every line changes.",
        takes=files.WriteFile,
        effect="writes",
        call=files.write_tool,
        subject=_path,
        foresee=files.foresee_file,
    ),
    ToolKind(
        name="Glob",
        purpose="Find files by name; what git ignores is left out.",
        takes=search.GlobFiles,
        effect="reads",
        call=search.glob_tool,
    ),
    ToolKind(
        name="Grep",
        purpose="Find lines by a regular expression; what git ignores is left out.",
        takes=search.GrepFiles,
        effect="reads",
        call=search.grep_tool,
    ),
)
SHELL = (
    ToolKind(
        name="Bash",
        purpose="Run a command in the sandbox: this repository is writable, there is no network.",
        takes=shell.RunCommand,
        effect="runs",
        call=shell.bash_tool,
        subject=lambda given: given.command,
    ),
    ToolKind(
        name="BashOutput",
        purpose="What a command in the background has written.",
        takes=shell.ReadOutput,
        effect="reads",
        call=shell.output_tool,
    ),
    ToolKind(
        name="KillShell",
        purpose="End a command in the background.",
        takes=shell.EndCommand,
        effect="reads",
        call=shell.kill_tool,
    ),
)
OWN = (
    ToolKind(
        name=DELEGATE,
        purpose="Have one question answered that needs much reading; only its answer is kept.",
        takes=own.Question,
        effect="reads",
        call=own.agent_tool,
    ),
    ToolKind(
        name="detect",
        purpose="Stack, layers, habits and commands of this repository, with evidence.",
        takes=own.Nothing,
        effect="reads",
        call=own.detect_tool,
    ),
    ToolKind(
        name="similar_files",
        purpose="The repository's own best examples of a resource, by layer.",
        takes=own.Similar,
        effect="reads",
        call=own.similar_tool,
    ),
    ToolKind(
        name="standards",
        purpose="What good looks like, by area or id; without either the areas.",
        takes=own.Rows,
        effect="reads",
        call=own.standards_tool,
    ),
    ToolKind(
        name="technology_advice",
        purpose="Whether a technology is still made, its verified version, what to know.",
        takes=own.Named,
        effect="reads",
        call=own.advice_tool,
    ),
    ToolKind(
        name="add_resource",
        purpose="Write a resource as this repository writes its own: exact, without a word of yours.",
        takes=own.NewResource,
        effect="writes",
        call=own.resource_tool,
    ),
    ToolKind(
        name="add_field",
        purpose="Add fields to a resource wherever it lists its own: table, schemas, tests, migration.",
        takes=own.NewFields,
        effect="writes",
        call=own.field_tool,
    ),
    ToolKind(
        name="remove_resource",
        purpose="Take a resource out whole; what others use is refused.",
        takes=own.OldResource,
        effect="writes",
        call=own.remove_resource_tool,
    ),
    ToolKind(
        name="remove_field",
        purpose="Take fields out wherever they are listed; what more uses them is refused.",
        takes=own.OldFields,
        effect="writes",
        call=own.remove_field_tool,
    ),
    ToolKind(
        name="add_capability",
        purpose="Add a capability by recipe.",
        takes=own.NewCapability,
        effect="writes",
        call=own.capability_tool,
    ),
    ToolKind(
        name="review",
        purpose="The static rules on the lines that were changed so far; runs nothing.",
        takes=own.Nothing,
        effect="reads",
        call=own.review_tool,
    ),
    ToolKind(
        name="probe",
        purpose="Start the service from a copy and ask it: status codes, access, limits, faults.",
        takes=own.Questions,
        effect="runs",
        call=own.probe_tool,
    ),
    ToolKind(
        name="verify",
        purpose="Run all checks on the change as it is. They run again after finish.",
        takes=own.Nothing,
        effect="runs",
        call=own.verify_tool,
    ),
)
FETCH = ToolKind(
    name="WebFetch",
    purpose="Read a public web page as Markdown.",
    takes=FetchPage,
    effect="fetches",
    call=web.fetch_tool,
    subject=lambda given: given.url,
)
__all__ = [
    "AMEND",
    "DELEGATE",
    "FINISH",
    "PROPOSE",
    "UPDATE",
    "Effect",
    "SearchWeb",
    "list_tools",
    "register",
]
