"""By which names repositories lay out their layers, architectures and documents."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.stack import LayerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerWords:
    """A regex over a path relative to the component. The first role that matches wins."""

    role: LayerRole
    paths: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchitectureWords:
    """`layout`: every regex must match some folder; `document`: a regex over prose; `enforced`: one
    over configuration of a tool that holds it. Two different signs make an answer."""

    name: str
    layout: tuple[str, ...] = ()
    document: str = ""
    enforced: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutFormat:
    """`data/layout.toml`. `skipped` are folders whose manifests make no component; `test_projects`
    are folders whose own manifests serve tests of another project; `documents` are
    what a newcomer reads; `enforcers` are files of tools that hold an architecture; `common` are
    stems that name no resource; `role_words` and `test_words` are cut off a file's name to find its
    resource; `ignored` files play no role; `suffixes` count as sources beside the languages' own."""

    skipped: str
    test_projects: str
    documents: str
    enforcers: str
    common: str
    role_words: str
    test_words: str
    ignored: str
    suffixes: tuple[str, ...]
    layers: tuple[LayerWords, ...]
    architectures: tuple[ArchitectureWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitChoice:
    """`pattern` is counted over the text of the sample."""

    value: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """One question with its answers; the most frequent is the convention. `within` is a regex over
    paths ("" = all sources); `files`: the patterns are matched against paths instead of texts."""

    name: str
    choices: tuple[HabitChoice, ...]
    within: str = ""
    files: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitFormat:
    """`data/technologies/<kind>/<id>/habits.toml`."""

    habits: tuple[Habit, ...]
