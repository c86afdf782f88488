"""The model of the new resource in a file of a language of models, written line by line like the exemplar's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from backend_agent.implement.analogy.assemble import MAKER
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.scope import Transplant
from backend_agent.syntax.edits import Edit, apply_edits, find_eol
from backend_agent.syntax.names import rename_identifier, rename_text, style_words
from backend_agent.values.changes import FileChange, Refusal
from backend_agent.values.facts_format import SchemaFileForm
from backend_agent.values.vocabulary import SchemaWords
from backend_agent.world.tree import read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChange:
    """What is written to the models' file; `refusal` where the model cannot be."""

    changes: tuple[FileChange, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field: `type` with its marks, `options` behind it."""

    name: str
    type: str
    options: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFile:
    """The file that holds the exemplar's model; `blocks` are the models by name."""

    path: str
    text: str
    form: SchemaFileForm
    words: SchemaWords
    transplant: Transplant

    @property
    def blocks(self) -> dict[str, re.Match[str]]:
        found = re.finditer(self.form.block, self.text, re.MULTILINE | re.DOTALL)
        return {block["name"]: block for block in found}

    def rename(self, name: str) -> str:
        return rename_identifier(name, self.transplant.swaps, self.transplant.styles.name)

    def rename_text(self, text: str) -> str:
        """What stands between quotation marks, words as tables write them."""
        styles = replace(self.transplant.styles, label="snake")
        swaps = self.transplant.swaps
        return re.sub(r'"[^"]*"', lambda found: rename_text(found.group(), swaps, styles), text)


def write_model(transplant: Transplant) -> ModelChange:
    """The file with the new model behind the exemplar's, and with what leads to it in the models that
    it belongs to; nothing where the exemplar's model is declared in code, or where it is there."""
    path = transplant.exemplar.entity.evidence.path
    known = [each for each in transplant.lexicon.schemas if re.search(each[0].files, path)]
    if not known:
        return ModelChange()
    form, words = known[0]
    file = SchemaFile(
        path=path, text=read_text(transplant.codebase.tree, path), form=form, words=words,
        transplant=transplant,
    )  # fmt: skip
    own = file.blocks[transplant.exemplar.entity.name]
    name = file.rename(own["name"])
    if name in file.blocks:
        return _judge_present(file, name)
    untold = [each for each in transplant.fields.new if not _type_name(each, file)]
    if untold:
        return ModelChange(
            refusal=Refusal(
                subject=untold[0].name,
                reason=f"no spelling of {untold[0].spec.type} is known in {path}",
                path=path,
                line=transplant.exemplar.entity.evidence.line,
            )
        )
    eol = find_eol(file.text)
    block = _write_block(own, name, file).replace("\n", eol)
    edits = [
        Edit(start=own.end(), end=own.end(), text=eol * 2 + block),
        *_lead_back(own, name, file),
    ]
    after = apply_edits(file.text, edits)
    change = FileChange(
        path=path, before=transplant.codebase.tree.read_bytes(path), after=after.encode(),
        purpose=f"the model {name}", maker=MAKER,
    )  # fmt: skip
    return ModelChange(changes=(change,))


def _judge_present(file: SchemaFile, name: str) -> ModelChange:
    """A model of that name is ours where it has all the fields."""
    block = file.blocks[name]
    fields = {found["name"] for found in _list_fields(block["body"], file)}
    if {each.name for each in file.transplant.fields.new} <= fields:
        return ModelChange()
    line = file.text.count("\n", 0, block.start()) + 1
    return ModelChange(
        refusal=Refusal(
            subject=name, reason=f"the model {name} exists already and is something else",
            path=file.path, line=line,
        )
    )  # fmt: skip


def _list_fields(body: str, file: SchemaFile) -> Iterator[re.Match[str]]:
    return re.finditer(file.form.field, body, re.MULTILINE)


def _write_block(own: re.Match[str], name: str, file: SchemaFile) -> str:
    head = own.group()[: own.start("body") - own.start()].replace(own["name"], name, 1)
    tail = own.group()[own.end("body") - own.start() :]
    lines = own["body"].replace("\r\n", "\n").split("\n")
    kept = _drop_lonely(list(_write_lines(lines, file)))
    return head + "\n".join(_align(kept, own["body"], file)) + tail


def _write_lines(lines: list[str], file: SchemaFile) -> Iterator[str | Row]:
    """Each line for the new model: a row where it is a field, else its text."""
    old = {each.name for each in file.transplant.fields.old}
    written = False
    for at, line in enumerate(lines):
        found = re.match(file.form.field, line)
        following = next((each for each in lines[at + 1 :] if not _is_comment(each)), "")
        after = re.match(file.form.field, following)
        if found is not None and found["name"] in old:
            if not written:
                yield from _new_rows(lines, file)
            written = True
        elif found is not None:
            row = _keep_row(found, file)
            if row is not None:
                yield row
        elif _is_comment(line) and after is not None and after["name"] in old:
            continue
        else:
            yield from _keep_line(line, old, file)


def _is_comment(line: str) -> bool:
    return line.strip().startswith("//")


def _keep_row(found: re.Match[str], file: SchemaFile) -> Row | None:
    """A field that stays: a key, a time, the way to what the model belongs to. A list leads to models
    that belong to the exemplar: the new one has none."""
    related = found["type"] in file.blocks
    if related and found["list"]:
        return None
    marks = (found["list"] or "") + (found["optional"] or "")
    type_ = file.rename(found["type"]) if found["type"] == _own_name(file) else found["type"]
    return Row(
        name=file.rename(found["name"]), type=type_ + marks,
        options=file.rename_text((found["options"] or "").strip()),
    )  # fmt: skip


def _own_name(file: SchemaFile) -> str:
    return file.transplant.exemplar.entity.name


def _keep_line(line: str, old: set[str], file: SchemaFile) -> Iterator[str]:
    """A line about the whole model; one about fields of the old model alone goes unless each has its
    counterpart."""
    rule = re.search(file.words.rule, line)
    spoken = set(re.findall(r"[A-Za-z_]\w*", rule["names"])) & old if rule is not None else set()
    if rule is None or not spoken:
        mapped = re.search(file.words.mapped, line) is not None
        yield file.rename_text(line) if mapped else line
        return
    news = {name: file.transplant.fields.counterpart(name) for name in spoken}
    if all(news.values()):
        names = rule["names"]
        for name, new in news.items():
            names = re.sub(rf"\b{name}\b", new.name if new is not None else name, names)
        yield line[: rule.start("names")] + names + line[rule.end("names") :]


def _new_rows(lines: list[str], file: SchemaFile) -> Iterator[Row]:
    fields = file.transplant.fields
    known = {found["name"]: found for line in lines if (found := re.match(file.form.field, line))}
    names = [each.name for each in fields.old if each.name in known]
    for new in fields.new:
        source = known[fields.source_of(new, names)]
        options = source["options"] or ""
        told = [
            *([file.words.unique] if new.spec.unique else []),
            *([file.words.default.replace("{value}", _default(new))] if new.spec.default else []),
        ]
        column = re.search(file.words.column, options)
        if column is not None:
            start, end = column.span(1)
            shift = column.start()
            snake = style_words(new.words, "snake")
            told.append(column.group()[: start - shift] + snake + column.group()[end - shift :])
        told += _native(new, source, file)
        mark = file.words.optional if new.spec.optional else ""
        yield Row(name=new.name, type=_type_name(new, file) + mark, options=" ".join(told))


def _default(new: NewField) -> str:
    given = new.spec.default or ""
    plain = new.spec.type in ("int", "bigint", "decimal", "money", "float", "bool")
    return given if plain else f'"{given}"'


def _native(new: NewField, source: re.Match[str], file: SchemaFile) -> list[str]:
    """How the type is stored, where it is the same type."""
    old = file.transplant.fields.field(source["name"])
    found = re.search(file.words.native, source["options"] or "")
    same = old is not None and old.type == new.spec.type
    length = new.spec.arguments[0] if new.spec.arguments else ""
    if found is None or not same:
        return []
    return [re.sub(r"\d+", length, found.group(), count=1) if length else found.group()]


def _type_name(new: NewField, file: SchemaFile) -> str:
    """As the exemplar or another model spells the type, else as the language does; "" = unknown."""
    names = [each.name for each in file.words.types if each.type == new.spec.type]
    used = {
        found["type"]
        for block in file.blocks.values()
        for found in _list_fields(block["body"], file)
    }
    # The most exact name that is in use comes first, as the data lists them last.
    return next((name for name in reversed(names) if name in used), next(iter(names), ""))


def _drop_lonely(lines: list[str | Row]) -> list[str | Row]:
    """Without an empty line beside another that came to stand there."""
    kept: list[str | Row] = []
    for at, line in enumerate(lines):
        empty = isinstance(line, str) and not line.strip()
        last = kept[-1] if kept else None
        if empty and isinstance(last, str) and not last.strip() and 0 < at < len(lines) - 1:
            continue
        kept.append(line)
    return kept


def _align(lines: list[str | Row], body: str, file: SchemaFile) -> Iterator[str]:
    """Rows as text: in columns, between empty lines, where the exemplar's are."""
    found = list(_list_fields(body, file))
    indent = re.match(r"[ \t]*", found[0].group().split("\n")[-1]) if found else None
    lead = indent.group() if indent is not None else "  "
    starts = {each.start("type") - each.start("name") for each in found}
    columns = len(starts) == 1 and len(found) > 1
    rows = [line for line in lines if isinstance(line, Row)]
    widths = (
        max((len(row.name) for row in rows), default=0) if columns else 0,
        max((len(row.type) for row in rows if row.options), default=0) if columns else 0,
    )
    for line in lines:
        if isinstance(line, str):
            yield line
        else:
            text = f"{line.name:<{widths[0]}} {line.type:<{widths[1]}} {line.options}"
            yield (lead + text).rstrip()


def _lead_back(own: re.Match[str], name: str, file: SchemaFile) -> Iterator[Edit]:
    """In every model that the exemplar belongs to, what leads to it leads to the new one, too."""
    related = {
        found["type"]
        for found in _list_fields(own["body"], file)
        if found["type"] in file.blocks and not found["list"]
    }
    for parent in sorted(related - {own["name"]}):
        block = file.blocks[parent]
        for found in _list_fields(block["body"], file):
            if found["type"] != own["name"]:
                continue
            line = found.group()
            start = found.start("name") - found.start()
            gap = line[found.end("name") - found.start() : found.start("type") - found.start()]
            renamed = file.rename(found["name"])
            width = max(len(found["name"]) + len(gap), len(renamed) + 1)
            rest = line[found.start("type") - found.start() :].replace(own["name"], name, 1)
            end = block.start("body") + found.end()
            text = line[:start] + renamed.ljust(width) + file.rename_text(rest)
            yield Edit(start=end, end=end, text=find_eol(file.text) + text)
