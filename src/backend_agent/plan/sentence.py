"""What is asked: the words of `add …`, or a plain sentence that clearly means one of them.

A sentence that asks for anything more, or in another language, is answered by a task without an
operation: half an understanding would be a change nobody asked for.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from backend_agent.catalog import Catalog
from backend_agent.plan.grammar import (
    parse_fields,
    parse_resource,
    write_field,
    write_resource,
)
from backend_agent.plan.inferred_fields import InferredField, infer_fields
from backend_agent.plan.names import name_problem, to_snake
from backend_agent.plan.phrases import (
    capability_pattern,
    holds,
    request_pattern,
    strip_front,
    subject_pattern,
)
from backend_agent.syntax.nouns import singularize_word
from backend_agent.values.errors import DataError, InputError
from backend_agent.values.inference import Inference
from backend_agent.values.task import (
    AddCapability,
    AddField,
    AddResource,
    RemoveField,
    RemoveResource,
    ResourceSpec,
    Task,
)

PROGRAM = "backend-agent"
MOST_REMOVED = 12
OPTIONS = ("--like", "--owner", "--component")


def understand_task(text: str, catalog: Catalog) -> Task:
    """The task of `text`: a command's words, a plain English sentence, or (operation None) a text
    that no engine is made for. Raises InputError where it clearly is a command, and a wrong one."""
    asked = " ".join(text.split())
    if not asked:
        raise InputError("the task is empty", hint='say what you need, e.g. "add resource …"')
    words = _command_words(asked)
    if words:
        return _read_command(asked, words)
    return _read_sentence(asked, find_inference(catalog))


def find_inference(catalog: Catalog) -> Inference:
    """The words of the one language we read."""
    for document in catalog.documents(Inference):
        return document.value
    raise DataError("data/inference.toml is missing", hint="install the package again")


def _command_words(text: str) -> tuple[str, ...]:
    """The words behind `add`, when the text is the command and not a sentence like it."""
    try:
        words = shlex.split(text)
    except ValueError:
        return ()
    if words[:1] == [PROGRAM]:
        words = words[1:]
    if words[:2] == ["add", "capability"]:
        return tuple(words[1:])
    fields = [word for word in words[2:] if not word.startswith("--")]
    if words[:2] in (["remove", "resource"], ["remove", "field"]):
        plain = [word for word in words[2:] if not word.startswith("--")]
        return tuple(words) if _is_removal(words[1], plain) else ()
    bare = 2 if words[1:2] == ["field"] else 1
    spelled = len(fields) <= bare or any(":" in word for word in fields)
    known = words[:1] == ["add"] and words[1:2] in (["resource"], ["field"])
    return tuple(words[1:]) if known and spelled else ()


def _is_removal(kind: str, plain: Sequence[str]) -> bool:
    """Names alone: a sentence about a removal has more words, or other ones."""
    return len(plain) <= 1 if kind == "resource" else 2 <= len(plain) <= MOST_REMOVED


def _read_removal(text: str, words: Sequence[str]) -> Task:
    plain, options = _take_options(words[2:])
    component = options.get("--component")
    if not plain:
        raise InputError(f"`remove {words[1]}` needs a name", hint="e.g. `remove resource order`")
    for name in plain:
        if name_problem(to_snake(name)):
            raise InputError(
                f"{name!r} is no name", hint="give names alone, e.g. `remove field order priority`"
            )
    operation: RemoveResource | RemoveField = (
        RemoveResource(name=plain[0])
        if words[1] == "resource"
        else RemoveField(resource=plain[0], names=tuple(dict.fromkeys(plain[1:])))
    )
    chosen = f" --component {shlex.quote(component)}" if component else ""
    return Task(
        text=text,
        operation=operation,
        component=component,
        command=f"{PROGRAM} remove {words[1]} {' '.join(plain)}{chosen}",
    )


def _read_command(text: str, words: Sequence[str]) -> Task:
    if words[0] == "remove":
        return _read_removal(text, words)
    plain, options = _take_options(words[1:])
    component = options.get("--component")
    if words[0] == "capability":
        if len(plain) != 1:
            raise InputError(
                f"`add capability` takes one name, not {len(plain)}",
                hint="e.g. `add capability NAME`",
            )
        return Task(
            text=text,
            operation=AddCapability(name=plain[0]),
            component=component,
            command=_command(f"capability {plain[0]}", component=component),
        )
    if words[0] == "field":
        return make_field_task(plain, component=component, text=text)
    resource = parse_resource(plain, owner=options.get("--owner"))
    like = options.get("--like")
    return Task(
        text=text,
        operation=AddResource(resource=resource, like=like),
        component=component,
        command=_command(f"resource {write_resource(resource)}", like=like, component=component),
    )


def make_field_task(words: Sequence[str], *, component: str | None = None, text: str = "") -> Task:
    """The task of `add field RESOURCE FIELD…`."""
    resource, fields = parse_fields(words)
    spelled = " ".join(write_field(field) for field in fields)
    return Task(
        text=text or f"add field {resource} {spelled}",
        operation=AddField(resource=resource, fields=fields),
        component=component,
        command=_command(f"field {resource} {spelled}", component=component),
    )


def _take_options(words: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    plain: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        key, _, value = word.partition("=")
        if not word.startswith("--"):
            plain.append(word)
        elif key not in OPTIONS:
            raise InputError(f"unknown option {key!r}", hint=f"known: {', '.join(OPTIONS)}")
        else:
            options[key] = value or next(rest, "")
            if not options[key]:
                raise InputError(f"{key} needs a value", hint=f"e.g. `{key} item`")
    return tuple(plain), options


def _command(rest: str, *, like: str | None = None, component: str | None = None) -> str:
    chosen = (f" --like {shlex.quote(like)}" if like else "") + (
        f" --component {shlex.quote(component)}" if component else ""
    )
    return f"{PROGRAM} add {rest}{chosen}"


def _read_sentence(text: str, words: Inference) -> Task:
    sentence = text.rstrip(".! ")
    if re.search(r"[.!?]\s+\S", sentence):
        return Task(text=text)
    for capability in words.capabilities:
        for phrase in capability.phrases:
            if capability_pattern(words, phrase).fullmatch(sentence):
                return Task(
                    text=text,
                    operation=AddCapability(name=capability.id),
                    command=_command(f"capability {capability.id}"),
                    assumptions=(f"{phrase!r} means the capability `{capability.id}`",),
                )
    return _read_request(text, sentence, words) or Task(text=text)


def _read_request(text: str, sentence: str, words: Inference) -> Task | None:
    request = request_pattern(words).fullmatch(sentence)
    written = _subject_name(request["subject"], words) if request else ""
    fields = infer_fields(request["fields"], words) if request and written else None
    given = tuple(each.field for each in fields or () if each.field is not None)
    if not fields or not given:
        return None
    name = _singular_name(written)
    spelled = ResourceSpec(name=name, fields=given)
    # Through the grammar once more, so that both doors refuse the same things.
    resource = parse_resource(write_resource(spelled).split())
    return Task(
        text=text,
        operation=AddResource(resource=resource),
        command=_command(f"resource {write_resource(resource)}"),
        assumptions=_assumptions(written, name, fields),
    )


def _subject_name(subject: str, words: Inference) -> str:
    """The name as written of `an orders resource`, or "" when it does not say it is one."""
    found = subject_pattern(words).fullmatch(strip_front(subject, words.fillers))
    if found is None:
        return ""
    name = strip_front(found["before"] or found["behind"] or "", words.fillers)
    return "" if holds(name, words.breakers) or name_problem(to_snake(name)) else name


def _singular_name(written: str) -> str:
    *before, last = to_snake(written).split("_")
    return "_".join([*before, singularize_word(last)])


def _assumptions(written: str, name: str, fields: Sequence[InferredField]) -> tuple[str, ...]:
    lines = []
    if to_snake(written) != name or " " in written:
        lines.append(f"{written!r} is the resource `{name}`")
    for each in fields:
        if each.field is None:
            lines.append(f"`{each.name}` is left out: {each.reason}")
        else:
            lines.append(f"`{each.name}` is `{each.field.type}`, because {each.reason}")
    required = [each.name for each in fields if each.field and not each.field.optional]
    if required:
        lines.append(f"required, because nothing says optional: {', '.join(required)}")
    return tuple(lines)
