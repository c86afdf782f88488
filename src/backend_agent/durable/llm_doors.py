"""Opens what a language model works with from a run's options: the model, its rights, its servers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backend_agent.catalog import Catalog
from backend_agent.desk import DeskDoors
from backend_agent.equip import find_definition, read_llms
from backend_agent.implement.agent.bench import Shell, Skills
from backend_agent.implement.agent.person import Person
from backend_agent.implement.agent.tools.kinds import ToolKind
from backend_agent.values.agent import AgentOptions
from backend_agent.values.definition import AgentDefinition
from backend_agent.values.errors import Refused
from backend_agent.values.run import RunRequest
from backend_agent.values.search import SearchCatalog
from backend_agent.world.environment import find_secrets
from backend_agent.world.llm import LLM, choose_llm, open_llm
from backend_agent.world.masking import mask_secrets
from backend_agent.world.telemetry import Tracing
from backend_agent.world.web import find_engine

if TYPE_CHECKING:
    from backend_agent.site import Site


def make_doors(
    request: RunRequest,
    person: Person | None,
    tracing: Tracing,
    site: Site,
    skills: Skills,
    shell: Shell,
) -> DeskDoors:
    """Raises Refused where no language model was chosen."""
    options = request.options.agent
    if not options.llm:
        raise Refused("no language model was chosen for this run", hint="--llm PROVIDER:NAME")
    secrets = find_secrets(os.environ)
    return DeskDoors(
        options=options,
        worktree=site.worktree,
        folder=site.folder,
        skills=skills,
        shell=shell,
        mask=lambda text: mask_secrets(text, secrets),
        open_llm=partial(_open_llm, options, site.catalog, tracing),
        open_servers=partial(_open_servers, options, site.folder / "servers.log"),
        definition=partial(_find_definition, options, Path(request.root)),
        engine=find_engine(site.catalog.documents(SearchCatalog)[0].value),
        standards=site.catalog.standards,
        person=person,
    )


def _open_llm(options: AgentOptions, catalog: Catalog, tracing: Tracing) -> LLM:
    chosen = choose_llm(options.llm, read_llms(catalog), url=options.url)
    return open_llm(chosen, tracing.instrument)


def _find_definition(options: AgentOptions, root: Path) -> AgentDefinition | None:
    return find_definition(root, options.agent) if options.agent else None


@contextmanager
def _open_servers(options: AgentOptions, log: Path) -> Iterator[tuple[ToolKind, ...]]:
    if not options.servers:
        yield ()
        return
    from backend_agent.implement.agent.tools.servers import open_tools

    with open_tools(options.servers, log) as tools:
        yield tools
