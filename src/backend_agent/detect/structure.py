"""How a component is built inside: layers, import graph, architecture; and the repository around it."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend_agent.catalog import Catalog
from backend_agent.detect.architecture import Signs, find_names, name_architecture
from backend_agent.detect.components import Project
from backend_agent.detect.grouping import INNER, group_files
from backend_agent.detect.imports import MOST_PER_LAYER, Sources, import_formats, read_imports
from backend_agent.detect.layering import build_graph, find_directions, zones_of
from backend_agent.detect.layers import find_layers
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.sample import Texts
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.stack import Architecture, Component, ImportGraph, Layer

# So many programs of one repository may be services that need each other.
FEWEST_SERVICES = 3
MOST_SEARCHED = 30
MOST_OF_A_ZONE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    layers: tuple[Layer, ...]
    imports: ImportGraph
    architecture: Architecture


def read_structure(
    project: Project,
    whole: Listing,
    libraries: tuple[str, ...],
    component: Component,
    documents: tuple[Evidence, ...],
    catalog: Catalog,
    layout: LayoutFormat,
    texts: Texts,
) -> Structure:
    """`whole` lists the repository; the component's are its folder and those of its libraries."""
    folders = (project.folder, *libraries)
    prefixes = tuple(f"{folder}/" if folder else "" for folder in folders)
    own = Listing("", tuple(path for path in whole.paths if path.startswith(prefixes)))
    suffixes = project.ecosystem.suffixes
    layers = find_layers(own, layout, suffixes)
    quiet = {p for each in layers if each.role in ("tests", "fixtures") for p in each.paths}
    code = Listing("", tuple(p for p in own.paths if p.endswith(suffixes) and p not in quiet))
    sources = Sources(paths=code.paths, names=(project.name,), formats=import_formats(catalog))
    grouping = group_files(layers, layout)
    roles = [each.paths for each in layers if each.role in (*INNER, "registration")]
    lowered = Listing("", tuple(path.lower() for path in code.paths))
    originals = dict(zip(lowered.paths, code.paths, strict=True))
    zones = zones_of(lowered, layout)
    found = [
        tuple(originals[p] for p in lowered.find(zone.paths, MOST_OF_A_ZONE)) for zone in zones
    ]
    placed = {path for each in layers for path in each.paths}
    others = sorted((p for p in code.paths if p not in placed), key=lambda p: p.count("/"))
    wired = next((each.paths for each in layers if each.role == "registration"), ())
    around = tuple(others[:MOST_PER_LAYER])
    imports = read_imports(sources, (*roles, *found, around), texts, frozenset((*wired, *around)))
    graph = replace(build_graph(imports, layers, zones), indexed=sources.indexed)
    manifest = project.manifests[0].path if project.manifests else ""
    signs = Signs(
        listing=own,
        sources=lowered,
        originals=originals,
        everything=Listing("", tuple(path.lower() for path in own.paths)),
        documents=_documents_of(project.folder, documents),
        names=find_names(whole, layout, project.name, manifest),
        technologies=tuple(
            (each.id, each.evidence[0]) for each in component.technologies if each.evidence
        ),
        grouping=grouping,
        directions=find_directions(graph, imports, grouping.features, zones),
    )
    return Structure(
        layers=layers, imports=graph, architecture=name_architecture(signs, layout, texts)
    )


def name_repository(
    components: Sequence[Component],
    backends: Sequence[Component],
    listing: Listing,
    documents: tuple[Evidence, ...],
    layout: LayoutFormat,
    texts: Texts,
) -> Architecture:
    """Microservices where several backends are there and a document, a gateway or a registry says that
    they are one system; else what the likeliest backend is."""
    first = components[0].architecture
    serving = {each.path for each in backends}
    images = {
        posixpath.dirname(path) for path in listing.find(layout.services.images, MOST_SEARCHED)
    }
    deployed = serving | {each.path for each in components if each.path and each.path in images}
    if not serving or len(deployed) < FEWEST_SERVICES:
        return first
    words = layout.services
    paths = tuple(each.path for each in documents)
    within = listing.find(words.within, MOST_SEARCHED)
    named = [
        found
        for pattern, where in ((words.document, paths), (words.gateway, within))
        if (found := _search(pattern, where, texts))
    ]
    if not named:
        return first
    places = Evidence(path=backends[0].path or ".", text=f"{len(deployed)} services")
    kinds = f"{len(deployed)} services, and {' and '.join(str(each) for each in named)}"
    return Architecture(
        name="microservices", evidence=(places, *named), reason=f"signs agree: {kinds}"
    )


def _search(pattern: str, paths: Sequence[str], texts: Texts) -> Evidence | None:
    for path in paths:
        text = texts.get(path)
        match = compile_regex(pattern).search(text)
        if match:
            line = text.count("\n", 0, match.start()) + 1
            return Evidence(path=path, line=line, text=match.group()[:80])
    return None


def _documents_of(folder: str, documents: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Those of the component and of the root, not those of its neighbours."""
    return tuple(
        each
        for each in documents
        if _is_below(each.path, folder)
        or posixpath.dirname(each.path) in ("", "docs", "doc", ".github")
    )


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
