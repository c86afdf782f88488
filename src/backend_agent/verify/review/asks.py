"""What a rule asks of the application model: faults that no single line shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backend_agent.catalog import Document
from backend_agent.values.application import Application, Route
from backend_agent.values.evidence import Evidence
from backend_agent.values.rule import ApplicationAsk, ModelAsk, RouteAsk, Rule
from backend_agent.values.verification import Finding
from backend_agent.verify.review.lines import blank_comments

PARAMETER = re.compile(r"\{(\w+)[^}]*\}")
VERSION = re.compile(r"api|rest|v\d+", re.IGNORECASE)
Search = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The findings of one rule, and what it could not tell."""

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[Evidence, ...] = ()


def ask_application(document: Document[Rule], application: Application, occurs: Search) -> Asked:
    """`occurs` searches all files of the component for a regex."""
    rule = document.value
    found: list[tuple[Evidence, str]] = []
    unknown: list[Evidence] = []
    if rule.routes is not None:
        found.extend(_ask_routes(rule.routes, application, occurs, unknown, document.name))
    if rule.models is not None:
        found.extend(_ask_models(rule.models, application))
    if rule.application is not None:
        found.extend(_ask_whole(rule.application, application, occurs))
    findings = tuple(
        Finding(
            source=document.name,
            message=f"{subject}: {rule.message}" if subject else rule.message,
            path=place.path,
            line=place.line or 1,
            standard=rule.standard,
            severity=rule.severity,
            fix=rule.fix,
        )
        for place, subject in found
    )
    return Asked(findings=findings, not_checked=tuple(unknown))


def _ask_routes(
    ask: RouteAsk,
    application: Application,
    occurs: Search,
    unknown: list[Evidence],
    rule: str,
) -> Iterator[tuple[Evidence, str]]:
    concerned = [route for route in application.routes if _concerns(ask, route)]
    if not concerned or (ask.app_lacks and occurs(ask.app_lacks)):
        return
    if ask.app_has and not occurs(ask.app_has):
        return
    at_fault: list[Route] = []
    for route in concerned:
        judged = _at_fault(ask, route, application)
        if judged is None and not (ask.handler or ask.known):
            # Whoever handles it: what occurs nowhere in the component is not there either.
            judged = not occurs(ask.not_handler)
        if judged is None:
            text = f"{rule}: the handler of {route.key} is not in the repository"
            place = route.evidence
            unknown.append(Evidence(path=place.path, line=place.line, text=text))
        elif judged:
            at_fault.append(route)
    if ask.mostly and not _mostly_guarded(ask.mostly, application):
        return
    if ask.nearby:
        at_fault = [each for each in at_fault if _guarded_nearby(ask.nearby, each, concerned)]
    if at_fault and (ask.once or (ask.siblings and len(at_fault) == len(concerned))):
        # Where all are alike it is one decision, and one finding.
        first = at_fault[0]
        yield _place_of(ask, first), f"{len(at_fault)} routes, first {first.key}"
        return
    seen: set[tuple[str, int]] = set()
    for route in at_fault:
        place = _place_of(ask, route)
        where = (place.path, place.line or 0)
        if where not in seen:
            seen.add(where)
            yield place, str(route.key)


def _mostly_guarded(names: str, application: Application) -> bool:
    guarded = sum(bool(re.search(names, " ".join(each.guards))) for each in application.routes)
    return guarded * 2 >= len(application.routes)


def _guarded_nearby(names: str, route: Route, others: list[Route]) -> bool:
    first = _first_part(route.path)
    return any(
        re.search(names, " ".join(each.guards))
        for each in others
        if _first_part(each.path) == first
    )


def _first_part(path: str) -> str:
    """The first part of a path that is neither a version nor what all paths begin with."""
    parts = [each for each in path.split("/") if each and not VERSION.fullmatch(each)]
    return parts[0] if parts else ""


