"""Our own engines as a language model may ask them: each answer is text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields

from backend_agent.catalog import Catalog
from backend_agent.catalog.advise import advise_technology
from backend_agent.implement.agent.failures import list_failures, tell_failures
from backend_agent.plan import parse_fields, parse_resource
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet
from backend_agent.values.errors import InputError
from backend_agent.values.probe import ProbeReport
from backend_agent.values.stack import SimilarFiles
from backend_agent.values.task import AddField, AddResource, Operation
from backend_agent.values.verification import Verification
from backend_agent.verify.review import review_change


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSkills:
    """`brief` describes the worktree as it is; the other functions as the site has them."""

    catalog: Catalog
    brief: Callable[[], str]
    similar: tuple[SimilarFiles, ...]
    propose: Callable[[Operation, ChangeSet], ChangeSet]
    read_after: Callable[[], Application]
    probe_tree: Callable[[tuple[str, ...]], ProbeReport]
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

    def review(self, changes: ChangeSet) -> str:
        outcome = review_change(changes.changes, self.read_after(), self.catalog).outcome
        new = outcome.new_findings
        told = [f"{each.path}:{each.line}: {each.severity}: {each.message}" for each in new]
        return "\n".join((f"{outcome.title}: {outcome.status} {outcome.reason}".rstrip(), *told))

    def probe(self, only: tuple[str, ...]) -> str:
        """What failed with its reason, what could not be known, and how much was asked. Raises as the
        probe does."""
        report = self.probe_tree(only)
        if report.blocked:
            return "\n".join((f"nothing could be asked: {report.blocked}", *report.notes))
        counts = Counter(answer.ruling for answer in report.answers)
        told = [f"{len(report.surface.operations)} operations, {report.requests} requests"]
        told.append(", ".join(f"{count} {ruling}" for ruling, count in sorted(counts.items())))
        for ruling in ("fail", "unknown"):
            told += [
                f"{ruling}: {each.check} ({each.tier}) {each.title}: {each.reason}"
                for each in report.answers
                if each.ruling == ruling
            ]
        return "\n".join(told)

    def verify(self, changes: ChangeSet) -> str:
        made = self.verify_changes(changes)
        return "\n".join((made.headline, *([tell_failures(made)] if list_failures(made) else ())))

    def add_resource(self, words: tuple[str, ...]) -> Operation:
        """Raises InputError for fields that cannot be read."""
        return AddResource(resource=parse_resource(words))

    def add_field(self, words: tuple[str, ...]) -> Operation:
        """Raises InputError for fields that cannot be read."""
        resource, added = parse_fields(words)
        return AddField(resource=resource, fields=added)
