"""The review of what is there: asked of files, of the application, of the code's own answers."""

from __future__ import annotations

import re

import pytest

from backend_agent.catalog import Catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.syntax.tree import parse_source
from backend_agent.values.errors import InputError
from backend_agent.values.review import ReviewReport
from backend_agent.values.rule import Flow, Rule
from backend_agent.values.verification import Finding
from backend_agent.verify.review import apply_baseline, apply_marks, review_whole, write_baseline
from backend_agent.verify.review.flows import find_flows
from backend_agent.world.tree import MemoryTree

FLOW = Flow(sources=r"request\.\w+", sinks=r"^run\($|\.fetch\($", cleans=r"\bquote\(")


def review(catalog: Catalog, files: dict[str, str]) -> ReviewReport:
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    return review_whole(
        tree,
        detect_stack(tree, catalog).components,
        lambda component: read_application(tree, component, catalog),
        catalog,
    )


def fault(line: int, path: str = "a.py", source: str = "some-rule") -> Finding:
    return Finding(source=source, message="m", path=path, line=line)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("def f():\n    x = request.args\n    run(x)\n", [3]),
        ("def f():\n    x = request.args\n    y = [x + 'a']\n    run(0, y)\n", [4]),
        ("def f():\n    x = request.args\n    x = 'safe'\n    run(x)\n", []),
        ("def f():\n    x = quote(request.args)\n    run(x)\n", []),
        ("def f():\n    run('request.args')\n", []),
        ("def f():\n    x = request.args\ndef g(x):\n    run(x)\n", []),
        ("def f():\n    client.fetch(request.url)\n", [2]),
    ],
)
def test_what_comes_from_outside_is_followed_through_a_function(
    code: str, lines: list[int]
) -> None:
    found = find_flows(FLOW, parse_source(code, "python"))
    assert [node.range().start.line + 1 for node in found] == lines


def test_a_flow_is_followed_in_other_languages_too() -> None:
    code = "function f(request) { const { a } = request.query; const b = `x${a}`; run(b) }\n"
    assert len(list(find_flows(FLOW, parse_source(code, "javascript")))) == 1
    code = "package a\nfunc f() {\n x := request.URL\n y, err := g(x)\n run(y)\n}\n"
    assert len(list(find_flows(FLOW, parse_source(code, "go")))) == 1


def test_a_reason_is_what_suppresses() -> None:
    lines = [
        "x = 1  # backend-agent: ignore[some-rule] a fixture, never deployed",
        "y = 2  # backend-agent: ignore[some-rule]",
        "# backend-agent: ignore[other, some-rule] known and accepted",
        "z = 3",
        "z = 4  # backend-agent: ignore[other] wrong rule named",
    ]
    kept, suppressed = apply_marks((fault(1), fault(2), fault(4), fault(5)), lambda _: lines)
    assert [each.finding.line for each in suppressed] == [1, 4]
    assert suppressed[0].reason == "a fixture, never deployed"
    assert [(each.source, each.line) for each in kept] == [
        ("some-rule", 2),
        ("some-rule", 5),
        ("suppression-without-reason", 2),
    ]


def test_a_baseline_knows_a_finding_by_its_line_wherever_it_moves() -> None:
    before, after = ["a", "bad()", "bad()"], ["new", "a", "bad()", "bad()", "bad()"]
    text = write_baseline((fault(2), fault(3)), lambda _: before)
    fresh, accepted = apply_baseline(text, (fault(3), fault(4), fault(5)), lambda _: after)
    assert [each.line for each in accepted] == [3, 4]
    assert [each.line for each in fresh] == [5]


def test_a_broken_baseline_is_an_error_of_the_user() -> None:
    with pytest.raises(InputError, match="baseline"):
        apply_baseline("{", (), lambda _: [])


def test_a_file_that_is_no_text_is_named_as_not_checked(catalog: Catalog) -> None:
    report = review(catalog, {"app.py": "\0", "requirements.txt": "flask\n"})
    assert [(str(each), each.text.split(":")[0]) for each in report.not_checked] == [
        ("app.py", "not reviewed")
    ]


def test_what_stands_in_a_comment_is_absent(catalog: Catalog) -> None:
    server = "const session = require('express-session');\n"
    manifest = '{"dependencies": {"express": "^5.0.0"}}'
    files = {"package.json": manifest, "app.js": server + "/* app.use(csrf());\n csrf */\n"}
    assert "no-csrf-protection" in {each.source for each in review(catalog, files).findings}
    files["app.js"] = server + "app.use(csrf());\n"
    assert "no-csrf-protection" not in {each.source for each in review(catalog, files).findings}


ROUTES = """
from flask import Flask
from flask_login import login_required

app = Flask(__name__)


@app.post("/orders")
@login_required
def add():
    return {}


@app.delete("/orders/<int:number>")
def remove(number):
    return {}


@app.post("/notes")
def note():
    check_token(request.headers["Authorization"])
    return {}


@app.post("/login")
def login():
    return {}
"""


def test_a_mutation_that_nobody_guards_is_told_where_others_are_guarded(catalog: Catalog) -> None:
    report = review(catalog, {"app.py": ROUTES, "requirements.txt": "flask\n"})
    told = [(each.source, each.line) for each in report.findings]
    assert ("open-mutation", 14) in told
    assert ("login-without-limit", 25) in told
    assert not {("open-mutation", 8), ("open-mutation", 19), ("open-mutation", 25)} & set(told)


def test_an_application_in_which_nobody_is_asked_is_one_finding(catalog: Catalog) -> None:
    code = "from flask import Flask\napp = Flask(__name__)\n" + "".join(
        f'@app.delete("/{name}/<int:number>")\ndef {name}(number): ...\n' for name in "abc"
    )
    report = review(catalog, {"app.py": code, "requirements.txt": "flask\n"})
    assert [each.line for each in report.findings if each.source == "open-mutation"] == [3]


def test_a_foreign_key_is_told_unless_an_index_begins_with_it(catalog: Catalog) -> None:
    code = (
        "from sqlalchemy import ForeignKey, Index\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
        "class Base(DeclarativeBase): ...\n"
        "class Book(Base):\n"
        '    __tablename__ = "books"\n'
        '    __table_args__ = (Index("by_shelf", "shelf_id", "title"),)\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        '    shelf_id: Mapped[int] = mapped_column(ForeignKey("shelves.id"))\n'
        '    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)\n'
        '    writer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))\n'
        "    title: Mapped[str]\n"
    )
    report = review(catalog, {"models.py": code, "requirements.txt": "sqlalchemy\n"})
    found = [each for each in report.findings if each.source == "foreign-key-without-index"]
    assert [each.line for each in found] == [10]


def test_every_question_of_the_data_is_a_regular_expression(catalog: Catalog) -> None:
    compiled = [
        re.compile(value)
        for document in catalog.documents(Rule)
        for ask in (document.value.routes, document.value.application, *document.value.flows)
        for name in (type(ask).__dataclass_fields__ if ask else ())
        if isinstance(value := getattr(ask, name), str)
    ]
    assert any(each.pattern for each in compiled)


def test_files_of_others_are_not_reviewed(catalog: Catalog) -> None:
    secret = 'api_key = "a1b2c3d4e5f6g7h8"\n'
    report = review(catalog, {"vendor/a.py": secret, "node_modules/b.py": secret, "c.py": secret})
    assert [each.path for each in report.findings] == ["c.py"]
