"""Statements that bind names of other files: imports, and declarations whose value a call loads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend_agent.syntax.element import Element
from backend_agent.values.language import LanguageFormat, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedName:
    """`name` is bound by `statement`; `module` as written; `specifier` the element that names it;
    `listed` = it is one of the names taken from a module, not a module by itself; `default` = it is
    what the module hands out by default, under any name."""

    name: str
    module: str
    statement: Element
    specifier: Element
    listed: bool
    default: bool = False

    @property
    def original(self) -> str:
        """What the module calls it: `views` of `import views as dishes`."""
        return re.split(r"\W", self.specifier.text, maxsplit=1)[0]


def is_import(element: Element, language: LanguageFormat) -> bool:
    """Whether the statement binds names of another file and does nothing else."""
    kinds = {shape.kind for shape in language.imports.statements}
    return element.kind in kinds or _read_load(element, language) is not None


def is_load(statement: Element, language: LanguageFormat) -> bool:
    """Whether it does so by a call: `const { a } = require('./a')`."""
    return _read_load(statement, language) is not None


def _read_load(statement: Element, language: LanguageFormat) -> tuple[Element, str] | None:
    """What binds the names, and the module that is loaded; None where it is no such statement."""
    form = language.imports
    if statement.kind not in form.holders or len(statement.named_children) != 1:
        return None
    shapes = {shape.kind: shape for shape in language.assignments}
    binder = statement.named_children[0]
    shape = shapes.get(binder.kind)
    key = binder.labels.get(shape.key) if shape is not None else None
    value = binder.labels.get(shape.value) if shape is not None else None
    calls = {each.kind: each for each in language.calls}
    if key is None or value is None or value.kind not in calls:
        return None
    callee = value.labels.get(calls[value.kind].key)
    arguments = value.labels.get(calls[value.kind].value)
    given = arguments.named_children if arguments is not None else ()
    if callee is None or callee.text not in form.loads or len(given) != 1:
        return None
    literal = language.literals.get(given[0].kind) == "text" and len(given[0].named_children) == 1
    return (key, given[0].text.strip("'\"`")) if literal else None


def _read_bindings(
    statement: Element, key: Element, module: str, language: LanguageFormat
) -> tuple[ImportedName, ...]:
    shapes = {shape.kind: shape for shape in language.imports.bindings}
    if key.kind in language.identifiers:
        return (
            ImportedName(
                name=key.text, module=module, statement=statement, specifier=key, listed=False
            ),
        )
    found = []
    for element in key.named_children:
        shape = shapes.get(element.kind)
        name = element if shape is None else element.labels.get(shape.value, element)
        if name.kind in language.identifiers:
            found.append(
                ImportedName(
                    name=name.text,
                    module=module,
                    statement=statement,
                    specifier=element,
                    listed=True,
                )
            )
    return tuple(found)


def read_import(statement: Element, language: LanguageFormat) -> tuple[ImportedName, ...]:
    """The names that an import statement binds."""
    loaded = _read_load(statement, language)
    if loaded is not None:
        return _read_bindings(statement, *loaded, language)
    shapes = {shape.kind: shape for shape in language.imports.specifiers}
    head = next(each for each in language.imports.statements if each.kind == statement.kind)
    source = statement.labels.get(head.key)
    module = source.text.strip("'\"") if source is not None else ""
    found = []
    for element in statement.walk():
        shape = shapes.get(element.kind)
        if shape is None or _is_within(element, source) or _has_specifier_above(element, shapes):
            continue
        name = element.labels.get(shape.value) or _last_name(element, language)
        if name is not None:
            renamed = shape.value in element.labels
            original = element.labels.get(shape.key, element).text
            found.append(
                ImportedName(
                    name=name.text if renamed or module else name.text.split(".")[0],
                    module=module or original,
                    statement=statement,
                    specifier=element,
                    listed=bool(module),
                    default=shape.role == "value",
                )
            )
    return tuple(found)


def _last_name(element: Element, language: LanguageFormat) -> Element | None:
    direct = [each for each in element.children if each.kind in language.identifiers]
    if not direct:
        return None if element.children else element
    return direct[0] if len(direct) == 1 else element


def _is_within(element: Element, other: Element | None) -> bool:
    return other is not None and other.start <= element.start and element.end <= other.end


def _has_specifier_above(element: Element, shapes: dict[str, Shape]) -> bool:
    for above in element.ancestors():
        if above.kind in shapes and shapes[above.kind].key:
            return True
        if above.kind.endswith("statement"):
            return False
    return False
