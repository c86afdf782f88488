"""Where a copied file goes, and how a module is named from a copy."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from backend_agent.implement.analogy.scope import FileScope, Transplant
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import Styles, carries_words, rename_identifier
from backend_agent.syntax.nouns import split_words


def target_path(path: str, transplant: Transplant) -> str:
    """The path of the copy: the file's own name, folders named after the exemplar and folders that
    hold nothing else than it change."""
    prefix, style = transplant.codebase.prefix, transplant.codebase.file_style
    *folders, name = path.removeprefix(prefix).split("/")
    named = name.split(".")
    at = _naming_part(named, transplant)
    named[at] = rename_identifier(named[at], transplant.swaps, style)
    written = [
        rename_identifier(each, transplant.swaps, style)
        if _is_own_folder(prefix + "/".join(folders[: at + 1]), each, transplant)
        else each
        for at, each in enumerate(folders)
    ]
    return prefix + posixpath.join(*written, ".".join(named))


def _naming_part(named: list[str], transplant: Transplant) -> int:
    """Which part of the file's name is the exemplar's: the first, or the one after the word for what
    the file holds, as in `dto.item.ts`."""
    phrases = transplant.exemplar.phrases
    carrying = (at for at, part in enumerate(named[:-1]) if carries_words(part, *phrases))
    return next(carrying, 0)


def _is_own_folder(whole: str, name: str, transplant: Transplant) -> bool:
    phrases = transplant.exemplar.phrases
    if split_words(name) in phrases:
        return True
    if not carries_words(name, *phrases):
        return False
    own = {each.path for each in transplant.territory.files}
    inside = [path for path in transplant.codebase.paths if path.startswith(f"{whole}/")]
    return bool(inside) and all(path in own for path in inside)


def rename_module(module: str, importer: str, transplant: Transplant) -> str | None:
    """How the copy of a file of the exemplar is named where the file is named `module`: its last parts,
    as far as they are parts of the file's path, become those of the copy. The module itself for a file
    that is not copied, None for what is no file of the repository."""
    codebase = transplant.codebase
    if "/" not in module or not transplant.swaps:
        return None
    target = codebase.resolve_module(importer, module)
    if target is None or not target.endswith(tuple(codebase.language.suffixes)):
        return None
    if target not in {each.path for each in transplant.territory.files}:
        return module
    old, new = _list_parts(target, codebase.language.imports.index), []
    copy = _list_parts(target_path(target, transplant), codebase.language.imports.index)
    parts = module.split("/")
    suffix = _suffix_of(parts[-1], transplant)
    parts[-1] = parts[-1].removesuffix(suffix)
    for at in range(1, len(parts) + 1):
        if at > len(old) or parts[-at] != old[-at]:
            break
        new.append(copy[-at])
    kept = parts[: len(parts) - len(new)]
    return "/".join([*kept, *reversed(new)]) + suffix


def styles_at(leaf: Element, scope: FileScope) -> Styles:
    """How a text of several words is written here: as files are in the name of a module, as tables are
    where it names one."""
    transplant, source = scope.transplant, scope.source
    codebase = transplant.codebase
    if "/" in leaf.text and codebase.resolve_module(source.path, leaf.text) is not None:
        return replace(transplant.styles, url=codebase.file_style)
    if source.path == transplant.exemplar.entity.evidence.path and (
        leaf.text == transplant.exemplar.entity.table
    ):
        return replace(transplant.styles, label="snake")
    return transplant.styles


def _list_parts(path: str, index: str) -> list[str]:
    parts = posixpath.splitext(path)[0].split("/")
    return parts[:-1] if parts[-1] == index else parts


def _suffix_of(name: str, transplant: Transplant) -> str:
    return next((each for each in transplant.language.suffixes if name.endswith(each)), "")
