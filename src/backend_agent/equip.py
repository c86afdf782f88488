"""From flags, settings and a definition to the options of a language model's work; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from backend_agent.agents import find_definitions
from backend_agent.agents.servers import read_servers
from backend_agent.agents.settings import Settings, read_own_settings, read_repository_settings
from backend_agent.catalog import OUR_DATA, Catalog, load_catalog
from backend_agent.implement.agent.permission import read_rule
from backend_agent.values.agent import AgentOptions, Budget, Mode, Rule, Server
from backend_agent.values.definition import AgentDefinition
from backend_agent.values.errors import InputError
from backend_agent.values.llm import LLMCatalog
from backend_agent.world.folders import cache_home, settings_file
from backend_agent.world.llm import choose_llm, find_default
from backend_agent.world.workspace import open_workspace

NO_LLM = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked for by hand; what is None or empty comes from settings, else from defaults."""

    llm: str = ""
    llm_url: str = ""
    agent: str = ""
    mode: str | None = None
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    max_cost: float | None = None
    max_tokens: int | None = None
    max_minutes: float | None = None
    max_tool_calls: int | None = None
    context_tokens: int = 0
    mcp_config: Path | None = None


def equip_run(path: Path, wishes: Wishes, *, packs: tuple[Path, ...] = ()) -> AgentOptions:
    """How a language model works in the repository that `path` lies in; without one where none was asked
    for and the default has no key. Raises InputError, ToolMissing for wishes that cannot be met."""
    workspace = open_workspace(path)
    root = workspace.top or workspace.root
    theirs, own = read_repository_settings(root), read_own_settings(settings_file())
    name = wishes.agent or own.agent or theirs.agent
    definition = find_definition(root, name) if name else None
    asked = wishes.llm or own.llm or theirs.llm
    url = wishes.llm_url or own.llm_url
    if asked == NO_LLM:
        return AgentOptions()
    if not asked and definition is not None:
        asked = definition.model
    known = read_llms(load_catalog(packs, cache_home()))
    by_hand = bool(asked or url or name)
    chosen = choose_llm(asked, known, url=url) if by_hand else find_default(known)
    return AgentOptions(
        llm=str(chosen) if chosen else "",
        url=url,
        agent=name,
        mode=_read_mode(wishes.mode or own.mode),
        allow=_read_rules(wishes.allow, own.allow),
        deny=_read_rules(wishes.deny, own.deny, theirs.deny),
        hooks=(*own.hooks, *theirs.hooks),
        servers=_find_servers(wishes, own),
        budget=_choose_budget(wishes, own, theirs),
        context=wishes.context_tokens,
    )


def find_definition(root: Path, name: str) -> AgentDefinition:
    """The definition of that name, or in that file. Raises InputError."""
    named = (Path(name),) if name.endswith(".md") else ()
    found = find_definitions(root, home=Path.home(), named=named, package=OUR_DATA / "agents")
    if named and found.definitions and found.definitions[0].scope == "file":
        return found.definitions[0]
    for definition in found.definitions:
        if definition.name == name:
            return definition
    broken = next((f"; broken: {fault}" for fault in found.faults if name in fault.path), "")
    known = ", ".join(each.name for each in found.definitions) or "none"
    raise InputError(f"{name}: no such agent is defined{broken}", hint=f"there are: {known}")


def read_llms(catalog: Catalog) -> LLMCatalog:
    return catalog.documents(LLMCatalog)[0].value


def _read_mode(text: str) -> Mode:
    if text and text not in get_args(Mode):
        raise InputError(f"{text}: no such mode", hint=f"one of {', '.join(get_args(Mode))}")
    return cast(Mode, text or "edit")


def _read_rules(*lists: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(read_rule(text) for each in lists for text in each)


def _find_servers(wishes: Wishes, own: Settings) -> tuple[Server, ...]:
    path = wishes.mcp_config or (Path(own.mcp_config).expanduser() if own.mcp_config else None)
    return read_servers(path) if path else ()


def _choose_budget(wishes: Wishes, own: Settings, theirs: Settings) -> Budget:
    """By hand, else one's own; a repository can only make a limit smaller."""
    usual = Budget()
    cost = _limit(wishes.max_cost, own.max_cost, theirs.max_cost, usual.cost)
    tokens = _limit(wishes.max_tokens, own.max_tokens, theirs.max_tokens, usual.tokens)
    minutes = _limit(wishes.max_minutes, own.max_minutes, theirs.max_minutes, usual.minutes)
    calls = _limit(
        wishes.max_tool_calls, own.max_tool_calls, theirs.max_tool_calls, usual.tool_calls
    )
    return Budget(cost=cost, tokens=int(tokens), minutes=minutes, tool_calls=int(calls))


def _limit(by_hand: float | None, own: float | None, theirs: float | None, usual: float) -> float:
    if by_hand is not None:
        return by_hand
    mine = usual if own is None else own
    if not theirs:
        return mine
    return min(mine, theirs) if mine else theirs
