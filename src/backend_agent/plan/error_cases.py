"""The errors a client can get, read from the proposed files themselves: status, text, place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend_agent.plan.situation import Situation, say_technology
from backend_agent.plan.texts import added_lines
from backend_agent.values.evidence import Evidence

_STATUS = re.compile(r"(?<![\w.])(?:HTTP_)?([45]\d\d)(?!\d)")
_SPEAKS_OF_STATUS = re.compile(
    r"status|http|code|error|exception|abort|problem|respon|repl|message|detail", re.IGNORECASE
)
# English words in the names of error classes, and the status each stands for (RFC 9110, 15.5).
_NAMED = (
    ("404", re.compile(r"\b\w*Not_?Found\w*", re.IGNORECASE)),
    ("409", re.compile(r"\b\w*(?:Conflict|AlreadyExists)\w*", re.IGNORECASE)),
    ("403", re.compile(r"\b\w*Forbidden\w*", re.IGNORECASE)),
    ("401", re.compile(r"\b\w*(?:Unauthori[sz]ed|Unauthenticated)\w*", re.IGNORECASE)),
)
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
LONGEST_LINE = 100


def list_errors(situation: Situation) -> tuple[str, ...]:
    """One line per status with the first place that answers with it, tests last."""
    places = _find_statuses(situation)
    lines = [
        f"{status}: `{evidence.text}` ({evidence})" for status, evidence in sorted(places.items())
    ]
    if situation.resource:
        lines += _body_errors(situation)
        lines += _data_errors(situation)
    return tuple(lines)


def _body_errors(situation: Situation) -> Iterator[str]:
    """What happens to a faulty body, known from the routes the new ones are written after."""
    taught = [twin.old for twin in situation.twins if twin.old and twin.old.method in WITH_BODY]
    checked = next((route for route in taught if route.request_schema), None)
    validation = situation.component.technology("validation")
    if checked:
        by = f" ({say_technology(validation)})" if validation else ""
        yield (
            "a body that breaks a type or a bound is refused as "
            f"`{checked.request_schema}` is on {checked.key}{by}"
        )
    elif taught:
        yield (
            f"no schema was found that checks the body of {taught[0].key} ({taught[0].evidence}): "
            "a faulty body reaches the new handler as well"
        )


def _data_errors(situation: Situation) -> Iterator[str]:
    resource = situation.resource
    for field in resource.fields if resource else ():
        if field.unique:
            yield f"`{field.name}` taken: the database's unique constraint must become a conflict"
        if field.type == "ref":
            yield f"`{field.name}` unknown: the foreign key's error must become a client error"


def _find_statuses(situation: Situation) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    in_tests: dict[str, Evidence] = {}
    for change in situation.proposal.changes:
        role = situation.roles.find(change.path)
        target = in_tests if role in ("tests", "fixtures") else found
        for line, text in added_lines(change):
            for status in _statuses_of(text):
                target.setdefault(
                    status, Evidence(path=change.path, line=line, text=text.strip()[:LONGEST_LINE])
                )
    return in_tests | found


def _statuses_of(text: str) -> tuple[str, ...]:
    numbers = tuple(_STATUS.findall(text)) if _SPEAKS_OF_STATUS.search(text) else ()
    if numbers or not re.search(r"\b(?:raise|throw|return|new)\b", text):
        return numbers
    return tuple(status for status, pattern in _NAMED if pattern.search(text))
