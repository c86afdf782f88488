"""Routes before and after differ by exactly the planned ones, or it is told which do not."""

from __future__ import annotations

from backend_agent.values.application import Application, Route
from backend_agent.values.changes import RouteKey
from backend_agent.values.evidence import Evidence
from backend_agent.verify.oracle import compare_keys, compare_routes, judge_routes


def application(*keys: str) -> Application:
    routes = []
    for key in keys:
        method, path = key.split()
        routes.append(
            Route(method=method, path=path, handler="h", evidence=Evidence(path="a.py", line=1))
        )
    return Application(routes=tuple(routes))


def key(text: str) -> RouteKey:
    method, path = text.split()
    return RouteKey(method=method, path=path)


BEFORE = application("GET /items", "POST /items")


def test_the_planned_routes_and_no_others_are_exact() -> None:
    after = application("GET /items", "POST /items", "GET /orders")
    delta = compare_routes(BEFORE, after, (key("GET /orders"),))
    assert delta.exact
    assert judge_routes(delta, 3, planned=True).status == "passed"


def test_a_missing_an_unplanned_and_a_removed_route_are_each_a_fault() -> None:
    after = application("GET /items", "GET /debug")
    delta = compare_routes(BEFORE, after, (key("GET /orders"),))
    outcome = judge_routes(delta, 3, planned=True)
    assert outcome.status == "failed"
    assert [finding.message for finding in outcome.findings] == [
        "removed: POST /items",
        "planned, not there: GET /orders",
        "not planned: GET /debug",
    ]


def test_without_a_plan_the_delta_is_told_and_judges_nothing() -> None:
    delta = compare_routes(BEFORE, application("GET /items", "GET /debug"), ())
    outcome = judge_routes(delta, 3, planned=False, unresolved=2)
    assert outcome.status == "passed"
    assert not outcome.required
    assert outcome.reason == "1 added, 1 removed; 2 places could not be resolved"


def test_a_planned_route_that_was_there_before_is_not_missing() -> None:
    delta = compare_routes(BEFORE, BEFORE, (key("GET /items"),))
    assert delta.exact
    assert delta.added == ()


def test_no_route_anywhere_is_not_a_pass() -> None:
    delta = compare_routes(Application(), Application(), ())
    assert judge_routes(delta, 0, planned=False).status == "skipped"


def test_routes_that_are_planned_to_go_go_and_no_other() -> None:
    one, two = RouteKey(method="GET", path="/a"), RouteKey(method="GET", path="/b")
    good = compare_keys((one, two), (two,), (), (one,))
    assert good.exact
    assert judge_routes(good, 2, planned=True).status == "passed"
    more = judge_routes(compare_keys((one, two), (), (), (one,)), 2, planned=True)
    assert [finding.message for finding in more.findings] == ["removed: GET /b"]
    less = judge_routes(compare_keys((one, two), (one, two), (), (one,)), 2, planned=True)
    assert [finding.message for finding in less.findings] == ["planned to go, still there: GET /a"]
