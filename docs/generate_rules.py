"""The page of docs/reference that shows each rule of the review with what proves it, and what it is not asked of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from backend_agent.catalog import Catalog, Document
from backend_agent.detect import detect_stack
from backend_agent.values.facts_format import FactsFormat
from backend_agent.values.fix import FixFormat
from backend_agent.values.rule import Rule
from backend_agent.values.technology import Technology
from backend_agent.world.tree import MemoryTree, Tree

ABOUT = """# Rules of the review

`backend-agent review` asks these. A rule that reads files is proved by cases that are bad and good in
its language; a rule that asks of routes, models and whole applications by little repositories, and it
is asked of every framework whose routes are read. What is empty or named here as not checked is not
clean: the review did not look.
"""
LANGUAGES = ("python", "typescript", "go", "java")
# JavaScript is read by TypeScript's grammar.
READ = (*LANGUAGES, "javascript")


def render_rules(catalog: Catalog) -> str:
    """Rules of languages by language, rules of files, rules of applications by framework."""
    documents = catalog.documents(Rule)
    fixes = {each.name for each in catalog.documents(FixFormat)}
    lines = [ABOUT]
    lines.append(f"{len(documents)} rules; {len(fixes)} of them have a fix (●).")
    lines += ["", "## Rules that read a language\n"]
    lines += _by_language(catalog, documents, fixes)
    lines += ["", "## Rules that read files of other kinds\n", "| rule | cases |", "|---|---|"]
    for each in documents:
        if not _asks(each.value) and not each.value.language:
            lines.append(f"| `{each.name}`{_dot(each, fixes)} | {_count_cases(catalog, each)} |")
    lines += ["", "## Rules that ask of applications\n"]
    lines += _by_framework(catalog, documents, fixes)
    return "\n".join(lines) + "\n"


def _asks(rule: Rule) -> bool:
    across = any(each.across or each.beside for each in rule.patterns)
    return bool(rule.routes or rule.models or rule.application or rule.question or across)


def _dot(document: Document[Rule], fixes: set[str]) -> str:
    return " ●" if document.name in fixes else ""


def _by_language(
    catalog: Catalog, documents: tuple[Document[Rule], ...], fixes: set[str]
) -> Iterator[str]:
    rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in documents:
        if each.value.language and not _asks(each.value):
            shown = f"`{each.name}`{_dot(each, fixes)} ({_count_cases(catalog, each)})"
            rows[each.value.title][each.value.language].append(shown)
    yield "A cell names the rule and its cases; an empty one is not checked: no rule was written."
    known = {each.id: each.title for each in catalog.technologies_of("language")}
    others = ", ".join(title for name, title in sorted(known.items()) if name not in READ)
    yield f"Not checked, because no rule reads them: {others}.\n"
    yield "| fault | " + " | ".join(LANGUAGES) + " |"
    yield "|---" * (len(LANGUAGES) + 1) + "|"
    for title in sorted(rows):
        cells = ("<br>".join(rows[title].get(language, [])) for language in LANGUAGES)
        yield f"| {title} | " + " | ".join(cells) + " |"


def _by_framework(
    catalog: Catalog, documents: tuple[Document[Rule], ...], fixes: set[str]
) -> Iterator[str]:
    read, unread = _split_frameworks(catalog)
    yield "Routes are read from: " + ", ".join(sorted(read.values())) + ".\n"
    yield "Not checked, because no routes are read from them: " + ", ".join(unread) + ".\n"
    yield "| rule | cases with |"
    yield "|---|---|"
    for each in documents:
        if _asks(each.value):
            seen = sorted(set(_frameworks_in_cases(catalog, each, read)))
            shown = ", ".join(seen) or _count_cases(catalog, each)
            yield f"| `{each.name}`{_dot(each, fixes)} | {shown} |"


def _split_frameworks(catalog: Catalog) -> tuple[dict[str, str], list[str]]:
    """Frameworks by id whose facts say what a route is, and the titles of all others."""
    routed = {
        document.technology for document in catalog.documents(FactsFormat) if document.value.routing
    }
    frameworks = [each for each in catalog.documents(Technology) if each.value.kind == "framework"]
    read = {each.technology: each.value.title for each in frameworks if each.technology in routed}
    return read, sorted(each.value.title for each in frameworks if each.technology not in routed)


def _frameworks_in_cases(
    catalog: Catalog, document: Document[Rule], read: dict[str, str]
) -> Iterator[str]:
    """What is detected in the little repositories beside the rule."""
    tree = catalog.files(document)
    paths = [path for path in tree.paths() if path.startswith("cases/") and path.count("/") > 1]
    for case in sorted({path.split("/")[1] for path in paths} - {"fix"}):
        for component in detect_stack(_part(tree, f"cases/{case}/"), catalog).components:
            yield from (read[name] for name in component.technology_ids() if name in read)


def _part(tree: Tree, prefix: str) -> MemoryTree:
    inside = [path for path in tree.paths() if path.startswith(prefix)]
    return MemoryTree({path.removeprefix(prefix): tree.read_bytes(path) for path in inside})


def _count_cases(catalog: Catalog, document: Document[Rule]) -> str:
    paths = [path.split("/") for path in catalog.files(document).paths()]
    cases = {parts[1] for parts in paths if parts[0] == "cases" and parts[1] != "fix"}
    bad = sum(name.startswith("bad") for name in cases)
    return f"{bad} bad, {len(cases) - bad} good" if cases else "proved in the suite"
