"""What is known of a value while code is followed: what it carries, which constants it may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

Constant = str | int | float | bool | None
Key = str | int
Scope = dict[str, "Carried"]
# More possibilities than these are no knowledge.
MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """`flows` has a bit for every flow whose source is in the value; `constants` are all that it may
    be (None = not known), `parts` its elements by key where it was put together in sight; `text` says
    that text was put together, `head` its constant beginning; `passed` names the calls that it
    went through, `roots` the variables that it comes from."""

    flows: int = 0
    constants: frozenset[Constant] | None = None
    parts: Mapping[Key, Carried] | None = None
    text: bool = False
    head: str = ""
    passed: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()

    @property
    def all_flows(self) -> int:
        """Its own and those of its parts."""
        found = self.flows
        for part in (self.parts or {}).values():
            found |= part.all_flows
        return found

    def without(self, flows: int) -> Carried:
        """The same, cleaned of some flows."""
        parts = self.parts and {key: part.without(flows) for key, part in self.parts.items()}
        return replace(self, flows=self.flows & ~flows, parts=parts)


UNKNOWN = Carried()


def constant(value: Constant) -> Carried:
    head = value if isinstance(value, str) else ""
    return Carried(constants=frozenset((value,)), text=isinstance(value, str), head=head)


def one_of(values: Iterable[Constant]) -> Carried:
    """A value of several possibilities, unknown where they are too many."""
    found = frozenset(values)
    if not found or len(found) > MOST:
        return UNKNOWN
    return Carried(constants=found, text=any(isinstance(each, str) for each in found))


def mix(values: Iterable[Carried]) -> Carried:
    """A value made of all of these, of which nothing else is known."""
    flows, text = 0, False
    passed: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()
    for each in values:
        flows |= each.all_flows
        text = text or each.text
        passed |= each.passed
        roots |= each.roots
    return Carried(flows=flows, text=text, passed=passed, roots=roots)


def either(left: Carried, right: Carried) -> Carried:
    """The value after two ways met."""
    if left == right:
        return left
    constants = None
    if left.constants is not None and right.constants is not None:
        constants = left.constants | right.constants
        constants = constants if len(constants) <= MOST else None
    parts = None
    if left.parts is not None and right.parts is not None:
        keys = dict.fromkeys((*left.parts, *right.parts))
        parts = {
            key: either(left.parts.get(key, UNKNOWN), right.parts.get(key, UNKNOWN)) for key in keys
        }
    mixed = mix((left, right))
    own = left.flows | right.flows if parts is not None else mixed.flows
    head = left.head if left.head == right.head else ""
    # An empty beginning on one way makes no text of what is read on the other.
    text = (left.text and right.text) or any(x.text and x.all_flows for x in (left, right))
    return replace(mixed, flows=own, constants=constants, parts=parts, head=head, text=text)


def any_of(values: Sequence[Carried]) -> Carried:
    """The value after all of these ways met; unknown where there is none."""
    return reduce(either, values) if values else UNKNOWN


def meet(scopes: Iterable[Scope | None]) -> Scope | None:
    """The scope after several ways met, None where none of them arrives."""
    arrived = [each for each in scopes if each is not None]
    if not arrived:
        return None
    met = dict(arrived[0])
    for other in arrived[1:]:
        for name, value in other.items():
            met[name] = either(met[name], value) if name in met else value
    return met
