"""The systems that the project promises to know are all in the data, each found by a sign of its own."""

from __future__ import annotations

import re

from backend_agent.catalog import load_catalog
from backend_agent.values.technology import Technology

NAMED = """
Express, Fastify, Hono, NestJS, tRPC, Python, FastAPI, Django, Flask, Litestar, Go, Rust, Axum,
Actix Web, Spring Boot, Quarkus, Ktor, Bun, Deno, Elysia, Prisma, Drizzle, Kysely, SQLAlchemy, GORM,
SQLx, Neon, Supabase, PgBouncer, pgpool-II, Supavisor, Apollo Server, GraphQL Yoga, Apollo Federation,
ConnectRPC, Buf, OPA, Cedar, SpiceDB, Casbin, CASL, Better Auth, Clerk, Auth0, Supabase Auth, Keycloak,
Lucia, jose, Pino, Winston, structlog, zerolog, OpenTelemetry, OpenTelemetry Collector, Prometheus,
Grafana, VictoriaMetrics, k6, Sentry, GlitchTip, Highlight.io, Redis, Valkey, Dragonfly, ioredis,
redis-py, BullMQ, Celery, Sidekiq, Apache Kafka, RabbitMQ, NATS, Redpanda, CloudEvents, node-cron,
APScheduler, Quartz, Temporal, Dapr, Istio, Linkerd, S3, Cloudflare R2, MinIO, Sharp, Pillow, Zod,
Valibot, Pydantic, Vitest, Jest, pytest, go test, JUnit, ESLint, Biome, pylint, ruff, golangci-lint,
Prettier, Black, tsc, mypy, officegen, docx, Redis Stack, RediSearch, RedisJSON, RedisTimeSeries,
RedisBloom, Kafka with ZooKeeper, LaunchDarkly, DataLoader, Helmet, Protocol Buffers, Prisma Postgres,
Prisma Accelerate, Fresh, GraalVM, Kotlin, gofmt, npm audit, pip-audit, govulncheck, BuildKit,
Wolfi, Distroless, Alpine
"""


def bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def by_name() -> dict[str, Technology]:
    found = {}
    for each in load_catalog().technologies:
        found[bare(each.title)] = found[bare(each.id)] = each
    return found


def test_every_system_that_is_promised_is_known() -> None:
    known = by_name()
    missing = [name for name in NAMED.replace("\n", " ").split(",") if bare(name) not in known]
    assert missing == []


def test_versions_tell_who_says_them_and_when() -> None:
    for each in load_catalog().technologies:
        if each.version is None:
            continue
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", each.version.verified_on), each.id
        assert re.match(r"\d", each.version.verified), each.id
        if each.version.source == "registry":
            assert each.packages, f"{each.id}: a registry answers about packages"


def test_what_is_no_longer_made_names_its_successor_and_who_says_so() -> None:
    ended = [e for e in load_catalog().technologies if e.status.state in ("deprecated", "archived")]
    assert len(ended) >= 10
    for each in ended:
        assert each.status.source, each.id
