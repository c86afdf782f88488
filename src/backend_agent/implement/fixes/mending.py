"""One file while it is mended: its text as it is now, and the edits that each rule's fixes made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backend_agent.catalog import Catalog
from backend_agent.implement.fixes.edits import Mended
from backend_agent.implement.imports import extend_import, first_group, insert_import
from backend_agent.syntax.edits import Edit, apply_edits
from backend_agent.syntax.tree import find_faults, parse_source
from backend_agent.values.imports_format import ImportFormat
from backend_agent.world.tree import BOM, Tree


@dataclass
class MendedFile:
    """`text` has line feeds only, whatever the file has; `done` counts what each rule's fixes mended."""

    path: str
    text: str
    crlf: bool
    marked: bool
    before: bytes
    done: dict[str, int] = field(default_factory=dict)

    def encode(self) -> bytes:
        text = self.text.replace("\n", "\r\n") if self.crlf else self.text
        return (BOM if self.marked else b"") + text.encode()


def open_file(tree: Tree, path: str) -> MendedFile | None:
    """None for a file that is not UTF-8 or mixes line ends: it could not be written back as it was."""
    data = tree.read_bytes(path)
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return None
    crlf = "\r\n" in text
    plain = text.replace("\r\n", "\n")
    if "\r" in plain or (crlf and plain.replace("\n", "\r\n") != text):
        return None
    return MendedFile(path=path, text=plain, crlf=crlf, marked=data.startswith(BOM), before=data)


def write_edits(
    text: str, path: str, language: str, mended: list[Mended], catalog: Catalog
) -> str | None:
    """`text` with all edits and imports; None where it would not parse as well as before."""
    result = apply_edits(text, _apart([edit for each in mended for edit in each.edits]))
    imports = dict.fromkeys(statement for each in mended for statement in each.imports)
    found = _import_format(path, catalog)
    for statement in imports:
        if found is None:
            return None
        if statement not in result:
            grammar, form = found
            extended = extend_import(result, statement)
            if extended is not None:
                result = extended
                continue
            group = first_group(result, grammar, form.kinds, form.above)
            result = insert_import(result, grammar, form.kinds, statement, group.__contains__)
    for each in dict.fromkeys(each for one in mended for each in one.fix.drops):
        result = _drop_import(result, each)
    if language and len(_faults(result, language)) > len(_faults(text, language)):
        return None
    return result


def _drop_import(text: str, statement: str) -> str:
    """Without the line of the import, where nothing else in the text uses the last name of it."""
    name = re.split(r"[/.\s]", statement.strip("\"'; "))[-1]
    without = re.sub(rf"^[^\S\n]*{re.escape(statement)}[^\S\n]*\n", "", text, flags=re.MULTILINE)
    return text if re.search(rf"\b{re.escape(name)}\b", without) else without


def grammar_of(path: str, catalog: Catalog) -> str:
    """The grammar of the file, "" where no language that is known here has its suffix."""
    found = _import_format(path, catalog)
    return found[0] if found else ""


def _apart(edits: list[Edit]) -> list[Edit]:
    """Without those that overlap an earlier one: they are made when the file is looked at again."""
    kept: list[Edit] = []
    for edit in sorted(dict.fromkeys(edits), key=lambda each: (each.start, each.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _faults(text: str, language: str) -> tuple[object, ...]:
    return find_faults(parse_source(text, language))


def _import_format(path: str, catalog: Catalog) -> tuple[str, ImportFormat] | None:
    """The grammar of the file, and how its language imports."""
    for document in catalog.documents(ImportFormat):
        for form in document.value.files:
            if path.endswith(form.suffix):
                return form.grammar, document.value
    return None
