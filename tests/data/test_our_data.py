"""Our own data passes every proof, and no proof passes by having nothing to look at."""

from __future__ import annotations

import re

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.proof import check_data
from backend_agent.values.proof import Proof

REPORT = check_data()
CATALOG = load_catalog()


@pytest.mark.parametrize("proof", REPORT.proofs, ids=lambda proof: proof.subject)
def test_our_data_is_proved(proof: Proof) -> None:
    assert [(each.path, each.line, each.message) for each in proof.findings] == []
    assert proof.proved > 0
    assert proof.absent == ""


@pytest.mark.parametrize(
    ("technology", "successor"),
    [
        ("lucia", "better-auth"),
        ("minio", "s3"),
        ("highlight-io", "sentry"),
        ("zookeeper-kafka", "Kafka 4 with KRaft"),
        ("redis-stack", "Redis 8"),
        ("officegen", "docx (npm)"),
    ],
)
def test_what_must_not_be_newly_used_names_its_successor(technology: str, successor: str) -> None:
    status = CATALOG.technology(technology).status
    assert status.state in ("deprecated", "archived")
    assert successor in status.replaced_by


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("4.21.2", "deprecated"),
        ("^4.17.0", "deprecated"),
        ("~3", "deprecated"),
        ("5.0.0", "active"),
        (">=5.1", "active"),
        ("", "active"),
        ("latest", "active"),
    ],
)
def test_the_status_of_a_version_is_known(version: str, state: str) -> None:
    assert CATALOG.technology("express").status_of(version).state == state


def test_the_technologies_of_the_common_stacks_are_known() -> None:
    wanted = """
        python typescript go fastapi flask django litestar starlette express hono fastify nestjs gin
        sqlalchemy sqlmodel django-orm prisma drizzle typeorm alembic drizzle-kit prisma-migrate
        postgresql sqlite mysql mongodb redis valkey celery bullmq rabbitmq kafka pytest vitest jest
        node-test ruff eslint biome ruff-format prettier black mypy pyright ty tsc uv pip poetry npm
        pnpm yarn bun pydantic zod structlog pino github-actions gitlab-ci docker compose
    """.split()
    assert [name for name in wanted if CATALOG.find_technology(name) is None] == []


def test_notes_open_with_the_technology_s_title_and_give_advice() -> None:
    noted = {each.id: CATALOG.notes(each.id) for each in CATALOG.technologies}
    written = {name: text for name, text in noted.items() if text}
    assert len(written) >= 30
    assert [name for name, text in written.items() if not re.match(r"# .+\n\n.{60}", text)] == []
