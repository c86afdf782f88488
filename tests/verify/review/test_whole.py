"""The review of what is there: asked of files, of the application, of the code's own answers."""

from __future__ import annotations

import re

import pytest

from backend_agent.catalog import Catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.values.errors import InputError
from backend_agent.values.review import ReviewReport
from backend_agent.values.rule import Rule
from backend_agent.values.verification import Finding
from backend_agent.verify.review import apply_baseline, apply_marks, review_whole, write_baseline
from backend_agent.world.tree import MemoryTree


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


OWNED = """
from flask import Flask, request
from flask_login import login_required

app = Flask(__name__)


@app.get("/orders/<int:order_id>")
@login_required
def show(order_id):
    return Order.query.get(order_id).name


@app.get("/invoices/<int:invoice_id>")
@login_required
def bill(invoice_id):
    # the owner is asked by nobody
    return Invoice.query.get(number=invoice_id).name


@app.delete("/orders/<int:order_id>")
@login_required
def drop(order_id):
    order = Order.query.get(order_id)
    if order.user_id != current_user.id:
        abort(404)
    return {}


@app.post("/orders/find")
@login_required
def find():
    wanted = request.json["id"]
    return Order.query.get(wanted).name


@app.get("/catalog/<int:page>")
def pages(page):
    return Page.query.get(page).text
"""


def test_an_object_that_nobody_compares_with_the_caller_is_told(catalog: Catalog) -> None:
    report = review(catalog, {"app.py": OWNED, "requirements.txt": "flask\n"})
    told = [(each.source, each.line) for each in report.findings if "foreign-obj" in each.source]
    assert told == [("foreign-object", 11), ("foreign-object", 18), ("foreign-object-in-body", 33)]


ANSWERS = """
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Account(BaseModel):
    name: str
    hashed_password: str


class Seen(BaseModel):
    name: str


@app.get("/accounts")
def accounts() -> list[Account]: ...


@app.get("/seen")
def seen() -> list[Seen]: ...
"""


def test_a_schema_of_an_answer_holds_no_password(catalog: Catalog) -> None:
    report = review(catalog, {"app.py": ANSWERS, "requirements.txt": "fastapi\npydantic\n"})
    assert [each.line for each in report.findings if each.source == "password-in-answer"] == [17]


LOGIN = """
from flask import Flask
app = Flask(__name__)


@app.post("/login")
def login():
    if not user:
        return {"error": "User does not exist"}, 401
    return Account.query.get(1).name


@app.get("/orders")
def orders():
    return {"error": "no user with this name"}, 404
"""


def test_a_login_that_tells_who_exists_and_queries_in_handlers_are_told(catalog: Catalog) -> None:
    report = review(catalog, {"app.py": LOGIN, "requirements.txt": "flask\n"})
    told = {(each.source, each.line) for each in report.findings}
    assert {("login-tells-who-exists", 9), ("query-in-handler", 10)} <= told
    assert ("error-format", 2) not in told
    assert not {("login-tells-who-exists", 15)} & told


def test_errors_of_a_shape_of_their_own_are_told_where_most_of_them_stand(catalog: Catalog) -> None:
    answer = 'def f{0}():\n    return jsonify(error="x"), 404\n'
    files = {
        "app.py": "from flask import Flask, jsonify\napp = Flask(__name__)\n@app.get('/')\n"
        + answer.format(1),
        "more.py": answer.format(1) + answer.format(2),
        "requirements.txt": "flask\n",
    }
    report = review(catalog, files)
    assert [(e.path, e.line) for e in report.findings if e.source == "error-format"] == [
        ("more.py", 2)
    ]
    files["problems.py"] = 'KIND = "application/problem+json"\n'
    assert "error-format" not in {each.source for each in review(catalog, files).findings}


def test_a_column_of_card_numbers_is_told_unless_it_is_encrypted(catalog: Catalog) -> None:
    code = (
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
        "from sqlalchemy import String\n"
        "class Base(DeclarativeBase): ...\n"
        "class Card(Base):\n"
        '    __tablename__ = "cards"\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    card_number: Mapped[str]\n"
        "    iban = mapped_column(EncryptedString(34))\n"
    )
    report = review(catalog, {"models.py": code, "requirements.txt": "sqlalchemy\n"})
    found = [each for each in report.findings if each.source == "personal-number-in-clear"]
    assert [each.line for each in found] == [7]


TABLE = """
from django.urls import path
from shop import views

urlpatterns = [path("orders/<int:pk>/drop", views.drop), path("register", views.register)]
"""
VIEWS = """
from shop.models import Order


def drop(request, pk):
    Order.objects.get(pk=pk).delete()


def register(request):
    password = request.POST["password"]
    make(password)
"""


def test_what_a_table_of_paths_registers_is_told_at_its_handler(catalog: Catalog) -> None:
    files = {
        "shop/urls.py": TABLE,
        "shop/views.py": VIEWS,
        "shop/settings.py": 'ROOT_URLCONF = "shop.urls"\n',
        "manage.py": "import django\n",
        "requirements.txt": "Django==1.8.3\n",
    }
    told = {(each.source, each.path, each.line) for each in review(catalog, files).findings}
    assert ("open-mutation-any-method", "shop/views.py", 6) in told
    assert ("no-password-policy", "shop/views.py", 9) in told
    assert ("deprecated-dependency", "requirements.txt", 1) in told
    files["shop/settings.py"] += "AUTH_PASSWORD_VALIDATORS = []\n"
    assert "no-password-policy" not in {each.source for each in review(catalog, files).findings}


def test_a_login_that_is_handled_elsewhere_is_told_where_nothing_limits(catalog: Catalog) -> None:
    code = (
        "const app = require('express')();\nconst passport = require('passport');\n"
        "app.post('/login', passport.authenticate('local'));\n"
    )
    files = {"package.json": '{"dependencies": {"express": "^5"}}', "app.js": code}
    limits = [e.line for e in review(catalog, files).findings if e.source == "login-without-limit"]
    assert limits == [3]
    files["limits.js"] = "const lockout = require('./lockout');\n"
    assert "login-without-limit" not in {each.source for each in review(catalog, files).findings}
