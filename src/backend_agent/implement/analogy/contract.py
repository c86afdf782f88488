"""A smallest test of the new routes where the exemplar has none, written as the others' tests are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.implement.analogy.assemble import MAKER
from backend_agent.implement.analogy.contract_text import (
    Call,
    Case,
    Donor,
    write_cases,
    write_tests,
)
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.handler import (
    Handler,
    Parameter,
    find_function,
    read_handler,
)
from backend_agent.implement.analogy.judge import new_route
from backend_agent.implement.analogy.paths import target_path
from backend_agent.implement.analogy.samples import SampleBook
from backend_agent.implement.analogy.scope import Transplant
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.implement.analogy.wrap import fit_like, learn_width
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words, rename_identifier, swap_nouns
from backend_agent.syntax.tree import find_faults, parse_source
from backend_agent.values.application import Application, Route
from backend_agent.values.changes import FileChange, Note
from backend_agent.values.contract_form import ContractForm
from backend_agent.values.task import FieldSpec, FieldType
from backend_agent.world.tree import OverlayTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The file of the test, or none; the note says which and why."""

    changes: tuple[FileChange, ...] = ()
    notes: tuple[Note, ...] = ()


NO_CONTRACT = Contract()


def write_contract(
    transplant: Transplant,
    application: Application,
    changes: tuple[FileChange, ...],
    book: SampleBook,
) -> Contract:
    """Each test that can be derived from the code of the new routes' functions, in the way in which
    tests of another resource call theirs; nothing is invented where no test shows how."""
    name = transplant.exemplar.entity.name
    if transplant.territory.has_tests:
        return NO_CONTRACT
    for form in transplant.lexicon.contracts:
        for path in transplant.codebase.paths:
            source = transplant.codebase.source(path)
            donors = tuple(_find_donors(source, transplant, application, form))
            change = (
                _write_file(donors, application, transplant, changes, book, form)
                if donors
                else None
            )
            if change is not None:
                said = f"{name} has no tests; {change.path} was made from the code of the new routes, in "
                return Contract(
                    changes=(change,),
                    notes=(Note(kind="decision", text=f"{said}the way of {path}"),),
                )
    return Contract(
        notes=(
            Note(
                kind="left",
                text=f"{name} has no tests, so none were made: no test of another resource shows how "
                "such a route is called",
            ),
        )
    )


def _find_donors(
    source: Source, transplant: Transplant, application: Application, form: ContractForm
) -> Iterator[Donor]:
    """The tests of the file that call the functions of another resource's routes."""
    if not source.is_test or not set(form.needs) <= set(source.imports):
        return
    routes: dict[str, Route] = {}
    for name, imported in source.imports.items():
        path = transplant.codebase.resolve_module(source.path, imported.module)
        for route in application.routes:
            if route.handler == name and route.evidence.path == path:
                routes[name] = route
    noun = next(
        (
            each
            for each in transplant.exemplar.others
            if carries_words(source.stem, each.singular, each.plural)
        ),
        None,
    )
    if not routes or noun is None:
        return
    language = source.language
    for call in source.root.find_kinds({shape.kind for shape in language.calls}):
        called = routes.get(call.children[0].text)
        test = _enclosing_test(call, source) if called is not None else None
        if called is None or test is None:
            continue
        home = transplant.codebase.source(called.evidence.path)
        handler = read_handler_names(home, called.handler)
        given = call.children[-1].named_children
        keyed = {shape.kind for shape in language.keyed}
        if handler is not None and not keyed & {each.kind for each in given}:
            yield Donor(
                source=source, test=test, route=called, noun=noun,
                given=tuple(zip(handler, (each.text for each in given), strict=False)),
            )  # fmt: skip


def read_handler_names(source: Source, name: str) -> tuple[str, ...] | None:
    """The names of the function's parameters, in order."""
    top = find_function(source, name)
    if top is None:
        return None
    holder = next((e for e in top.walk() if e.kind in source.language.parameters), None)
    return tuple(next(each.leaves()).text for each in holder.named_children) if holder else None


