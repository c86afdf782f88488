"""The text of a test that calls a route's function, with doubles for what it asks of others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent

from backend_agent.implement.analogy.handler import Asked, Handler
from backend_agent.implement.analogy.layout import find_declaration
from backend_agent.implement.analogy.source import Source
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words, style_words
from backend_agent.syntax.nouns import Noun, singularize_word, split_words
from backend_agent.values.application import Route
from backend_agent.values.contract_form import ContractForm

_CALLED = re.compile(r"(\w+)\(\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Donor:
    """A test of another resource, `noun`, that calls the function of its `route`; `given` are the
    parameters of that function with what the test gives for them."""

    source: Source
    test: Element
    route: Route
    noun: Noun
    given: tuple[tuple[str, str], ...]

    @property
    def fixtures(self) -> Mapping[str, str]:
        """What the test is given by the framework, by name, as declared."""
        kinds = self.source.language.parameters
        holder = next((each for each in self.test.children if each.kind in kinds), None)
        found = holder.named_children if holder is not None else ()
        return {next(each.leaves()).text: each.text for each in found}

    @property
    def holder(self) -> Element | None:
        """The class around the test."""
        roles = {shape.kind for shape in self.source.language.declarations if shape.role == "type"}
        return next((each for each in self.test.ancestors() if each.kind in roles), None)

    def known(self) -> dict[str, str]:
        """What can stand for a parameter in any test: a fixture, or a call without arguments."""
        found = {}
        for name, text in self.given:
            made = _CALLED.fullmatch(text)
            if text in self.fixtures or (made and made.group(1) in self.source.imports):
                found[name] = text
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test: `uses` are the names that it needs from the module of the function, `fixtures` what
    it is given."""

    handler: str
    name: str
    body: str
    uses: tuple[str, ...]
    fixtures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How the function is called: its arguments in order, and the lines before that make one of them."""

    handler: Handler
    module: str
    arguments: tuple[tuple[str, str], ...]
    given: str
    schema: str


def write_cases(
    call: Call, own: Noun, form: ContractForm, role_words: tuple[str, ...]
) -> tuple[Case, ...]:
    """One where the function answers, and one for each thing that it refuses to go on without."""
    handler = call.handler
    asked = handler.asked
    mine = [each for each in asked if carries_words(each.name, own.singular, own.plural)]
    if not mine:
        return ()
    first = mine[0]
    cases = [_write_case(call, "success", asked, None, first, form)]
    if call.given:
        name = f"test_{handler.name}_incomplete"
        body = form.incomplete.strip().format(schema=call.schema)
        cases.append(
            Case(handler=handler.name, name=name, body=body, uses=(call.schema,), fixtures=())
        )
    seen: set[str] = set()
    for at, each in enumerate(asked):
        what = "_".join(own.singular) if each in mine else _name_of(each, role_words)
        if each.error and what not in seen:
            seen.add(what)
            name = f"without_{what}"
            cases.append(_write_case(call, name, asked[: at + 1], each, first, form))
    return tuple(cases)


def _name_of(asked: Asked, role_words: tuple[str, ...]) -> str:
    """`crud_users` and `user_store` are asked for a user."""
    words = split_words(asked.name)
    meant = [word for word in words if word not in role_words] or words
    return singularize_word(meant[-1])


def _write_case(
    call: Call, label: str, asked: tuple[Asked, ...], missing: Asked | None, own: Asked,
    form: ContractForm,
) -> Case:  # fmt: skip
    handler = call.handler
    values = dict(call.arguments)
    lines: list[str] = []
    answers: dict[tuple[str, str], str] = {}
    for each in asked:
        key = (each.name, each.method)
        if each is missing:
            answers[key] = "None"
        elif each.bound == handler.result and missing is None and each.bound:
            lines.append(f"{each.bound} = {_thing(each.bound, handler, values, form)}")
            answers[key] = each.bound
        elif each.bound or key not in answers:
            answers[key] = _thing(each.bound, handler, values, form) if each.bound else "None"
    names = dict.fromkeys(each.name for each in asked)
    texts = {
        "doubles": ", ".join(
            form.double.format(module=call.module, name=name, double=f"mock_{name}")
            for name in names
        ),
        "answers": "\n    ".join(
            form.answer.format(double=f"mock_{name}", method=method, value=value)
            for (name, method), value in answers.items()
        ),
        "handler": handler.name,
        "arguments": ", ".join(text for _, text in call.arguments),
        "result": handler.result,
        "double": f"mock_{own.name}",
        "method": own.method,
        "error": missing.error if missing is not None else "",
    }
    form_text = form.refuses if missing is not None else form.passes
    before = "\n".join([*([call.given] if call.given else []), *lines])
    body = (
        f"{before}\n\n{form_text.strip().format(**texts)}"
        if before
        else form_text.strip().format(**texts)
    )
    words = set(re.findall(r"\w+", body))
    return Case(
        handler=handler.name,
        name=f"test_{handler.name}_{label}",
        body=body,
        uses=tuple(
            each for each in (handler.name, call.schema, missing.error if missing else "")
            if each in words
        ),
        fixtures=tuple(name for name in values.values() if name in words),
    )  # fmt: skip


def _thing(variable: str, handler: Handler, values: Mapping[str, str], form: ContractForm) -> str:
    """A double with the attributes that the function reads; one that must equal something does."""
    same = {(name, key): text for name, key, text in handler.same}
    found = {}
    for name, key in handler.attributes:
        if name == variable:
            text = same.get((name, key), "1")
            root = re.match(r"\w+", text)
            found[key] = (
                text.replace(root.group(), values.get(root.group(), root.group()), 1)
                if root
                else text
            )
    return form.thing.format(attributes=", ".join(f"{key}={text}" for key, text in found.items()))


def write_tests(cases: tuple[Case, ...], donors: tuple[Donor, ...]) -> str:
    """The tests one below the other, in a class for each function where the donor's are in one."""
    donor = donors[0]
    step = donor.source.indent
    known = {name: text for each in donors for name, text in each.fixtures.items()}
    by_handler: dict[str, list[str]] = {}
    for case in cases:
        by_handler.setdefault(case.handler, []).append(_write_test(case, donor, known))
    if donor.holder is None:
        return "\n\n\n".join(text for texts in by_handler.values() for text in texts)
    parts = []
    for handler, texts in by_handler.items():
        name = style_words(("test", *split_words(handler)), "pascal")
        inner = indent("\n\n".join(texts), step)
        parts.append(f"class {name}:\n{inner}")
    return "\n\n\n".join(parts)


def _write_test(case: Case, donor: Donor, known: Mapping[str, str]) -> str:
    step = donor.source.indent
    wrapped = donor.test.parent
    top = (
        wrapped
        if wrapped is not None and find_declaration(wrapped, donor.source.language)
        else None
    )
    marks = [each.text for each in top.children if each.kind != donor.test.kind] if top else []
    word = "async " if donor.test.text.startswith("async") else ""
    own = [
        text for name, text in donor.fixtures.items() if name in donor.source.language.self_words
    ]
    given = [known[name] for name in dict.fromkeys(case.fixtures) if name in known]
    head = f"{word}def {case.name}({', '.join([*own, *given])}):"
    return "\n".join([*marks, head, indent(case.body, step)])
