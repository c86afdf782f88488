"""The words by which a plain sentence is understood: what means a request, a name, a type."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.task import FieldType
from backend_agent.values.technology import TechnologyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWords:
    """Words that speak for a type. Of a field's words, `first` are its beginning, `last` its end,
    `anywhere` any of them; `named` are the type's own names, and `dropped` are markers: both say
    the type and are no part of the name ("a shipped flag" is `shipped:bool`)."""

    type: FieldType
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityWords:
    """A capability of the recipes and the phrases that mean it."""

    id: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Words of a task that speak of a kind of technology, so that what is there is looked at first."""

    kind: TechnologyKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """One language's words. `types` are tried in order; a field that none speaks for is `fallback`.

    A request is `politeness`, one of `verbs`, the subject with one of `nouns` (before it `naming`
    may stand), one of `joins`, and the fields between `separators`. `fillers` at the front of a
    phrase carry nothing; `typed_by` stands before a type's name. `breakers` are words that no list
    of fields holds: a sentence that asks for more must not be taken for one that asks for this.
    `scopes` may end a request for a capability. `ignored` carry no meaning in a search.
    """

    fallback: FieldType
    politeness: tuple[str, ...]
    verbs: tuple[str, ...]
    fillers: tuple[str, ...]
    nouns: tuple[str, ...]
    naming: tuple[str, ...]
    joins: tuple[str, ...]
    separators: tuple[str, ...]
    typed_by: tuple[str, ...]
    optional: tuple[str, ...]
    required: tuple[str, ...]
    unique: tuple[str, ...]
    breakers: tuple[str, ...]
    scopes: tuple[str, ...]
    ignored: tuple[str, ...]
    types: tuple[TypeWords, ...]
    capabilities: tuple[CapabilityWords, ...] = ()
    concerns: tuple[Concern, ...] = ()
