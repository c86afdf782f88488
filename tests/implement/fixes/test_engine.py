"""A fix stays only where its finding is gone; everything else is left, and said."""

from __future__ import annotations

import pytest

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.implement.fixes import fix_findings
from backend_agent.mending import blame_fixes, open_reviewer, take_back_fixes
from backend_agent.values.changes import ChangeSet
from backend_agent.values.errors import InputError
from backend_agent.values.task import FixFindings
from backend_agent.values.verification import Finding, Outcome, Verification
from backend_agent.world.tree import MemoryTree, OverlayTree

CATALOG: Catalog = load_catalog()
CALL = "import requests\n\n\ndef load(url):\n    return requests.get(url)\n"
MENDED = CALL.replace("get(url)", "get(url, timeout=10)")


def mend(files: dict[str, bytes], *rules: str, left: tuple[str, ...] = ()) -> ChangeSet:
    tree = MemoryTree({"requirements.txt": b"requests\n", **files})
    component = detect_stack(tree, CATALOG).components[0]
    operation = FixFindings(rules=rules, left=left)
    application = read_application(tree, component, CATALOG)
    reviewer = open_reviewer(CATALOG)
    return fix_findings(tree, component, application, CATALOG, operation, reviewer)


def after(made: ChangeSet, path: str) -> bytes | None:
    return next((each.after for each in made.changes if each.path == path), None)


def test_line_ends_and_the_mark_of_a_file_stay_as_they_are() -> None:
    windows = b"\xef\xbb\xbf" + CALL.replace("\n", "\r\n").encode()
    made = mend({"app/a.py": windows}, "no-timeout")
    assert after(made, "app/a.py") == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    "content",
    [CALL.encode().replace(b"\n", b"\r\n", 1), CALL.encode() + b"# \xff\n"],
    ids=["mixed line ends", "not UTF-8"],
)
def test_a_file_that_could_not_be_written_back_is_refused(content: bytes) -> None:
    made = mend({"app/a.py": content}, "no-timeout")
    assert made.changes == ()
    assert [each.path for each in made.refusals] == ["app/a.py"]


@pytest.mark.parametrize("left", ["no-timeout", "no-timeout:app/a.py", "no-timeout:app/a.py:5"])
def test_what_is_left_by_name_by_file_or_by_line_is_not_touched(left: str) -> None:
    made = mend({"app/a.py": CALL.encode(), "app/b.py": CALL.encode()}, left=(left,))
    expected = () if left == "no-timeout" else ("app/b.py",)
    assert made.paths == expected


def test_of_two_findings_in_a_file_the_one_left_by_its_line_stays() -> None:
    twice = CALL + "\n\ndef push(url):\n    return requests.post(url)\n"
    made = mend({"app/a.py": twice.encode()}, left=("no-timeout:app/a.py:5",))
    assert after(made, "app/a.py") == twice.replace("post(url)", "post(url, timeout=10)").encode()


def test_a_suppressed_finding_is_answered_for_and_not_mended() -> None:
    answered = CALL.replace(
        "(url)\n", "(url)  # backend-agent: ignore[no-timeout] polled by a person\n"
    )
    made = mend({"app/a.py": answered.encode()}, "no-timeout")
    assert made == ChangeSet(already=("every edit that a fix would make",))


def test_a_finding_that_no_form_fits_is_refused_with_what_to_do() -> None:
    text = "import sqlite3\n\n\ndef f(db, t):\n    db.execute(f'SELECT a FROM {t} WHERE b = 1')\n"
    made = mend({"app/a.py": text.encode()}, "sql-from-text")
    assert made.changes == ()
    assert [(each.subject, each.line, each.reason) for each in made.refusals] == [
        ("sql-from-text", 5, "no form of the fix fits here")
    ]


def test_a_value_inside_of_a_text_of_sql_is_not_taken_for_a_whole_one() -> None:
    text = (
        "import sqlite3\n\n\ndef f(db, a):\n    db.execute(f\"SELECT b FROM c WHERE d = 'x{a}'\")\n"
    )
    assert mend({"app/a.py": text.encode()}, "sql-from-text").changes == ()


def test_findings_without_a_fix_are_counted() -> None:
    made = mend({"app/a.py": b"import pickle\n\nx = pickle.loads(eval(raw))\n"})
    assert made.changes == ()
    assert any("without a fix" in note.text for note in made.notes)


def test_a_rule_without_a_fix_is_an_error_that_names_those_with_one() -> None:
    with pytest.raises(InputError) as raised:
        mend({}, "no-such-rule")
    assert "no-timeout" in raised.value.hint


