"""Proves the standards: numbers in order, judges that exist, and rules that name a row."""

from __future__ import annotations

import re

from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.proof import Proof
from backend_agent.values.rule import Rule
from backend_agent.values.standard import StandardArea

ID = re.compile(r"[A-Z]{2}-\d{2}")


def prove_standards(scope: Scope) -> Proof:
    """Ids are well formed and used once; a row names the rules that name it, and no others."""
    areas = scope.documents(StandardArea)
    rules = {document.name for document in scope.catalog.documents(Rule)}
    ours = [(document.name, document.value.standard) for document in scope.documents(Rule)]
    rows = [(area.path, row) for area in areas for row in area.value.standards]
    every = [row.id for row in scope.catalog.standards]
    findings = []
    for path, row in rows:
        if not ID.fullmatch(row.id):
            findings.append(find_fault("standards", path, f"{row.id!r}: an id is like RE-01"))
        if every.count(row.id) > 1:
            findings.append(find_fault("standards", path, f"{row.id} is defined twice"))
        findings += [
            find_fault("standards", path, f"{row.id} is checked by a rule {judge.id!r}: none is")
            for judge in row.checked_by
            if judge.kind == "rule" and judge.id not in rules
        ]
        named = {judge.id for judge in row.checked_by if judge.kind == "rule"}
        findings += [
            find_fault("standards", path, f"{row.id} must name the rule {rule!r} in checked_by")
            for rule, standard in ours
            if standard == row.id and rule not in named
        ]
    return Proof(subject="standards", proved=len(rows), findings=tuple(findings))


def prove_rule_standards(scope: Scope) -> Proof:
    """Every rule names a row that exists."""
    rows = {row.id: row for row in scope.catalog.standards}
    documents = scope.documents(Rule)
    findings = []
    for document in documents:
        row = rows.get(document.value.standard)
        if row is None:
            message = f"no standard has the id {document.value.standard!r}"
            findings.append(find_fault("rules' standards", document.path, message))
    return Proof(subject="rules' standards", proved=len(documents), findings=tuple(findings))
