"""The self-review judges what the change wrote; what stood there before is told as such."""

from __future__ import annotations

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application, Route
from backend_agent.values.changes import FileChange
from backend_agent.values.evidence import Evidence
from backend_agent.verify.review import review_change
from backend_agent.verify.review.lines import changed_lines
from backend_agent.world.tree import MemoryTree

SECRET = 'api_key = "a1b2c3d4e5f6g7h8"\n'


def change(path: str, after: str, before: str | None = None) -> FileChange:
    return FileChange(
        path=path, before=None if before is None else before.encode(), after=after.encode()
    )


def test_lines_of_a_change_are_those_it_wrote() -> None:
    assert changed_lines(change("a", "1\n2\nnew\n3\n", "1\n2\n3\n")) == {3}
    assert changed_lines(change("a", "1\n3\n", "1\n2\n3\n")) == frozenset()
    assert changed_lines(change("a", "1\n2\n")) == {1, 2}
    crlf = FileChange(path="a", before=b"1\r\n2\r\n", after=b"\xef\xbb\xbf1\r\n2\r\nnew\r\n")
    assert changed_lines(crlf) == {3}


def test_a_fault_that_the_change_wrote_fails_the_review(catalog: Catalog) -> None:
    review = review_change((change("app/a.py", "x = 1\n" + SECRET),), Application(), catalog)
    assert review.outcome.status == "failed"
    (finding,) = review.outcome.findings
    assert (finding.source, finding.path, finding.line, finding.standard) == (
        "hardcoded-secret",
        "app/a.py",
        2,
        "SE-07",
    )


def test_a_fault_that_stood_there_before_is_known(catalog: Catalog) -> None:
    touched = change("app/a.py", SECRET + "y = 2\n", SECRET)
    review = review_change((touched,), Application(), catalog)
    assert review.outcome.status == "passed"
    assert [finding.known_before for finding in review.outcome.findings] == [True]


LOOP = "def f(rows):\n    for row in rows:\n        session.get(Note, row)\n"


def test_a_fault_stays_known_when_something_else_is_written_within_it(catalog: Catalog) -> None:
    longer = LOOP + "        count(row)\n"
    review = review_change((change("app/a.py", longer, LOOP),), Application(), catalog)
    assert [finding.known_before for finding in review.outcome.findings] == [True]
    sound = LOOP.replace("session.get(Note, row)", "count(row)")
    review = review_change((change("app/a.py", LOOP, sound),), Application(), catalog)
    assert [finding.known_before for finding in review.outcome.findings] == [False]


def test_tests_are_not_searched_for_secrets(catalog: Catalog) -> None:
    review = review_change((change("tests/test_a.py", SECRET),), Application(), catalog)
    assert review.outcome.findings == ()


def test_a_warning_is_told_and_fails_nothing(catalog: Catalog) -> None:
    touched = change("app/a.py", "import requests\nrequests.get(url)\n")
    outcome = review_change((touched,), Application(), catalog).outcome
    assert outcome.status == "passed"
    assert outcome.counts.warnings == 1


def test_binary_and_deleted_files_leave_nothing_to_review(catalog: Catalog) -> None:
    gone = FileChange(path="a.py", before=b"x", after=None)
    blob = FileChange(path="b.py", before=None, after=b"\0\1")
    outcome = review_change((gone, blob), Application(), catalog).outcome
    assert outcome.status == "skipped"


def routes(*keys: tuple[str, str, int, tuple[str, ...]]) -> Application:
    return Application(
        routes=tuple(
            Route(
                method=method,
                path=path,
                handler="h",
                guards=guards,
                evidence=Evidence(path="app/routes.py", line=line),
            )
            for method, path, line, guards in keys
        )
    )


NEW_ROUTES = change("app/routes.py", "1\n2\n3\n4\n")
USER = ("get_db", "get_current_user")


def test_a_mutation_without_a_guard_among_guarded_ones_is_a_fault(catalog: Catalog) -> None:
    application = routes(
        ("POST", "/items", 1, USER),
        ("DELETE", "/items/{id}", 2, USER),
        ("POST", "/orders", 3, ("get_db",)),
        ("POST", "/login", 4, ()),
    )
    outcome = review_change((NEW_ROUTES,), application, catalog).outcome
    assert [(each.source, each.line) for each in outcome.findings] == [("unguarded-mutation", 3)]
    assert outcome.status == "failed"


def test_where_mutations_are_open_an_open_one_is_no_fault(catalog: Catalog) -> None:
    application = routes(("POST", "/a", 1, ()), ("POST", "/b", 2, ()), ("POST", "/c", 3, USER))
    assert review_change((NEW_ROUTES,), application, catalog).outcome.findings == ()


def test_a_new_dependency_that_nobody_maintains_is_a_fault(catalog: Catalog) -> None:
    dead = next(
        technology
        for technology in catalog.technologies
        if technology.status.state in ("deprecated", "archived") and technology.packages
    )
    line = f'  "{dead.packages[0]}": "^1.0.0",\n'
    after = '{\n"dependencies": {\n' + line + "}}\n"
    touched = change("package.json", after, '{\n"dependencies": {\n}}\n')
    outcome = review_change((touched,), Application(), catalog).outcome
    assert [(each.source, each.line) for each in outcome.findings] == [("deprecated-dependency", 3)]
    known = change("package.json", after + "\n", after)
    assert review_change((known,), Application(), catalog).outcome.findings == ()


def test_a_file_made_like_another_has_no_more_faults_than_that_one(catalog: Catalog) -> None:
    """Two open mutations in the example excuse two in the copy; the third is the change's own."""
    application = Application(
        routes=tuple(
            Route(
                method="POST",
                path=path,
                handler="h",
                guards=guards,
                evidence=Evidence(path=file, line=line),
            )
            for path, file, line, guards in (
                *((f"/guarded/{at}", "app/users.py", at, USER) for at in range(1, 7)),
                ("/items", "app/items.py", 1, ()),
                ("/items/{id}", "app/items.py", 2, ()),
                ("/orders", "app/orders.py", 1, ()),
                ("/orders/{id}", "app/orders.py", 2, ()),
                ("/orders/{id}/more", "app/orders.py", 3, ()),
            )
        )
    )
    copied = FileChange(path="app/orders.py", before=None, after=b"1\n2\n3\n", like="app/items.py")
    tree = MemoryTree({"app/items.py": b"1\n2\n"})
    outcome = review_change((copied,), application, catalog, tree).outcome
    assert [each.known_before for each in outcome.findings] == [True, True, False]
    alone = review_change((copied,), application, catalog).outcome
    assert [each.known_before for each in alone.findings] == [False, False, False]