def test_twice_is_once() -> None:
    files = {"app/a.py": CALL.encode(), "requirements.txt": b"requests\n"}
    made = mend(files)
    tree = OverlayTree(MemoryTree(files), made.changes)
    assert mend({path: tree.read_bytes(path) for path in tree.paths()}).changes == ()


def failed(*, known: bool = False, path: str = "") -> Verification:
    findings = (Finding(source="test", message="no", path=path),) if path else ()
    outcome = Outcome(
        check="test:pytest",
        title="tests",
        status="failed",
        required=True,
        known_before=known,
        findings=findings,
    )
    return Verification(verdict="unverified", headline="", outcomes=(outcome,))


def test_a_check_that_newly_fails_takes_back_the_fixes_that_it_names_and_no_other() -> None:
    files = {"app/a.py": CALL.encode(), "app/b.py": CALL.encode()}
    made = mend(files)

    def propose(fixing: FixFindings) -> ChangeSet:
        return mend(files, left=fixing.left)

    assert blame_fixes(failed(known=True), made) == ()
    less, rest = take_back_fixes(FixFindings(), failed(path="app/a.py"), made, propose)
    assert rest.paths == ("app/b.py",)
    assert [(each.path, each.reason) for each in rest.refusals] == [
        ("app/a.py", "taken back: tests failed with it")
    ]
    _, nothing = take_back_fixes(less, failed(), rest, propose)
    assert nothing.changes == ()
    assert {each.path for each in nothing.refusals} == {"app/a.py", "app/b.py"}


def test_a_comma_in_a_comment_is_not_taken_for_the_end_of_a_list() -> None:
    text = "import requests\n\nx = requests.get(\n    url  # first, the address\n)\n"
    made = mend({"app/a.py": text.encode()}, "no-timeout")
    assert after(made, "app/a.py") == text.replace("url  #", "url,\n    timeout=10  #").encode()


def test_the_key_that_a_secret_stands_below_is_part_of_its_name() -> None:
    text = "module.exports = {\n  mail: { password: 'a1b2c3d4e5' },\n};\n"
    made = mend({"src/settings.js": text.encode()}, "secret-in-code-js")
    assert b"process.env.MAIL_PASSWORD" in (after(made, "src/settings.js") or b"")
    assert [each.text for each in made.notes if each.kind == "environment"] == ["MAIL_PASSWORD"]


def test_an_import_goes_only_where_nothing_else_uses_it() -> None:
    token = "import random\n\n\ndef make_token():\n    return random.choice('ab')\n"
    other = token + "\n\ndef mix(cards):\n    random.shuffle(cards)\n"
    made = mend({"app/a.py": token.encode(), "app/b.py": other.encode()}, "random-for-secrets")
    assert b"import random" not in (after(made, "app/a.py") or b"import random")
    assert b"import random\n" in (after(made, "app/b.py") or b"")


def test_a_warning_that_stood_behind_the_mended_error_keeps_no_fix_back() -> None:
    text = "import requests\n\n\ndef load(url):\n    return requests.get(url, verify=False)\n"
    made = mend({"app/a.py": text.encode()}, "tls-not-verified")
    assert after(made, "app/a.py") == text.replace("verify=False", "verify=True").encode()


MODEL = """from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
"""


def test_an_index_comes_with_a_migration_and_so_only_when_it_is_asked_for() -> None:
    files = {"requirements.txt": b"sqlalchemy\n", "shop/models.py": MODEL.encode()}
    made = mend(files)
    assert made.changes == ()
    assert any("--fix=foreign-key-without-index" in note.text for note in made.notes)
    asked = mend(files, "foreign-key-without-index")
    assert [(each.table, each.name) for each in asked.indexes_added] == [("orders", "customer_id")]
    assert asked.alters_tables


def test_what_came_with_a_migration_is_taken_back_as_a_whole() -> None:
    files = {
        "requirements.txt": b"sqlalchemy\nrequests\n",
        "shop/models.py": MODEL.encode(),
        "shop/rates.py": CALL.encode(),
    }
    rules = ("foreign-key-without-index", "no-timeout")
    made = mend(files, *rules)

    def propose(fixing: FixFindings) -> ChangeSet:
        return mend(files, *rules, left=fixing.left)

    fixing = FixFindings(rules=rules)
    _, rest = take_back_fixes(fixing, failed(path="shop/rates.py"), made, propose)
    assert rest.changes == ()
