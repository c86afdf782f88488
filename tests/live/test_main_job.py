"""The main job for real: a new service, a resource by analogy, the proof, apply, twice, undo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_git

pytestmark = [pytest.mark.live, pytest.mark.needs("uv", "git", "bwrap")]

ORDER = (
    "customer_name:string",
    "total:decimal",
    "quantity:int:min=1",
    "shipped:bool",
    "notes:text:optional",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody at a terminal, with a home for runs of their own."""

    home: Path

    def types(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "BACKEND_AGENT_HOME": str(self.home)}
        command = [sys.executable, "-m", "backend_agent", *arguments]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    def last_report(self) -> dict[str, Any]:
        newest = max((self.home / "runs").glob("*/report.json"), key=lambda path: path.parent.name)
        report: dict[str, Any] = json.loads(newest.read_text(encoding="utf-8"))
        return report


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> User:
    return User(home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def service(user: User, tmp_path_factory: pytest.TempPathFactory) -> Path:
    parent = tmp_path_factory.mktemp("services")
    done = user.types(parent, "new", "acme-shop", "--no-verify")
    assert done.returncode == 0, done.stderr
    return parent / "acme-shop"


@pytest.fixture(scope="module")
def report(user: User, service: Path) -> dict[str, Any]:
    done = user.types(service, "add", "resource", "order", *ORDER)
    assert done.returncode == 0, done.stdout + done.stderr
    return user.last_report()


def test_the_new_service_is_a_clean_repository_without_a_trace_of_the_blueprint(
    service: Path,
) -> None:
    assert run_git(service, "status", "--porcelain") == ""
    assert not (service / "blueprint.toml").exists()
    assert not names_blueprint(service)


def test_the_resource_is_verified_with_its_own_tests(report: dict[str, Any]) -> None:
    assert report["verdict"] == "verified"
    checks = {check["check"]: check for check in report["checks"]}
    for name in ("test:pytest", "types:mypy", "lint:ruff", "migrate:alembic", "drift:alembic"):
        assert checks[name]["status"] == "passed"
        assert checks[name]["counts"]["examined"] > 0
    assert checks["new-tests"]["counts"]["failed"] == 0
    assert checks["new-tests"]["counts"]["examined"] > 20


def test_routes_differ_by_exactly_the_planned_ones(report: dict[str, Any]) -> None:
    added = {f"{key['method']} {key['path']}" for key in report["routes"]["added"]}
    assert added == {
        "GET /api/v1/orders",
        "POST /api/v1/orders",
        "GET /api/v1/orders/{order_id}",
        "PATCH /api/v1/orders/{order_id}",
        "DELETE /api/v1/orders/{order_id}",
    }
    assert [report["routes"][kind] for kind in ("removed", "missing", "unplanned")] == [[], [], []]


def test_the_migration_holds_the_new_table_only(report: dict[str, Any], service: Path) -> None:
    (path,) = [file["path"] for file in report["files"] if "/versions/" in file["path"]]
    text = run_git(service, "show", f"{report['branch']}:{path}")
    assert text.count("create_table(") == 1
    assert '"orders"' in text
    assert '"products"' not in text


def test_the_user_s_tree_is_untouched_until_apply_and_undo_is_exact(
    report: dict[str, Any], user: User, service: Path
) -> None:
    before = run_git(service, "status", "--porcelain", "--ignored")
    assert before == ""

    applied = user.types(service, "runs", "apply", report["run"])
    assert applied.returncode == 0, applied.stderr
    assert len(run_git(service, "status", "--porcelain", "-uall").splitlines()) == len(
        report["files"]
    )

    again = user.types(service, "add", "resource", "order", *ORDER)
    assert again.returncode == 0, again.stderr
    assert "there already" in again.stdout
    assert user.last_report()["files"] == []

    undone = user.types(service, "runs", "undo", report["run"])
    assert undone.returncode == 0, undone.stderr
    assert run_git(service, "status", "--porcelain", "--ignored") == before


def names_blueprint(service: Path) -> bool:
    """Whether git finds the blueprint's name anywhere; its exit code 1 means no."""
    found = subprocess.run(
        ["git", "grep", "-il", "acme[_-]service"], cwd=service, capture_output=True, check=False
    )
    return found.returncode == 0
