"""Proves what technologies say of themselves: signals, names of others, commands, versions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.proof import Proof
from backend_agent.values.technology import (
    PLACEHOLDERS,
    LifeStatus,
    Signal,
    Technology,
    ToolCommand,
)

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def prove_signals(scope: Scope) -> Proof:
    """Every signal compiles, is complete for its type and matches its own example."""
    signals = [
        (document.path, signal)
        for document in scope.documents(Technology)
        for signal in document.value.signals
    ]
    faults = tuple(
        find_fault("signals", path, fault)
        for path, signal in signals
        for fault in _judge_signal(signal)
    )
    return Proof(subject="signals", proved=len(signals), findings=faults)


def _judge_signal(signal: Signal) -> Iterator[str]:
    told = f"signal {signal.pattern!r}"
    try:
        pattern = re.compile(signal.pattern)
        re.compile(signal.within.removeprefix("@"))
    except re.error as error:
        yield f"{told} is not a regular expression: {error}"
        return
    if not pattern.search(signal.example):
        yield f"{told} does not match its own example {signal.example!r}"
    if pattern.search(""):
        yield f"{told} matches everything"
    if signal.type == "dependency" and not signal.registry:
        yield f"{told} is of a dependency: it needs a registry"
    if signal.type == "content" and not signal.within:
        yield f"{told} is of content: it needs the files to look within"


def prove_names(scope: Scope) -> Proof:
    """What a technology implies, supersedes or is replaced by exists; a successor that is no folder
    of data is a title, which is never spelled like an id."""
    documents = scope.documents(Technology)
    known = {technology.id for technology in scope.catalog.technologies}
    findings = []
    proved = 0
    for document in documents:
        for said, name in _list_names(document.value):
            proved += 1
            if name not in known and (said != "replaced_by" or ID.fullmatch(name)):
                message = f"{said} {name!r}: no technology has that id"
                findings.append(find_fault("names", document.path, message))
    return Proof(subject="names", proved=proved, findings=tuple(findings))


def _list_names(technology: Technology) -> Iterator[tuple[str, str]]:
    yield from (("implies", name) for name in technology.implies)
    yield from (("supersedes", name) for name in technology.supersedes)
    yield from (
        ("replaced_by", name)
        for status in _list_statuses(technology)
        for name in status.replaced_by
    )


def _list_statuses(technology: Technology) -> tuple[LifeStatus, ...]:
    return (technology.status, *(older.status for older in technology.older))


def prove_statuses(scope: Scope) -> Proof:
    """What is deprecated or archived names its successor and who says so; versions have a date."""
    documents = scope.documents(Technology)
    findings = []
    for document in documents:
        for status in _list_statuses(document.value):
            if status.state in ("deprecated", "archived"):
                if not status.replaced_by:
                    message = f"is {status.state}, but names no successor"
                    findings.append(find_fault("statuses", document.path, message))
                if not status.source:
                    message = f"is {status.state}, but says not by whom"
                    findings.append(find_fault("statuses", document.path, message))
        version = document.value.version
        if version and not _is_date(version.verified_on):
            message = f"verified_on {version.verified_on!r} is not a date (YYYY-MM-DD)"
            findings.append(find_fault("statuses", document.path, message))
    return Proof(subject="statuses", proved=len(documents), findings=tuple(findings))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def prove_commands(scope: Scope, has_reader: Callable[[str], bool]) -> Proof:
    """Every command names a reader there is, starts with a program, and uses known placeholders."""
    commands = [
        (document.path, command)
        for document in scope.documents(Technology)
        for command in document.value.commands
    ]
    faults = tuple(
        find_fault("commands", path, fault)
        for path, command in commands
        for fault in _judge_command(command, has_reader)
    )
    return Proof(subject="commands", proved=len(commands), findings=faults)


def _judge_command(command: ToolCommand, has_reader: Callable[[str], bool]) -> Iterator[str]:
    # Routes are read as JSON by the route oracle, not by a reader of checks.
    if command.kind != "routes" and not has_reader(command.reader):
        yield f"{command.kind}: no reader is called {command.reader!r}"
    if not command.argv or command.argv[0].startswith("{"):
        yield f"{command.kind}: names no program"
    for name in re.findall(r"\{(\w+)\}", " ".join(command.argv)):
        if name not in PLACEHOLDERS:
            yield f"{command.kind}: nothing fills the placeholder {{{name}}}"
    for pattern in (command.files, command.when_text):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"{command.kind}: {pattern!r} is not a regular expression: {error}"
