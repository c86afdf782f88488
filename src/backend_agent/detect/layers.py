"""Which files play which role, and which resources run through most of the roles."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict

from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.sample import Texts
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.stack import Layer, LayerRole, SimilarFiles

MOST_FILES = 400
MOST_SIMILAR = 3
MOST_SHARED = 6
TYPE = re.compile(r"\b(class|interface|model|type|struct|enum)\s+(\w+)")
FUNCTION = re.compile(r"\b(def|function|func|const|fn)\s+(\w+)")
SHARED_ROLES = ("models", "schemas", "repositories", "services")


def find_layers(
    listing: Listing, layout: LayoutFormat, sources: tuple[str, ...]
) -> tuple[Layer, ...]:
    """Files by role, relative to the root; a file has the first role that its path fits."""
    taken: set[str] = set()
    by_role: dict[LayerRole, tuple[str, ...]] = {}
    suffixes = (*sources, *layout.suffixes)
    ignored = compile_regex(layout.ignored).search
    for words in layout.layers:
        paths = [
            path
            for path in listing.find(words.paths, MOST_FILES)
            if path not in taken and path.endswith(suffixes)
        ]
        taken.update(paths)
        named = tuple(listing.full(p) for p in paths if not ignored(p))
        if named:
            by_role[words.role] = named
    return tuple(Layer(role=role, paths=paths) for role, paths in by_role.items())


def find_similar(
    layers: tuple[Layer, ...], layout: LayoutFormat, texts: Texts
) -> tuple[SimilarFiles, ...]:
    """The two or three resources that are spread over most roles, with their files."""
    resources: dict[str, dict[LayerRole, list[str]]] = defaultdict(lambda: defaultdict(list))
    for layer in layers:
        if layer.role in ("migrations", "registration"):
            continue
        for path in layer.paths:
            stem = resource_stem(path, layout)
            if stem:
                resources[stem][layer.role].append(path)
    _add_shared_files(resources, layers, layout, texts)
    ranked = sorted(resources.items(), key=lambda pair: (-_score(pair[1]), pair[0]))
    return tuple(
        SimilarFiles(
            resource=name,
            score=_score(roles),
            reasons=_reasons(name, roles),
            layers=tuple(Layer(role=r, paths=tuple(p)) for r, p in roles.items()),
        )
        for name, roles in ranked[:MOST_SIMILAR]
        if len(roles) > 1
    )


def resource_stem(path: str, layout: LayoutFormat) -> str:
    """The resource that a file is about, in the singular, "" when its name tells none."""
    stem = posixpath.basename(path).split(".")[0]
    dotted = posixpath.basename(path).rsplit(".", 1)[0].replace(".", "_")
    for name in (dotted, stem):
        bare = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_")
        bare = compile_regex(layout.test_words).sub("", bare)
        before = ""
        while bare != before:
            before, bare = bare, compile_regex(layout.role_words).sub("", bare)
        if bare and not compile_regex(layout.common).search(bare):
            return singular(bare)
    folder = posixpath.basename(posixpath.dirname(path))
    if compile_regex(layout.common).search(folder) or compile_regex(layout.role_words).search(
        f"_{folder}"
    ):
        return ""
    return singular(folder.replace("-", "_"))


def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _add_shared_files(
    resources: dict[str, dict[LayerRole, list[str]]],
    layers: tuple[Layer, ...],
    layout: LayoutFormat,
    texts: Texts,
) -> None:
    """A file that is about no one resource (`models.py`) counts for each that it defines."""
    for layer in layers:
        if layer.role not in SHARED_ROLES:
            continue
        shared = [path for path in layer.paths if not resource_stem(path, layout)]
        for path in shared[:MOST_SHARED]:
            declared = _declared(texts.get(path))
            for name, roles in resources.items():
                if layer.role not in roles and _defines(declared, name):
                    roles[layer.role].append(path)


def _declared(text: str) -> tuple[str, str]:
    """The names of the types and of the functions that the text declares, each on a line."""
    types = "".join(f"{match[2]}\n" for match in TYPE.finditer(text))
    return types, "".join(f"{match[2]}\n" for match in FUNCTION.finditer(text))


def _defines(declared: tuple[str, str], name: str) -> bool:
    """Whether a type or a function of that name is among them, also as part of a longer one."""
    pascal = "".join(part.capitalize() for part in name.split("_"))
    types, functions = declared
    endings = (f"_{name}\n", f"_{name}s\n", f"{pascal}\n", f"{pascal}s\n")
    return pascal in types or any(ending in functions for ending in endings)


def _score(roles: dict[LayerRole, list[str]]) -> float:
    routed = 0.5 if "routes" in roles else 0.0
    tested = 0.25 if "tests" in roles else 0.0
    return len(roles) + routed + tested


def _reasons(name: str, roles: dict[LayerRole, list[str]]) -> tuple[str, ...]:
    spread = f"{name} runs through {len(roles)} layers: {', '.join(roles)}"
    tests = roles.get("tests", [])
    return (spread, f"tested in {tests[0]}") if tests else (spread,)
