"""A probe's files: whatever bytes were exchanged, JUnit is XML, SARIF is JSON, and HTML runs nothing."""

from __future__ import annotations

import json
import shlex
from xml.etree import ElementTree as Tree

from backend_agent.deliver.probe_reports import (
    render_curl,
    render_html,
    render_junit,
    render_sarif,
)
from backend_agent.values.exchange import Exchange
from backend_agent.values.probe import Answered, ProbeReport, Ruling, Surface

NASTY = "<script>alert('\x00\x1b')</script> ]]>"


def exchange(sent: bytes) -> Exchange:
    return Exchange(
        method="POST", target="/a?b=1", sent=sent, received=b"\xff\x00</pre>", status=500
    )


def report(*rulings: Ruling) -> ProbeReport:
    answers = tuple(
        Answered(
            check=f"E{number:02}",
            title=NASTY,
            area="Errors & more",
            tier="must",
            source="RFC 9110",
            ruling=ruling,
            reason=NASTY,
            exchanges=(exchange(b"POST /a HTTP/1.1\r\nHost: h:1\r\n\r\n\xff"),),
        )
        for number, ruling in enumerate(rulings)
    )
    return ProbeReport(target=NASTY, depth="quick", surface=Surface(base="b"), answers=answers)


def test_junit_counts_and_escapes() -> None:
    (suite,) = Tree.fromstring(render_junit(report("pass", "fail", "na", "unknown")))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("4", "1", "2")


def test_sarif_holds_the_failures_alone() -> None:
    (run,) = json.loads(render_sarif(report("pass", "fail", "unknown")))["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["E01"]
    assert run["results"][0]["level"] == "error"


def test_html_shows_bytes_as_text() -> None:
    page = render_html(report("fail"))
    assert "<script" not in page
    assert page.count("</pre>") == page.count("<pre>") == 3


def test_a_request_is_sent_again_by_curl_with_its_quotes() -> None:
    sent = b'PATCH /x HTTP/1.1\r\nHost: h:1\r\nAccept: a\'b\r\nContent-Length: 6\r\n\r\n{"a":1'
    words = shlex.split(render_curl(exchange(sent), "http://h:1"))
    assert words[:4] == ["curl", "-i", "-X", "POST"]
    assert "Accept: a'b" in words
    assert words[-1] == "http://h:1/a?b=1"
    assert '{"a":1' in words


def test_what_curl_would_change_is_sent_as_bytes() -> None:
    for sent in (b"GET / HTTP/1.1\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\n\r\n", b"\xff\x00"):
        assert render_curl(exchange(sent), "http://h:1").startswith("printf ")


def test_a_blocked_probe_is_an_error_in_junit() -> None:
    blocked = ProbeReport(target="t", depth="quick", surface=Surface(base="b"), blocked="no port")
    assert 'errors="1"' in render_junit(blocked)
    assert "no port" in render_html(blocked)
