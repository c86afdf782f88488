"""By which names repositories lay out their layers, architectures and documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.stack import LayerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerWords:
    """A regex over a path relative to the component. The first role that matches wins. `words` are
    what people call a file of this role."""

    role: LayerRole
    paths: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneWords:
    """A regex over a path in lower case; with `beside` it counts only where some other path matches that. A zone may
    import those of a lower or the same `rank`, never a higher."""

    name: str
    rank: int
    paths: str
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchitectureWords:
    """What speaks for an architecture; two signs of different kinds make an answer, and of several
    architectures with as many signs the first in the file is named.

    layout      every regex matches the path (in lower case) of some source (of some file, where
                `everything` counts), and `grouping` (of files by the role they
                play, or by what they are about) holds where it is given
    imports     what sources import goes `down` the layers, `inward` through the zones, or one place
                outside of the features wires them all (`features`)
    document    a regex over prose
    enforced    a regex over configuration of a tool that holds it
    named       a regex over the names of the program and its solution
    frameworks  ids of technologies whose own convention it is
    """

    name: str
    layout: tuple[str, ...] = ()
    everything: bool = False
    grouping: Literal["", "roles", "features"] = ""
    imports: Literal["", "down", "inward", "features"] = ""
    document: str = ""
    enforced: str = ""
    named: str = ""
    frameworks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesWords:
    """What speaks for several services instead of one program: `document` is a regex over prose,
    `gateway` one over file contents within `within` that names a registry, a gateway or remote calls; `images` one
    over paths of image definitions."""

    document: str
    gateway: str
    within: str
    images: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A regex over paths under a name, which signals refer to as `@name`."""

    name: str
    paths: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutFormat:
    """`data/layout.toml`. `vendored` hold foreign code. `skipped` are
    folders whose manifests make no component; `test_projects` are
    folders whose own manifests serve tests of another project; `places` are
    where settings and container images stand, `image` a regex whose group `name` is an image there;
    `documents` are what a newcomer reads;
    `enforcers` are files of tools that hold an architecture; `common` are stems that name no resource;
    `role_words` and `test_words` are cut off a file's name to find its resource; `ignored` files play
    no role; `role_folders` are folders that name only a role, `layer_folders` those of
    them that name a layer; `solutions` are files whose name is the
    program's; `environment_examples` are files that name variables without their values; `embedded` are
    ids of databases that need no server; `suffixes` count as sources beside the languages' own."""

    skipped: str
    vendored: str
    places: tuple[Place, ...]
    image: str
    test_projects: str
    documents: str
    enforcers: str
    common: str
    role_words: str
    test_words: str
    ignored: str
    role_folders: str
    layer_folders: str
    solutions: str
    environment_examples: str
    embedded: tuple[str, ...]
    suffixes: tuple[str, ...]
    layers: tuple[LayerWords, ...]
    zones: tuple[ZoneWords, ...]
    services: ServicesWords
    architectures: tuple[ArchitectureWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitChoice:
    """`pattern` is counted over the text of the sample. With a group `value` each different text of it is
    an answer of its own, and `value` may be ""."""

    pattern: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """One question with its answers; the most frequent is the convention. `within` is a regex over
    paths ("" = all sources); `files`: the patterns are matched against paths instead of texts; with
    fewer than `fewest` signs nothing is said.

    `ordered`: the answers are a chain: what group `value` of all the patterns holds, several names
    parted by commas too, in the order of the file where most are found; `backwards`: the last that
    is written runs first; `skip` is a regex cut off the front of a name, what only wraps it."""

    name: str
    choices: tuple[HabitChoice, ...]
    within: str = ""
    files: bool = False
    fewest: int = 3
    ordered: bool = False
    backwards: bool = False
    skip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitFormat:
    """`data/habits.toml` asks every program, `data/technologies/<kind>/<id>/habits.toml` those that use
    the technology."""

    habits: tuple[Habit, ...]
