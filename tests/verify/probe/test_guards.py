"""Guards against wrong findings: what is under way, and what is a secret."""

from __future__ import annotations

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import ProbeWords
from backend_agent.verify.probe.checks.life import find_taking
from backend_agent.verify.probe.checks.observability import is_secret
from backend_agent.verify.probe.client import Client
from backend_agent.verify.probe.desk import Desk, Resource
from backend_agent.verify.probe.openapi import Description, Operation
from backend_agent.world.clock import FixedClock
from backend_agent.world.wire import dial_address

BODY = {"type": "object", "properties": {"a": {"type": "string"}}}
READ = Operation(method="GET", path="/things/{id}")
BARE = Operation(method="POST", path="/refresh")
FORM = Operation(method="POST", path="/login", body=BODY, media="application/x-www-form-urlencoded")
SEARCH = Operation(method="POST", path="/search", body=BODY, media="application/json")
MAKE = Operation(method="POST", path="/things", body=BODY, media="application/json")


@pytest.mark.parametrize(
    ("operations", "resource", "found"),
    [
        ((READ, BARE), None, None),
        ((READ, FORM, SEARCH), None, SEARCH),
        ((SEARCH, MAKE), Resource(create=MAKE, read=READ), MAKE),
    ],
    ids=["nothing-with-a-body", "anything-with-a-body", "the-resource"],
)
def test_a_request_under_way_is_one_with_a_body(
    operations: tuple[Operation, ...], resource: Resource | None, found: Operation | None
) -> None:
    desk = Desk(
        client=Client(dial_address("127.0.0.1", 1), "localhost", spreads=False),
        words=load_catalog().documents(ProbeWords)[0].value,
        description=Description(operations=operations),
        clock=FixedClock(),
        resource=resource,
    )
    assert find_taking(desk) is found


@pytest.mark.parametrize(
    ("value", "secret"), [("changethis", False), ("s3cr3t", False), ("kd82-ksm1-99ab", True)]
)
def test_a_placeholder_that_a_warning_names_is_no_secret(value: str, secret: bool) -> None:
    words = load_catalog().documents(ProbeWords)[0].value
    assert is_secret(value, words.weak_secrets) is secret
