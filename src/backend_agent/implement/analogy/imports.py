"""Keeps the imports of a file in order: adds what is needed, drops what is no longer, stays sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backend_agent.implement.analogy.binding import ImportedName, is_load, read_import
from backend_agent.implement.analogy.layout import find_declaration
from backend_agent.implement.analogy.source import Source
from backend_agent.syntax.edits import Edit, apply_edits, line_end, line_start
from backend_agent.syntax.element import Element
from backend_agent.values.language import ImportNeed


def specifier_key(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest; letters without regard to case."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower()


def names_of(statement: Element, source: Source) -> tuple[ImportedName, ...]:
    return read_import(statement, source.language)


def is_sorted(names: Sequence[str]) -> bool:
    keys = [specifier_key(name) for name in names]
    return keys == sorted(keys)


def add_need(text: str, need: ImportNeed, like: Source, width: int) -> str:
    """The text with the name imported; unchanged where it is bound already."""
    source = Source(like.path, text, like.language)
    if need.name in source.imports:
        return text
    for statement in source.import_statements:
        names = names_of(statement, source)
        listed = _listed(names)
        if listed and names[0].module == need.module and statement.parent is source.root:
            return write_names(source, statement, [*_written(listed), need.name], width)
    return _add_statement(source, need)


def _listed(names: tuple[ImportedName, ...]) -> tuple[ImportedName, ...]:
    """The names of a list that one more can join: not those of `import a`."""
    return tuple(each for each in names if each.listed)


def _written(names: Sequence[ImportedName]) -> list[str]:
    return [each.specifier.text for each in names]


def write_names(
    source: Source,
    statement: Element,
    written: list[str],
    width: int,
    *,
    sort: bool | None = None,
) -> str:
    """The statement with these names, in order if they were; wrapped where the line is too long."""
    names = _listed(names_of(statement, source))
    old = _written(names)
    first, last = names[0].specifier, names[-1].specifier
    if sort if sort is not None else is_sorted(old):
        written = sorted(dict.fromkeys(written), key=specifier_key)
    region = source.text[first.start : last.end]
    gap = (
        source.text[first.end : names[1].specifier.start]
        if len(names) > 1
        else _lone_gap(source, first)
    )
    if any(mark in region for mark in ("#", "//")):
        added = [name for name in written if name not in old]
        return apply_edits(
            source.text, [Edit(start=last.end, end=last.end, text=gap + gap.join(added))]
        )
    edit = Edit(start=first.start, end=last.end, text=gap.join(written))
    text = apply_edits(source.text, [edit])
    start = line_start(text, first.start)
    line = text[start : line_end(text, first.start)]
    wrap = source.language.imports.wrap
    if wrap and "\n" not in gap and len(line) > width and wrap not in line:
        indent = source.eol + source.indent
        body = wrap + indent + ("," + indent).join(written) + "," + source.eol + ")"
        return apply_edits(source.text, [Edit(start=first.start, end=last.end, text=body)])
    return text


def _lone_gap(source: Source, first: Element) -> str:
    """The separator of a list with one name so far: on lines of their own where that one is."""
    before = source.text[line_start(source.text, first.start) : first.start]
    return "," + source.eol + before if not before.strip() else ", "


def _add_statement(source: Source, need: ImportNeed) -> str:
    form = source.language.imports
    top = [each for each in source.import_statements if each.parent is source.root]
    loads = bool(top) and all(is_load(each, source.language) for each in top)
    write = form.write_load if loads and form.write_load else form.write
    line = write.format(module=need.module, names=need.name)
    line = _dress_like(line, top)
    groups = group_statements(top, source)
    fitting = [group for group in groups if _is_standard(group, source) == need.standard]
    if fitting:
        group = fitting[0] if need.standard else fitting[-1]
        keys = [statement_key(each, source) for each in group]
        new_key = (1, module_key(need.module, source))
        before = next((each for each, key in zip(group, keys, strict=True) if key > new_key), None)
        if before is not None and keys == sorted(keys):
            return _insert(source, before.start, line + source.eol)
        return _insert(source, line_end(source.text, group[-1].end), source.eol + line)
    if groups and need.standard:
        return _insert(source, groups[0][0].start, line + source.eol * 2)
    if groups:
        return _insert(source, line_end(source.text, groups[-1][-1].end), source.eol * 2 + line)
    return _insert(source, _after_docstring(source), line + source.eol * 2)


def _dress_like(line: str, statements: Sequence[Element]) -> str:
    """With the quotes and the semicolon of the imports that are there."""
    texts = [each.text for each in statements]
    if texts and all('"' in text for text in texts):
        line = line.replace("'", '"')
    closed = any(text.endswith(";") for text in texts)
    return line + ";" if closed and not line.endswith(";") else line


def _insert(source: Source, offset: int, text: str) -> str:
    return apply_edits(source.text, [Edit(start=offset, end=offset, text=text)])


def _after_docstring(source: Source) -> int:
    """The start of the first statement that is no lone text at the file's top."""
    for child in source.root.named_children:
        kinds = {child.kind, *(each.kind for each in child.named_children)}
        lone = any(source.language.literals.get(kind) == "text" for kind in kinds)
        if child.kind not in source.language.comments and not lone:
            return child.start
    return len(source.text)