def _enclosing_test(call: Element, source: Source) -> Element | None:
    for above in call.ancestors():
        if above.kind in {
            shape.kind for shape in source.language.declarations if shape.role == "callable"
        }:
            key = above.labels.get("name")
            found = key is not None and key.text.startswith(source.language.test_names)
            return above if found else None
    return None


def _write_file(
    donors: tuple[Donor, ...],
    application: Application,
    transplant: Transplant,
    changes: tuple[FileChange, ...],
    book: SampleBook,
    form: ContractForm,
) -> FileChange | None:
    donor = donors[0]
    swaps = swap_nouns(donor.noun, transplant.noun)
    folder, file = posixpath.split(donor.source.path)
    style = transplant.codebase.file_style
    stem, dot, suffix = file.partition(".")
    target = posixpath.join(folder, rename_identifier(stem, swaps, style) + dot + suffix)
    tree = OverlayTree(transplant.codebase.tree, changes)
    if target == donor.source.path or tree.exists(target):
        return None
    home = Codebase(tree, transplant.codebase.prefix.rstrip("/"), transplant.language)
    cases = tuple(
        case
        for route in transplant.exemplar.routes
        for case in _list_cases(route, donors, application, transplant, home, book, form)
    )
    routes = target_path(transplant.exemplar.routes[0].evidence.path, transplant)
    text = write_module(cases, donors, routes, home, form) if cases else None
    if text is None:
        return None
    text = fit_like(text, donor.source, learn_width(transplant.codebase), "")
    if find_faults(parse_source(text, donor.source.grammar)):
        return None
    return FileChange(
        path=target, before=None, after=text.encode(), maker=MAKER,
        purpose=f"a smallest test of the new routes, in the way of {donor.source.path}",
    )  # fmt: skip


def _list_cases(
    route: Route,
    donors: tuple[Donor, ...],
    application: Application,
    transplant: Transplant,
    home: Codebase,
    book: SampleBook,
    form: ContractForm,
) -> Iterator[Case]:
    path = target_path(route.evidence.path, transplant)
    module = _module_of(path, donors[0])
    name = rename_identifier(route.handler, transplant.swaps, transplant.styles.name)
    if not home.tree.exists(path) or module is None:
        return
    handler = read_handler(home.source(path), name, home, form)
    call = (
        _plan_call(handler, module, route, donors, application, transplant, book, form)
        if handler
        else None
    )
    if call is not None:
        yield from write_cases(call, transplant.noun, form, transplant.language.role_words)


def _plan_call(
    handler: Handler,
    module: str,
    route: Route,
    donors: tuple[Donor, ...],
    application: Application,
    transplant: Transplant,
    book: SampleBook,
    form: ContractForm,
) -> Call | None:
    """What is given for each parameter; None where nothing shows what one is."""
    known: dict[str, str] = {}
    for donor in donors:
        known = donor.known() | known
    schema = rename_identifier(route.request_schema, transplant.swaps)
    arguments: list[tuple[str, str]] = []
    given = ""
    for each in handler.parameters:
        if schema and re.search(rf"\b{schema}\b", each.type):
            payload = _write_payload(route, application, transplant, book)
            if payload is None:
                return None
            given = form.given.format(name=each.name, schema=schema, payload=payload)
            arguments.append((each.name, each.name))
        elif each.name in known:
            arguments.append((each.name, known[each.name]))
        elif (sample := _sample_path(each, route, transplant, book)) is not None:
            arguments.append((each.name, sample))
        elif each.is_optional:
            break
        else:
            return None
    left = handler.parameters[len(arguments) :]
    if any(not each.is_optional for each in left):
        return None
    return Call(
        handler=handler, module=module, arguments=tuple(arguments), given=given, schema=schema
    )


