"""The import graph between layers and zones: how often each imports which, and against the order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backend_agent.detect.grouping import INNER
from backend_agent.detect.imports import MOST_PER_LAYER, FileImport
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import LayoutFormat, ZoneWords
from backend_agent.values.stack import ImportGraph, Layer, LayerImports, LayerRole

# A layer may import those below it and its own; schemas and models lie side by side.
RANKS: dict[LayerRole, int] = {
    "routes": 3,
    "services": 2,
    "repositories": 1,
    "models": 0,
    "schemas": 0,
}
MOST_EVIDENCE = 5
# So many imports must go the right way before the direction says anything.
FEWEST_DOWN = 3
# One file wires the program by features when it imports so many of them.
FEWEST_WIRED = 2
# The direction holds when at most this share of imports goes the other way.
STRAY = 0.1


def zones_of(lowered: Listing, layout: LayoutFormat) -> tuple[ZoneWords, ...]:
    """The zones that can be told apart in this program."""
    return tuple(zone for zone in layout.zones if not zone.beside or lowered.find(zone.beside, 1))


def build_graph(
    imports: tuple[FileImport, ...], layers: tuple[Layer, ...], words: tuple[ZoneWords, ...]
) -> ImportGraph:
    """Edges between different layers, then between different zones, each with its first places."""
    inner = [layer for layer in layers if layer.role in INNER]
    role_of: dict[str, LayerRole] = {path: each.role for each in inner for path in each.paths}
    folders = _folders_of_one_role(role_of)

    def layer_of(path: str) -> str:
        return str(role_of.get(path, folders.get(path, "")))

    def rank(layer: str) -> int:
        return next(rank for role, rank in RANKS.items() if role == layer)

    zones = {zone.name: zone.rank for zone in words}

    def zone_of(path: str) -> str:
        return find_zone(path, words)

    edges = [
        *_count_edges(imports, layer_of, rank),
        *_count_edges(imports, zone_of, zones.__getitem__),
    ]
    files = len({each.importer for each in imports})
    return ImportGraph(files=files, cap=MOST_PER_LAYER, edges=tuple(edges))


def find_zone(path: str, zones: Iterable[ZoneWords]) -> str:
    """The zone whose word stands deepest in the path, "" for none: `application/domain` is domain."""
    found = [
        (match.end(), zone.name)
        for zone in zones
        for match in compile_regex(zone.paths).finditer(_as_folder(path.lower()))
    ]
    return max(found)[1] if found else ""


def _as_folder(path: str) -> str:
    """With a slash at the end where it has no suffix."""
    return path if "." in path.rpartition("/")[2] else f"{path}/"


def _folders_of_one_role(role_of: dict[str, LayerRole]) -> dict[str, LayerRole]:
    """A folder all of whose files play one role plays it too: packages are imported as folders."""
    roles: dict[str, set[LayerRole]] = defaultdict(set)
    for path, role in role_of.items():
        roles[path.rpartition("/")[0]].add(role)
    return {folder: next(iter(each)) for folder, each in roles.items() if len(each) == 1}


def _count_edges(
    imports: tuple[FileImport, ...],
    layer_of: Callable[[str], str],
    rank: Callable[[str], int],
) -> list[LayerImports]:
    places: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for each in imports:
        importer, imported = layer_of(each.importer), layer_of(each.target)
        if importer and imported and importer != imported:
            evidence = Evidence(path=each.importer, line=each.line, text=each.target)
            places[importer, imported].append(evidence)
    return [
        LayerImports(
            importer=importer,
            imported=imported,
            count=len(found),
            violation=rank(importer) < rank(imported),
            evidence=tuple(found[:MOST_EVIDENCE]),
        )
        for (importer, imported), found in sorted(places.items())
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """Where the imports go, each with a place that shows it, None where they do not."""

    down: Evidence | None = None
    inward: Evidence | None = None
    features: Evidence | None = None


def find_directions(
    graph: ImportGraph,
    imports: tuple[FileImport, ...],
    features: tuple[str, ...],
    words: tuple[ZoneWords, ...],
) -> Directions:
    """`down`: routes import services, and what is below hardly ever what is above; `inward`: others
    import the domain, which imports none of them; `features`: one file outside wires most of them."""
    roles = [each for each in graph.edges if each.importer in RANKS]
    zones = [each for each in graph.edges if each.importer in {zone.name for zone in words}]
    upper = [each for each in roles if each.importer == "routes"]
    inner = min(words, key=lambda zone: zone.rank).name
    inwards = [each for each in zones if each.imported == inner]
    return Directions(
        down=_first(upper) if _mostly(roles) and upper else None,
        inward=_first(inwards) if _mostly(zones) and inwards else None,
        features=_wiring(imports, features),
    )


def _mostly(edges: list[LayerImports]) -> bool:
    right = sum(each.count for each in edges if not each.violation)
    wrong = sum(each.count for each in edges if each.violation)
    return right >= FEWEST_DOWN and wrong <= STRAY * (right + wrong)


def _first(edges: list[LayerImports]) -> Evidence | None:
    most = max(edges, key=lambda each: each.count)
    return most.evidence[0] if most.evidence else None


def _wiring(imports: tuple[FileImport, ...], features: tuple[str, ...]) -> Evidence | None:
    wired: dict[str, set[str]] = defaultdict(set)
    lines: dict[str, int] = {}
    for each in imports:
        target = next((f for f in features if _is_below(each.target, f)), None)
        if target and not any(_is_below(each.importer, f) for f in features):
            wired[each.importer].add(target)
            lines.setdefault(each.importer, each.line)
    if not wired:
        return None
    importer = max(sorted(wired), key=lambda each: len(wired[each]))
    if 2 * len(wired[importer]) < len(features) or len(wired[importer]) < FEWEST_WIRED:
        return None
    text = f"imports {len(wired[importer])} of {len(features)} features"
    return Evidence(path=importer, line=lines[importer], text=text)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