def _place_of(ask: RouteAsk, route: Route) -> Evidence:
    """Where the handler does it, else where the route is registered."""
    body = route.body
    if body is None:
        return route.evidence
    wanted = _for_route(ask.handler, route)
    found = re.search(wanted, blank_comments(body.text)) if wanted else None
    if found is None:
        # A table of paths is not where a guard or a limit would be written.
        return (
            body if route.method == "ALL" and body.path != route.evidence.path else route.evidence
        )
    line = (body.line or 1) + body.text.count("\n", 0, found.start())
    return Evidence(path=body.path, line=line, text=found[0])


def _for_route(regex: str, route: Route) -> str:
    names = "|".join(PARAMETER.findall(route.path))
    return regex.replace("{param}", f"(?:{names})") if names else regex


def _concerns(ask: RouteAsk, route: Route) -> bool:
    if ask.methods and route.method not in ask.methods:
        return False
    where = f"{route.method} {route.path} {route.handler}"
    if ask.paths and not re.search(ask.paths, where):
        return False
    return not (ask.not_paths and re.search(ask.not_paths, where))


def _at_fault(ask: RouteAsk, route: Route, application: Application) -> bool | None:
    """None where the handler's text is needed and not there."""
    names = " ".join(route.guards)
    if ask.unguarded and not route.exempt and re.search(ask.unguarded, names):
        return False
    if ask.unvalidated and route.request_schema:
        return False
    if ask.answers and not _answers(ask.answers, route, application):
        return False
    guarded = bool(ask.guarded and re.search(ask.guarded, names))
    if ask.guarded and not guarded and not ask.known:
        return False
    if "{param}" in ask.handler and not PARAMETER.search(route.path):
        return False
    ask_text = ask.handler or ask.not_handler or (ask.known and not guarded)
    if not ask_text:
        return True
    if route.body is None:
        return None
    text = blank_comments(route.body.text)
    if ask.known and not guarded and not re.search(ask.known, text):
        return False
    if ask.handler and not re.search(_for_route(ask.handler, route), text):
        return False
    return not (ask.not_handler and re.search(_for_route(ask.not_handler, route), text))


def _answers(names: str, route: Route, application: Application) -> bool:
    """Whether a field of the declared answer has such a name."""
    told = set(re.findall(r"\w+", route.response_schema))
    # A schema may bear the name of the model that it shows a part of.
    known = {each.name: each for each in (*application.models, *application.schemas)}
    return any(
        re.search(names, attribute.name)
        for name in told & known.keys()
        for attribute in known[name].attributes
    )


def _ask_models(ask: ModelAsk, application: Application) -> Iterator[tuple[Evidence, str]]:
    if ask.columns:
        yield from _named_columns(ask, application)
    if not ask.foreign_unindexed:
        return
    seen: set[tuple[str, int]] = set()
    for model in application.models:
        leading = {index.columns[0] for index in model.indexes if index.columns}
        keys = [each for each in model.attributes if each.primary_key]
        for column in model.attributes:
            indexed = column.index or column.unique or column.name in leading
            # A key of several columns is an index that its first column begins.
            indexed = indexed or (bool(keys) and column == keys[0])
            place = (column.evidence.path, column.evidence.line or 0)
            if column.foreign_key and not indexed and place not in seen:
                seen.add(place)
                yield column.evidence, f"{model.table}.{column.name}"


def _named_columns(ask: ModelAsk, application: Application) -> Iterator[tuple[Evidence, str]]:
    for model in application.models:
        for column in model.attributes:
            kept = re.search(ask.types, column.type) if ask.types else True
            clean = ask.not_types and re.search(ask.not_types, column.type)
            if kept and not clean and re.search(ask.columns, column.name):
                yield column.evidence, f"{model.name}.{column.name}"


def _ask_whole(
    ask: ApplicationAsk, application: Application, occurs: Search
) -> Iterator[tuple[Evidence, str]]:
    if not application.routes:
        return
    if ask.lacks_path and any(re.search(ask.lacks_path, r.path) for r in application.routes):
        return
    if ask.lacks_text and occurs(ask.lacks_text):
        return
    yield application.routes[0].evidence, ""
