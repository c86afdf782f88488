"""Models in files of a language of their own, read line by line by the regexes of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend_agent.facts.modules import Modules
from backend_agent.values.application import Attribute, Entity, Index, Relation
from backend_agent.values.evidence import Evidence
from backend_agent.values.facts_format import SchemaFileForm
from backend_agent.world.tree import read_text


def read_schema_files(modules: Modules, form: SchemaFileForm) -> Iterator[Entity]:
    """The models of every file of the component that the form names, in order of files and lines."""
    below = f"{modules.component}/" if modules.component else ""
    for path in modules.tree.paths():
        if not path.startswith(below) or not re.search(form.files, path):
            continue
        text = read_text(modules.tree, path)
        blocks = list(re.finditer(form.block, text, re.MULTILINE | re.DOTALL))
        names = {block["name"] for block in blocks}
        for block in blocks:
            yield _read_block(path, text, block, names, form)


def _read_block(
    path: str, text: str, block: re.Match[str], names: set[str], form: SchemaFileForm
) -> Entity:
    body, start = block["body"], block.start("body")
    fields = [
        (found, text.count("\n", 0, start + found.start("name")) + 1)
        for found in re.finditer(form.field, body, re.MULTILINE)
    ]
    keys = dict(key for found, _ in fields for key in _foreign_keys(found, form))
    indexes = tuple(_indexes(body, form))
    leading = {index.columns[0] for index in indexes if index.columns}
    attributes = tuple(
        _attribute(found, line, path, keys, leading, form)
        for found, line in fields
        if found["type"] not in names
    )
    relations = tuple(
        Relation(
            name=found["name"],
            target=found["type"],
            evidence=Evidence(path=path, line=line, text=found["name"]),
        )
        for found, line in fields
        if found["type"] in names
    )
    table = re.search(form.table, body) if form.table else None
    line = text.count("\n", 0, block.start("name")) + 1
    return Entity(
        name=block["name"],
        evidence=Evidence(path=path, line=line, text=block["name"]),
        table=table.group(1) if table else block["name"],
        attributes=attributes,
        relations=relations,
        indexes=indexes,
    )


def _attribute(
    found: re.Match[str],
    line: int,
    path: str,
    keys: dict[str, str],
    leading: set[str],
    form: SchemaFileForm,
) -> Attribute:
    options = _group(found, "options")
    key = bool(form.primary_key and re.search(form.primary_key, options))
    nullable = bool(_group(found, "optional"))
    default = bool(form.default and re.search(form.default, options))
    return Attribute(
        name=found["name"],
        type=found["type"] + _group(found, "list"),
        evidence=Evidence(path=path, line=line, text=found["name"]),
        nullable=nullable,
        required=not (nullable or key or default or _group(found, "list")),
        primary_key=key,
        unique=bool(form.unique and re.search(form.unique, options)),
        index=found["name"] in leading,
        foreign_key=keys.get(found["name"], ""),
    )


def _foreign_keys(found: re.Match[str], form: SchemaFileForm) -> Iterator[tuple[str, str]]:
    """The columns of a relation, each with the model and the column that it leads to."""
    options = _group(found, "options")
    columns = re.search(form.columns, options) if form.columns else None
    refers = re.search(form.refers, options) if form.refers else None
    if columns and refers:
        here, there = _words(columns.group(1)), _words(refers.group(1))
        for own, other in zip(here, there, strict=False):
            yield own, f"{found['type']}.{other}"


def _indexes(body: str, form: SchemaFileForm) -> Iterator[Index]:
    for pattern, unique in ((form.index, False), (form.unique_index, True)):
        for found in re.finditer(pattern, body) if pattern else ():
            yield Index(columns=_words(found.group(1)), unique=unique)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Za-z_]\w*", re.sub(r"\([^)]*\)", "", text)))


def _group(found: re.Match[str], name: str) -> str:
    return found.groupdict().get(name) or ""
