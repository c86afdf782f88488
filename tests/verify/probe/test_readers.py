"""Tokens taken apart and forged; telemetry read from JSON and protobuf; profiles; words."""

from __future__ import annotations

import json
import re

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.errors import InputError
from backend_agent.values.probe import ProbeWords
from backend_agent.verify.probe.bodies import names_member
from backend_agent.verify.probe.checks.contract import find_fault
from backend_agent.verify.probe.jwts import read_token, sign, tell_key, unsigned
from backend_agent.verify.probe.profile import read_profile
from backend_agent.verify.probe.telemetry import Telemetry, read_message
from backend_agent.world.listener import Collector, Received

WORDS = load_catalog().documents(ProbeWords)[0].value


def test_a_forged_token_reads_back_and_its_key_is_told() -> None:
    token = sign({"alg": "HS256"}, {"sub": "1"}, b"changethis")
    assert read_token(token) == ({"alg": "HS256"}, {"sub": "1"})
    assert tell_key(token, ("secret", "changethis")) == "changethis"
    assert tell_key(token, ("secret",)) is None
    assert unsigned({"alg": "none"}, {}).endswith(".")
    assert read_token("a.b") is None


def test_every_pattern_of_internals_matches_its_example() -> None:
    assert len(WORDS.internal_patterns) >= len(WORDS.internal_examples)
    for example in WORDS.internal_examples:
        assert any(
            re.search(pattern, example, re.MULTILINE) for pattern in WORDS.internal_patterns
        ), example


@pytest.mark.parametrize(
    "text",
    ["The title is too long.", "Select a value from the list", "Not found", "Update the app"],
)
def test_friendly_errors_are_no_internals(text: str) -> None:
    assert not any(re.search(pattern, text, re.MULTILINE) for pattern in WORDS.internal_patterns)


def varint(value: int) -> bytes:
    out = b""
    while True:
        out += bytes([value & 0x7F | (0x80 if value > 0x7F else 0)])
        value >>= 7
        if not value:
            return out


def field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def test_spans_are_read_from_protobuf() -> None:
    attribute = field(1, b"http.route") + field(2, field(1, b"/notes/{id}"))
    span = (
        field(1, bytes(16)[:-1] + b"\x01")
        + field(2, b"12345678")
        + field(5, b"GET")
        + field(6, 2)
        + field(9, attribute)
        + field(15, field(3, 2))
    )
    body = field(1, field(2, field(2, span)))
    collector = Collector(received=[Received(method="POST", target="/v1/traces", body=body)])
    (read,) = Telemetry(collector).spans()
    assert (read.name, read.kind, read.status) == ("GET", 2, 2)
    assert read.attribute("http.route") == "/notes/{id}"
    assert read.trace_id == "0" * 31 + "1"


def test_spans_metrics_and_records_are_read_from_json() -> None:
    kind = (("content-type", "application/json"),)

    def sent(path: str, value: object) -> Received:
        return Received(method="POST", target=path, headers=kind, body=json.dumps(value).encode())

    spans = {
        "resourceSpans": [
            {
                "scopeSpans": [
                    {"spans": [{"name": "n", "traceId": "AB", "kind": "SPAN_KIND_SERVER"}]}
                ]
            }
        ]
    }
    metrics = {
        "resourceMetrics": [
            {"scopeMetrics": [{"metrics": [{"name": "m", "unit": "s", "histogram": {}}]}]}
        ]
    }
    records = {
        "resourceLogs": [
            {"scopeLogs": [{"logRecords": [{"body": {"stringValue": "b"}, "traceId": "ab"}]}]}
        ]
    }
    telemetry = Telemetry(
        Collector(
            received=[
                sent("/v1/traces", spans),
                sent("/v1/metrics", metrics),
                sent("/v1/logs", records),
                sent("/v1/logs", []),
            ]
        )
    )
    assert [(each.trace_id, each.kind) for each in telemetry.spans()] == [("ab", 2)]
    assert [(each.name, each.histogram) for each in telemetry.metrics()] == [("m", True)]
    assert [(each.body, each.trace_id) for each in telemetry.records()] == [("b", "ab")]


def test_bytes_that_are_no_message_end_the_reading() -> None:
    assert read_message(b"\xff\xff\xff") != {1: [b""]}
    assert read_message(b"") == {}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"title": "Unprocessable", "status": 422, "errors": [{"pointer": "/title"}]}, True),
        ({"title": "Unprocessable", "status": 422, "detail": "Something is wrong."}, False),
        ({"title": ["This field is required."]}, True),
        ({"detail": [{"loc": ["body", "title"], "msg": "missing"}]}, True),
        ({"message": "title is required"}, True),
        ({"message": "subtitle is required"}, False),
        (None, False),
    ],
)
def test_an_error_names_a_member_or_does_not(body: object, named: bool) -> None:
    assert names_member(body, "title") is named


@pytest.mark.parametrize(
    ("schema", "value", "fault"),
    [
        ({"type": "integer"}, True, "the body is no integer"),
        ({"type": "integer"}, 7.0, ""),
        ({"type": "number"}, "7", "the body is no number"),
        ({"type": "object", "required": ["a"]}, {}, "/a is missing"),
        ({"type": "array", "items": {"type": "string"}}, ["a", 1], "/1 is no string"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, None, ""),
        ({"type": "string", "nullable": True}, None, ""),
        ({"type": ["string", "null"]}, 1, "the body is no string or null"),
        ({"enum": ["a"]}, "b", "the body is none of the declared values"),
    ],
)
def test_answers_are_compared_with_their_schema(
    schema: dict[str, object], value: object, fault: str
) -> None:
    assert find_fault(schema, value) == fault


def test_a_profile_in_the_auth_format_gives_users() -> None:
    text = """
auth:
  - name: one
    loginEndpointAuth: {payloadUserPwd: {username: a@example.com, password: p}}
  - {username: b@example.com, password: q}
resource: /notes
settings: {PORT: 9000}
login: POST /tokens
"""
    profile = read_profile(text, "p.yaml")
    assert [user.password for user in profile.users] == ["p", "q"]
    assert profile.settings == (("PORT", "9000"),)
    assert profile.roles is not None


@pytest.mark.parametrize(
    "text", ["- a", "unheard_of: 1", "auth: [{username: a}]", "a: [", "auth: [x]"]
)
def test_a_bad_profile_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(InputError, match=r"^p\.yaml: "):
        read_profile(text, "p.yaml")
