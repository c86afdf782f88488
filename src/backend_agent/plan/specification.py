"""`backend.yaml`: a whole service in one file, read strictly into the same values as the short form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from backend_agent.plan.fault import Piece, did_you_mean
from backend_agent.plan.grammar import (
    FLAGS,
    KEYS,
    NOT_BUILT_OPTIONS,
    FieldPieces,
    build_field,
    read_resource_name,
    refuse_doubles,
)
from backend_agent.plan.yaml_entries import Entry, read_entries
from backend_agent.values.errors import InputError, Refused
from backend_agent.values.task import FieldSpec, ResourceSpec, ServiceSpec

VERSION = "1"

# Every key of the whole language: (built today, what to do instead). A key that is known and not
# built is answered by name, so that nothing a person wrote is ever left out in silence.
DOCUMENT_KEYS = {
    "spec": "", "service": "", "resources": "",
    "tenancy": "add the tenant as a resource and a `ref` to it in each",
    "auth": "use the service's own sign-in as it is",
    "capabilities": "name them on the command line: `--with NAME`",
    "custom": "leave it out and write these routes by hand",
}  # fmt: skip
SERVICE_KEYS = {
    "name": "", "database": "",
    "base_path": "change the prefix by hand after the run",
    "envelope": "the service keeps its own response shape",
    "errors": "the service answers with problem details (RFC 9457)",
}  # fmt: skip
RESOURCE_KEYS = {
    "fields": "", "owner": "",
    "state": "use an `enum` field and write the moves by hand",
    "events": "publish them by hand after the run",
    "idempotent": "add it by hand after the run",
    "tenant": "use a `ref` field to the tenant",
    "access": "the exemplar's permissions are used; change them by hand after the run",
    "unique": "mark single fields `unique`",
    "soft_delete": "use an `optional` datetime field and write the filter by hand",
    "versioned": "add it by hand after the run",
    "parent": "use a `ref` field to the parent",
    "key": "the id is the key; mark the field `unique`",
    "toggles": "add a resource for the link with two `ref` fields",
    "list": "the exemplar's list is used as it is",
    "path": "the path follows the resource's name",
    "follows": "add a resource for the link with two `ref` fields",
}  # fmt: skip


def read_specification(
    text: str, source: str = "backend.yaml", databases: Sequence[str] = ()
) -> ServiceSpec:
    """The service of a `backend.yaml`. `databases` are those the stack offers (none given = any).

    Raises InputError (`source`:line, the key's path, what to do) for what is wrong, and Refused,
    naming every one of them, for what the language has and no engine builds yet.
    """
    document = read_entries(text, source)
    _expect(document, "mapping", source)
    unbuilt: list[str] = []
    _check_keys(document, DOCUMENT_KEYS, source, unbuilt)
    _check_version(document, source)
    service = _required(document, "service", source)
    _expect(service, "mapping", source)
    _check_keys(service, SERVICE_KEYS, source, unbuilt)
    resources = document.find("resources")
    if resources is not None:
        _expect(resources, "mapping", source)
        for resource in resources.entries:
            _expect(resource, "mapping", source)
            _check_keys(resource, RESOURCE_KEYS, source, unbuilt)
    if unbuilt:
        raise Refused(
            "not built yet:\n" + "\n".join(f"    {line}" for line in unbuilt),
            hint="remove or replace these keys; everything else in the file can be built",
        )
    return ServiceSpec(
        name=_service_name(_required(service, "name", source), source),
        database=_database(service.find("database"), source, databases),
        resources=_read_resources(resources.entries if resources else (), source),
    )


def _check_version(document: Entry, source: str) -> None:
    version = _required(document, "spec", source)
    if version.text != VERSION:
        raise _fault(
            version, source, f"unknown version {version.text!r}", f"write `spec: {VERSION}`"
        )


def _service_name(entry: Entry, source: str) -> str:
    _expect(entry, "text", source)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", entry.text):
        raise _fault(entry, source, f"{entry.text!r} is not a service name", "write e.g. `my-shop`")
    return entry.text


def _database(entry: Entry | None, source: str, known: Sequence[str]) -> str:
    if entry is None:
        return ""
    _expect(entry, "text", source)
    if known and entry.text not in known:
        hint = did_you_mean(entry.text, known) + "one of: " + ", ".join(known)
        raise _fault(entry, source, f"unknown database {entry.text!r}", hint)
    return entry.text


def _read_resources(entries: Iterable[Entry], source: str) -> tuple[ResourceSpec, ...]:
    resources: list[ResourceSpec] = []
    for entry in entries:
        try:
            name = read_resource_name(entry.key)
        except InputError as error:
            raise _fault(entry, source, error.message, error.hint) from error
        if any(resource.name == name for resource in resources):
            raise _fault(entry, source, f"a second resource {name!r}", "give it another name")
        resources.append(_read_resource(name, entry, source))
    return tuple(resources)


def _read_resource(name: str, entry: Entry, source: str) -> ResourceSpec:
    fields = _required(entry, "fields", source)
    _expect(fields, "mapping", source)
    if not fields.entries:
        raise _fault(fields, source, "no fields", "add at least one, e.g. `total: decimal min=0`")
    read = tuple(_read_field(field, source) for field in fields.entries)
    refuse_doubles(name, read)
    owner = entry.find("owner")
    if owner is not None:
        _expect(owner, "text", source)
    return ResourceSpec(
        name=name, fields=read, owner=read_resource_name(owner.text) if owner else None
    )


def _read_field(entry: Entry, source: str) -> FieldSpec:
    _expect(entry, "text", source)
    try:
        return build_field(_field_pieces(entry))
    except InputError as error:
        raise _fault(entry, source, error.message, error.hint) from error


def _field_pieces(entry: Entry) -> FieldPieces:
    """`string 64 unique`: the type, its arguments up to the first option, the options."""
    line = f"{entry.key}: {entry.text}"
    offset = len(entry.key) + 2
    words = [
        Piece(text=found.group(), start=offset + found.start(), line=line)
        for found in re.finditer(r"\S+", entry.text)
    ]
    name = Piece(text=entry.key, start=0, line=line)
    if not words:
        return FieldPieces(
            name=name, type=Piece(text="", start=offset, line=line), arguments=(), options=()
        )
    type_, *rest = words
    first = next((at for at, word in enumerate(rest) if _is_option(word.text)), len(rest))
    arguments = tuple(
        Piece(text=part.group(), start=word.start + part.start(), line=line)
        for word in rest[:first]
        for part in re.finditer(r"[^,]+", word.text)
    )
    return FieldPieces(name=name, type=type_, arguments=arguments, options=tuple(rest[first:]))


def _is_option(word: str) -> bool:
    return "=" in word or word in (*FLAGS, *KEYS, *NOT_BUILT_OPTIONS)


def _check_keys(entry: Entry, known: dict[str, str], source: str, unbuilt: list[str]) -> None:
    for child in entry.entries:
        if child.key not in known:
            guess = did_you_mean(child.key, known)
            built = ", ".join(key for key, instead in known.items() if not instead)
            raise _fault(child, source, "unknown key", f"{guess}known here: {built}")
        if known[child.key]:
            unbuilt.append(f"{source}:{child.line}: {child.path}: {known[child.key]}")


def _required(entry: Entry, key: str, source: str) -> Entry:
    found = entry.find(key)
    if found is None:
        where = f"{entry.path}.{key}" if entry.path else key
        raise InputError(f"{source}:{entry.line}: {where} is missing", hint=f"add `{key}:`")
    return found


def _expect(entry: Entry, kind: str, source: str) -> None:
    if entry.kind != kind:
        wanted = {"mapping": "keys and values", "text": "one text"}[kind]
        raise _fault(
            entry, source, f"expected {wanted}, found a {entry.kind}", "see the example in the docs"
        )


def _fault(entry: Entry, source: str, problem: str, hint: str) -> InputError:
    where = f"{entry.path}: " if entry.path else ""
    return InputError(f"{source}:{entry.line}: {where}{problem}", hint=hint)
