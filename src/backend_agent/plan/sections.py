"""The nine sections of a plan: each filled, or empty with the reason."""

from __future__ import annotations

from collections.abc import Callable

from backend_agent.plan.edge_cases import list_edge_cases
from backend_agent.plan.error_cases import list_errors
from backend_agent.plan.risks import list_compatibility, list_security
from backend_agent.plan.situation import Situation
from backend_agent.plan.work_items import (
    list_architecture,
    list_dependencies,
    list_files,
    list_migrations,
    list_sub_tasks,
)
from backend_agent.values.plan import Section, SectionId


def _edge_cases(situation: Situation) -> tuple[str, ...]:
    resource = situation.resource
    return list_edge_cases(resource, situation.proposal.routes_added) if resource else ()


BUILDERS: tuple[tuple[SectionId, Callable[[Situation], tuple[str, ...]], str], ...] = (
    ("sub-tasks", list_sub_tasks, "no file changes"),
    ("files", list_files, "no file changes"),
    ("dependencies", list_dependencies, "no package of the catalog was seen, and none is added"),
    ("edge-cases", _edge_cases, "no field is added that a client could fill"),
    ("errors", list_errors, "no proposed line answers with an error"),
    ("migrations", list_migrations, "no table and no column changes"),
    ("compatibility", list_compatibility, "no route and no existing file changes"),
    ("security", list_security, "no route and no field is added"),
    ("architecture", list_architecture, "the component was not examined"),
)
"""Id, writer and the reason given where the writer finds nothing; in the order of a plan."""


def fill_sections(situation: Situation) -> tuple[Section, ...]:
    """One section of each id. When everything is there already, that is every section's reason."""
    proposal = situation.proposal
    if proposal.already and not proposal.changes:
        more = f" and {len(proposal.already) - 3} more" if len(proposal.already) > 3 else ""
        reason = f"everything asked for is there already: {', '.join(proposal.already[:3])}{more}"
        return tuple(Section(id=id_, none_because=reason) for id_, _, _ in BUILDERS)
    if proposal.refusals and not proposal.changes:
        first = proposal.refusals[0]
        refused = f"nothing is changed: {first.subject}: {first.reason}"
        return tuple(_fill(id_, write(situation), refused) for id_, write, _ in BUILDERS)
    return tuple(_fill(id_, write(situation), reason) for id_, write, reason in BUILDERS)


def _fill(id_: SectionId, items: tuple[str, ...], reason: str) -> Section:
    return Section(id=id_, items=items) if items else Section(id=id_, none_because=reason)
