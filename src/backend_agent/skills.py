"""Our own engines as a language model may ask them: each answer is text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields

from backend_agent.catalog import Catalog
from backend_agent.catalog.advise import advise_technology
from backend_agent.implement.agent.failures import list_failures, tell_failures
from backend_agent.plan import parse_resource
from backend_agent.values.changes import ChangeSet
from backend_agent.values.errors import InputError
from backend_agent.values.stack import SimilarFiles
from backend_agent.values.task import AddResource, Operation
from backend_agent.values.verification import Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSkills:
    """`brief` describes the worktree as it is; `propose` and `verify` as the site has them."""

    catalog: Catalog
    brief: Callable[[], str]
    similar: tuple[SimilarFiles, ...]
    propose: Callable[[Operation, ChangeSet], ChangeSet]
    verify_changes: Callable[[ChangeSet], Verification]

    def detect(self) -> str:
        return self.brief()

    def similar_files(self, resource: str) -> str:
        """Raises InputError for a resource that is not there."""
        found = [each for each in self.similar if resource.lower() in ("", each.resource.lower())]
        if not found:
            known = ", ".join(each.resource for each in self.similar) or "none"
            raise InputError(f"{resource}: no such resource here", hint=f"there are: {known}")
        lines = []
        for each in found[:3]:
            lines.append(f"{each.resource} ({'; '.join(each.reasons)})")
            lines += [f"- {layer.role}: {', '.join(layer.paths)}" for layer in each.layers]
        return "\n".join(lines)

    def standards(self, area: str, ids: tuple[str, ...]) -> str:
        """Rows by area and id; without either the areas. Raises InputError where none fits."""
        every = self.catalog.standards
        counts = Counter(standard.area for standard in every)
        areas = ", ".join(f"{name} ({count})" for name, count in counts.items())
        if not area and not ids:
            return areas
        wanted = {each.upper() for each in ids}
        rows = [
            each
            for each in every
            if (not wanted or each.id in wanted)
            and (not area or area.lower() in (each.area.lower(), each.id.partition("-")[0].lower()))
        ]
        if not rows:
            raise InputError("no standard fits", hint=f"areas: {areas}")
        return "\n".join(f"{each.id} ({each.level}): {each.statement}" for each in rows)

    def technology_advice(self, name: str) -> str:
        """Raises InputError for one that is not known."""
        advice = advise_technology(self.catalog, name)
        told = ((field.name, getattr(advice, field.name)) for field in fields(advice))
        return "\n".join(f"{key}: {value}" for key, value in told if value)

    def verify(self, changes: ChangeSet) -> str:
        made = self.verify_changes(changes)
        return "\n".join((made.headline, *([tell_failures(made)] if list_failures(made) else ())))

    def add_resource(self, words: tuple[str, ...]) -> Operation:
        """Raises InputError for fields that cannot be read."""
        return AddResource(resource=parse_resource(words))
