"""Proves detection: in each little repository of a case exactly what is expected is found."""

from __future__ import annotations

from collections.abc import Iterator

from backend_agent.catalog import Case, Catalog, list_cases
from backend_agent.detect import detect_stack
from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.errors import InputError
from backend_agent.values.proof import DetectCase, Proof
from backend_agent.values.technology import Technology


def prove_detection(scope: Scope) -> Proof:
    """The likeliest backend of each case has its language, technologies and commands, and every
    framework has a case."""
    cases = list_cases(scope.root, "detect", DetectCase)
    if not cases:
        return Proof(subject="detection", absent="there are no cases here")
    unseen = {each.technology for each in scope.documents(Technology)} - {
        case.technology for case in cases
    }
    findings = [
        find_fault("detection", case.path, fault)
        for case in cases
        for fault in _judge_case(case, scope.catalog)
    ]
    findings += [
        find_fault("detection", document.path, "a framework needs a case in cases/detect/")
        for document in scope.documents(Technology)
        if document.value.kind == "framework" and document.technology in unseen
    ]
    return Proof(subject="detection", proved=len(cases), findings=tuple(findings))


def _judge_case(case: Case[DetectCase], catalog: Catalog) -> Iterator[str]:
    try:
        component = detect_stack(case.tree, catalog).components[0]
    except InputError as error:
        yield f"nothing is detected: {error.message}"
        return
    expected = case.expected
    if component.language != expected.language:
        yield f"the language is taken for {component.language!r}, it is {expected.language!r}"
    found = component.technology_ids()
    for missed in sorted(set(expected.technologies) - found):
        yield f"{missed} is not found"
    for invented in sorted(set(expected.absent) & found):
        yield f"{invented} is found, and is not there"
    commands = {(command.kind, command.argv) for command in component.commands}
    for command in expected.commands:
        if (command.kind, command.argv) not in commands:
            yield f"no {command.kind} command is `{' '.join(command.argv)}`"
