"""Runs the blueprint, whole or mutated, with a Python that has its packages, and asks it; on SQLite, or in a
database of its own on a PostgreSQL server, with a relay before it."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from backend_agent.values.probe import ProbeReport
from backend_agent.verify.probe.profile import Profile
from backend_agent.world.listener import Collector, Relay
from backend_agent.world.ports import find_free_port
from backend_agent.world.wire import dial_address
from tests.house.sources import ROOT
from tests.verify.probe.harness import (
    Mutation,
    Process,
    apply_mutation,
    ask_local,
    hold_process,
    listen,
    wait_for_port,
)
from tests.verify.probe.mutants import Mutant

BLUEPRINT = ROOT / "blueprints/fastapi"
SOURCES = "src/acme_service"
MUTANTS = Path(__file__).with_name("mutants.toml")


def read_blueprint_mutants() -> list[Mutant]:
    found = []
    for entry in tomllib.loads(MUTANTS.read_text(encoding="utf-8"))["mutants"]:
        parts = (entry, *entry.get("also", ()))
        mutations = tuple(
            Mutation(entry["name"], each["file"], each["old"], each["new"]) for each in parts
        )
        flips = tuple(entry.get("seen", entry["flips"]))
        found.append(Mutant(entry["name"], "blueprint", mutations, flips))
    return found


def probe_blueprint(
    mutations: Sequence[Mutation], python: str, only: Sequence[str], server: str = ""
) -> ProbeReport:
    """`python` is an interpreter in whose environment the blueprint's packages are installed; `server` the
    address of a PostgreSQL server, `postgresql://USER@HOST:PORT`, "" = SQLite."""
    with tempfile.TemporaryDirectory(prefix="blueprint-") as folder:
        root = Path(folder) / "service"
        ignored = shutil.ignore_patterns("__pycache__", ".venv", "*.db")
        shutil.copytree(BLUEPRINT, root, ignore=ignored)
        for mutation in mutations:
            apply_mutation(root / SOURCES, mutation)
        with _lay_database(root, server) as database:
            return asyncio.run(_ask(root, python, only, database))


@contextmanager
def _lay_database(root: Path, server: str) -> Iterator[str]:
    """The address of an empty database, which is dropped at the end."""
    if not server:
        yield f"sqlite:///{root}/service.db"
        return
    name = f"probe_{secrets.token_hex(6)}"
    command = ("psql", "-qd", f"{server}/postgres", "-c")
    subprocess.run((*command, f"CREATE DATABASE {name}"), check=True)
    try:
        yield f"{server}/{name}"
    finally:
        subprocess.run((*command, f"DROP DATABASE {name} WITH (FORCE)"), check=True)


async def _put_relay(database: str) -> tuple[str, Relay | None]:
    """The address with a relay before the server, which can be cut; a file has none."""
    parts = urlsplit(database)
    if parts.port is None:
        return database, None
    relay = Relay(listen, dial_address("127.0.0.1", parts.port))
    user = f"{parts.username}@" if parts.username else ""
    return parts._replace(netloc=f"{user}127.0.0.1:{await relay.open()}").geturl(), relay


async def _ask(root: Path, python: str, only: Sequence[str], database: str) -> ProbeReport:
    port = find_free_port()
    database, relay = await _put_relay(database)
    collector = Collector()
    collector_port = await collector.open(listen(0))
    environment = {
        "PYTHONPATH": str(root / "src"),
        "ENVIRONMENT": "local",
        "PORT": str(port),
        "DATABASE_URL": database,
    }
    migrate = (python, "-m", "alembic", "upgrade", "head")
    done = await asyncio.to_thread(
        subprocess.run, migrate, cwd=root, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-800:])
    argv = (python, "-m", "acme_service", "serve")
    service = Process(argv, root, environment)
    try:
        await asyncio.to_thread(wait_for_port, port, service)
        return await ask_local(
            port,
            "blueprint",
            hold_process(service, relay, environment, root, argv),
            (collector, collector_port),
            only=only,
            depth="full",
            profile=Profile(),
        )
    finally:
        if relay is not None:
            await relay.cut()
        await collector.close()
        service.stop()
