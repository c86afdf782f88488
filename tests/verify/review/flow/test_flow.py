"""What comes from outside is followed through branches, containers, conditions and calls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend_agent.syntax.tree import parse_source
from backend_agent.values.rule import Flow
from backend_agent.verify.review.flow import Functions, find_flows

FLOW = Flow(
    sources=r"request\.\w+",
    marked=r"@Body",
    sinks=r"^run\($|\.fetch\($",
    cleans=r"\bquote\(",
    allows=r"in ALLOWED|ALLOWED\.(has|includes)|^safe\(",
    denies=r"""['"]\.\./['"] in|includes\(['"]\.\./|Contains\(""",
)


def lines(code: str, language: str = "python", flow: Flow = FLOW) -> list[int]:
    return [each.first for each in find_flows([flow], parse_source(code, language))]


LANGUAGES = {"py": "python", "js": "javascript", "ts": "typescript", "go": "go", "java": "java"}
CASES = sorted((Path(__file__).parent / "cases").iterdir())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_sinks_are_reached_exactly_where_the_cases_say(path: Path) -> None:
    language = LANGUAGES[path.suffixes[0][1:]]
    for code in re.split(r"(?:#|//) ----\n", path.read_text("utf-8")):
        marked = [
            number for number, line in enumerate(code.splitlines(), 1) if line.endswith(" reached")
        ]
        assert lines(code, language) == marked, code


def test_a_call_is_followed_into_another_file_that_alone_defines_it() -> None:
    files = {"b.py": "def save(a):\n    run(a)\n", "c.py": "def other(): ...\n"}
    functions = Functions(paths=tuple(files), read=files.__getitem__, language="python")
    root = parse_source("def f():\n    db.save(request.a)\n    db.save('x')\n", "python")
    found = find_flows([FLOW], root, "a.py", functions)
    assert [(each.path, each.first) for each in found] == [("b.py", 2)]


def test_a_strict_flow_counts_every_value_that_is_not_constant() -> None:
    flow = Flow(sinks=r"^eval\($", strict=True)
    code = "def f(a):\n    eval('1 + 1')\n    x = 'a' + 'b'\n    eval(x)\n    eval(a)\n    eval(ask())\n"
    assert lines(code, flow=flow) == [5, 6]


def test_a_sink_may_ask_for_text_for_a_first_element_and_for_what_it_is_called_on() -> None:
    text = Flow(sources=r"request\.\w+", sinks=r"^return\($", text=True, within="@app")
    code = "@app.get\ndef f():\n    if a:\n        return request.a\n    return '<p>' + request.a\n"
    assert lines(code, flow=text) == [5]
    assert lines(code.replace("@app.get", "@other"), flow=text) == []
    shell = Flow(sources=r"request\.\w+", sinks=r"^run\($", first="^sh$")
    assert lines("run(['ls', request.a])\nrun(['sh', '-c', request.a])\n", flow=shell) == [2]
    method = Flow(sources=r"request\.\w+", sinks=r"\.read\($", argument=-2)
    assert lines("p = base / request.a\np.read()\nbase.read(request.a)\n", flow=method) == [2]
    kept = Flow(sources=r"request\.\w+", sinks=r"^session\[\]=\($")
    assert lines("session['a'] = 1\nsession['b'] = request.a\n", flow=kept) == [2]