def group_statements(statements: Sequence[Element], source: Source) -> list[list[Element]]:
    """Runs of import statements without an empty line or anything else between them."""
    groups: list[list[Element]] = []
    for each in statements:
        if groups and source.text[groups[-1][-1].end : each.start].strip(" \t\r;") == "\n":
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _is_standard(group: Sequence[Element], source: Source) -> bool:
    standard = source.language.imports.standard
    return any(
        name.module.split(source.language.imports.separator)[0] in standard
        and not name.module.startswith("__")
        for each in group
        for name in names_of(each, source)
    )


def statement_key(statement: Element, source: Source) -> tuple[int, tuple[str, ...]]:
    names = names_of(statement, source)
    module = names[0].module if names else statement.text
    return int(bool(_listed(names))), module_key(module, source)


def module_key(module: str, source: Source) -> tuple[str, ...]:
    """Folder by folder where modules are paths (`a/z` before `a-b`), else letter by letter."""
    separator = source.language.imports.separator
    return tuple(module.lower().split("/")) if separator == "/" else (module.lower(),)


def sorted_run(group: Sequence[Element], statement: Element, source: Source) -> list[Element]:
    """The statements around this one that are in order: the whole group, else those beside it that
    begin at the same place (packages, then aliases, then relative ones, each in order); [] = none."""
    keys = [statement_key(each, source) for each in group]
    if keys == sorted(keys):
        return list(group)
    at = list(group).index(statement)
    first = last = at
    while first and keys[first - 1][1][0] == keys[at][1][0]:
        first -= 1
    while last + 1 < len(keys) and keys[last + 1][1][0] == keys[at][1][0]:
        last += 1
    run = keys[first : last + 1]
    return list(group[first : last + 1]) if len(run) > 1 and run == sorted(run) else []


def sort_like(text: str, original: Source, width: int) -> str:
    """Lists and groups that were in order in the original are put in order again."""
    if original.language.imports.sorted != "isort":
        return text
    statements = [each for each in original.import_statements if each.parent is original.root]
    lists = all(is_sorted(_written(_listed(names_of(each, original)))) for each in statements)
    groups = all(
        keys == sorted(keys)
        for group in group_statements(statements, original)
        for keys in [[statement_key(each, original) for each in group]]
    )
    if lists:
        text = _sort_lists(text, original, width)
    return _sort_groups(text, original) if groups else text


def _sort_lists(text: str, original: Source, width: int) -> str:
    for at in range(len(Source(original.path, text, original.language).import_statements)):
        source = Source(original.path, text, original.language)
        statement = source.import_statements[at]
        listed = _listed(names_of(statement, source))
        if len(listed) > 1 and listed[0].specifier.parent is statement:
            text = write_names(source, statement, _written(listed), width, sort=True)
    return text


def _sort_groups(text: str, original: Source) -> str:
    source = Source(original.path, text, original.language)
    statements = [each for each in source.import_statements if each.parent is source.root]
    edits = []
    for group in group_statements(statements, source):
        ordered = sorted(group, key=lambda each: statement_key(each, source))
        edits += [
            Edit(start=old.start, end=old.end, text=new.text)
            for old, new in zip(group, ordered, strict=True)
            if old is not new
        ]
    return apply_edits(text, edits)


def drop_unused(text: str, original: Source, width: int, rename: Callable[[str], str]) -> str:
    """Without the names that the original uses and this text, under their new name, does not."""
    names = dict.fromkeys(new for old in used_names(original) for new in (old, rename(old)))
    source, before = Source(original.path, text, original.language), ""
    # A condition that goes with its last import may have been the only use of another one.
    while before != source.text:
        before = source.text
        for name in names:
            if name in source.imports and name not in used_names(source):
                left = _drop_name(source, source.imports[name], width)
                source = Source(original.path, left, original.language)
    return source.text


def used_names(source: Source) -> tuple[str, ...]:
    """The imported names that occur outside the imports, in order of import."""
    statements = [(each.start, each.end) for each in source.import_statements]
    seen = {
        leaf.text
        for leaf in source.root.leaves()
        if leaf.kind in (*source.language.identifiers, *source.language.strings)
        and not any(start <= leaf.start < end for start, end in statements)
    }
    return tuple(name for name in source.imports if name in seen)


def _drop_name(source: Source, imported: ImportedName, width: int) -> str:
    names = names_of(imported.statement, source)
    kept = [each for each in _listed(names) if each.name != imported.name]
    if kept and len(names) > 1:
        return write_names(source, imported.statement, _written(kept), width)
    whole = _with_its_condition(imported.statement, source)
    start = line_start(source.text, whole.start)
    end = min(line_end(source.text, whole.end) + len(source.eol), len(source.text))
    alone = source.text[:start].endswith(source.eol * 2) or start == 0
    if alone and source.text[end:].startswith(source.eol):
        end += len(source.eol)
    return apply_edits(source.text, [Edit(start=start, end=end, text="")])


def _with_its_condition(statement: Element, source: Source) -> Element:
    """The statement; with the condition that guards nothing but it (`if TYPE_CHECKING:`), which could
    not stand without it."""
    block = statement.parent
    holder = block.parent if block is not None else None
    if block is None or holder is None or tuple(block.named_children) != (statement,):
        return statement
    guards = len(holder.named_children) == 2 and holder.named_children[-1] is block
    return holder if guards and find_declaration(holder, source.language) is None else statement


def drop_names(text: str, names: Sequence[str], original: Source, width: int) -> str:
    """Without the imports of these names, used or not: what they came from is gone."""
    for name in names:
        source = Source(original.path, text, original.language)
        if name in source.imports:
            text = _drop_name(source, source.imports[name], width)
    return text
