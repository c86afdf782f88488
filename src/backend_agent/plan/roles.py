"""The layer of every path: as detected, as the facts say, or as the file it is made after."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from backend_agent.syntax.names import Swap, rename_identifier, swap_nouns
from backend_agent.syntax.nouns import read_noun
from backend_agent.values.application import Application
from backend_agent.values.stack import Component, LayerRole

ROLE_ORDER: tuple[LayerRole, ...] = (
    "models", "migrations", "schemas", "repositories", "services", "routes", "registration",
    "fixtures", "tests",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """`known` paths with their layer; `swaps` lead from a new resource's names to its exemplar's."""

    known: tuple[tuple[str, LayerRole], ...]
    swaps: tuple[Swap, ...] = ()

    def find(self, path: str) -> LayerRole | None:
        """The path's own layer, that of its counterpart, or the most frequent one of its folder."""
        known = dict(self.known)
        counterpart = "/".join(rename_identifier(part, self.swaps) for part in path.split("/"))
        found = known.get(path) or known.get(counterpart)
        if found:
            return found
        folder = path.rpartition("/")[0]
        beside = Counter(role for at, role in self.known if at.rpartition("/")[0] == folder)
        return beside.most_common(1)[0][0] if folder and beside else None

    def place(self, path: str) -> int:
        """Where the path stands in the order of work; unknown layers come before the tests."""
        role = self.find(path)
        return ROLE_ORDER.index(role) if role else ROLE_ORDER.index("fixtures")


def read_roles(
    component: Component, application: Application, resource: str = "", exemplar: str = ""
) -> Roles:
    """Detected layers first, then what the facts say of files that no layer holds."""
    known: dict[str, LayerRole] = {
        path: layer.role for layer in component.layers for path in layer.paths
    }
    for route in application.routes:
        known.setdefault(route.evidence.path, "routes")
    for model in application.models:
        known.setdefault(model.evidence.path, "models")
    for schema in application.schemas:
        known.setdefault(schema.evidence.path, "schemas")
    swaps = swap_nouns(read_noun(resource), read_noun(exemplar)) if resource and exemplar else ()
    return Roles(known=tuple(known.items()), swaps=swaps)