def _sample_path(
    parameter: Parameter, route: Route, transplant: Transplant, book: SampleBook
) -> str | None:
    """An example of what stands in the path, where it is a number or a text."""
    kind = transplant.lexicon.canonical(parameter.type)
    path = new_route(route, transplant).path
    spoken = re.search(rf"{{{parameter.name}\b", path) is not None
    if kind not in ("int", "bigint", "string", "text") or not spoken:
        return None
    return _sample(parameter.name, kind, book)


def _sample(name: str, kind: FieldType, book: SampleBook) -> str | None:
    return book.sample(NewField(name=name, spec=FieldSpec(name=name, type=kind)), 0, "json")


def _write_payload(
    route: Route, application: Application, transplant: Transplant, book: SampleBook
) -> str | None:
    """What is sent to make one: an example of every new field, and of what else the exemplar needs;
    None where nothing is known to be an example of it."""
    own = {each.name for each in transplant.exemplar.business}
    sent = next((each for each in application.schemas if each.name == route.request_schema), None)
    if sent is None:
        return None
    found = {each.name: book.sample(each, 0, "json") for each in transplant.fields.new}
    for each in sent.attributes:
        if each.required and not each.nullable and each.name not in own:
            kind = transplant.lexicon.canonical(each.type)
            found[each.name] = _sample(each.name, kind, book) if kind else None
    pairs = ", ".join(f'"{name}": {text}' for name, text in found.items())
    return f"{{{pairs}}}" if None not in found.values() else None


def _module_of(path: str, donor: Donor) -> str | None:
    """How a test imports the file: as the donor imports its own."""
    imported = donor.source.imports[donor.route.handler].module
    separator = donor.source.language.imports.separator
    dotted = posixpath.splitext(donor.route.evidence.path)[0].replace("/", separator)
    if not dotted.endswith(imported):
        return None
    above = dotted[: len(dotted) - len(imported)]
    return posixpath.splitext(path)[0].replace("/", separator).removeprefix(above)


def write_module(
    cases: tuple[Case, ...],
    donors: tuple[Donor, ...],
    path: str,
    home: Codebase,
    form: ContractForm,
) -> str | None:
    """The whole file, with its imports: of the framework as the donor's, of ours where they stand."""
    donor, tests = donors[0], write_tests(cases, donors)
    words = set(re.findall(r"\w+", tests))
    outer = dict.fromkeys(
        donor.source.imports[name].module
        for name in (*form.needs, form.refuses_needs)
        if name in words and name in donor.source.imports
    )
    source = home.source(path)
    write = donor.source.language.imports.write
    ours: dict[str, set[str]] = {}
    for name in {name for case in cases for name in case.uses}:
        imported = source.imports.get(name)
        place = home.resolve_module(path, imported.module) if imported is not None else path
        module = _module_of(place, donor) if place is not None else None
        if module is None:
            return None
        ours.setdefault(module, set()).add(name)
    lines = []
    for module in outer:
        names = [
            name for name in sorted({*form.needs, form.refuses_needs})
            if name in words and name in donor.source.imports
            and donor.source.imports[name].module == module
        ]  # fmt: skip
        if donor.source.imports[names[0]].listed:
            lines.append(write.format(module=module, names=", ".join(names)))
        else:
            lines.append(donor.source.imports[names[0]].statement.text)
    standard = donor.source.language.imports.standard
    groups = [
        [line for line in lines if (re.split(r"\W", line.split(" ", 1)[1])[0] in standard)],
        [line for line in lines if (re.split(r"\W", line.split(" ", 1)[1])[0] not in standard)],
        [
            write.format(module=module, names=", ".join(sorted(names)))
            for module, names in sorted(ours.items())
        ],
    ]
    head = "\n\n".join("\n".join(group) for group in groups if group)
    return f"{head}\n\n\n{tests}\n"
