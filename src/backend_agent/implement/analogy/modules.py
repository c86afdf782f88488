"""Texts that name the exemplar's files: `"shop.dishes.urls"`, or its application in a list of such."""

from __future__ import annotations

from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.implement.analogy.territory import Search
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words


def find_named_modules(source: Source, search: Search) -> frozenset[str]:
    """The texts of the file that are the dotted path of a file that is copied, perhaps with a name
    in it; one word by itself only in a list whose other texts are folders of the repository, too."""
    language = search.language
    separator = language.imports.separator
    if separator == "/":
        return frozenset()
    found = set()
    for leaf in source.root.leaves():
        if leaf.kind not in language.strings or not carries_words(
            leaf.text, *search.exemplar.phrases
        ):
            continue
        parts = leaf.text.split(separator)
        if not all(part.isidentifier() for part in parts):
            continue
        if len(parts) == 1 and not _is_listed(leaf, source, search.codebase):
            continue
        paths = [leaf.text, separator.join(parts[:-1])] if len(parts) > 1 else [leaf.text]
        if any(_is_copied(path, source, search) for path in paths):
            found.add(leaf.text)
    return frozenset(found)


def _is_copied(module: str, source: Source, search: Search) -> bool:
    target = search.codebase.resolve_module(source.path, module)
    if target is None:
        return False
    own = module.split(search.language.imports.separator)[-1]
    folder = target.rsplit("/", 1)[0] if "." in target.rsplit("/", 1)[-1] else target
    named = carries_words(own, *search.exemplar.phrases)
    return target in search.files or (
        named and any(path.startswith(f"{folder}/") for path in search.files)
    )


def _is_listed(leaf: Element, source: Source, codebase: Codebase) -> bool:
    """Whether the text stands in a list beside texts that are folders or files here."""
    language = codebase.language
    holder = next((each for each in leaf.ancestors() if each.kind in language.collections), None)
    if holder is None:
        return False
    others = [
        each.text
        for each in holder.leaves()
        if each.kind in language.strings and each.text != leaf.text and each.text.isidentifier()
    ]
    return any(codebase.resolve_module(source.path, each) is not None for each in others)
