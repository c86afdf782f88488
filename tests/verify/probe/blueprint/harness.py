"""Runs the blueprint on SQLite, whole or mutated, with a Python that has its packages, and asks it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from backend_agent.values.probe import ProbeReport
from backend_agent.verify.probe.profile import Profile
from backend_agent.world.listener import Collector
from backend_agent.world.ports import find_free_port
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


def probe_blueprint(mutations: Sequence[Mutation], python: str, only: Sequence[str]) -> ProbeReport:
    """`python` is an interpreter in whose environment the blueprint's packages are installed."""
    with tempfile.TemporaryDirectory(prefix="blueprint-") as folder:
        root = Path(folder) / "service"
        ignored = shutil.ignore_patterns("__pycache__", ".venv", "*.db")
        shutil.copytree(BLUEPRINT, root, ignore=ignored)
        for mutation in mutations:
            apply_mutation(root / SOURCES, mutation)
        return asyncio.run(_ask(root, python, only))


async def _ask(root: Path, python: str, only: Sequence[str]) -> ProbeReport:
    port = find_free_port()
    collector = Collector()
    collector_port = await collector.open(listen(0))
    environment = {
        "PYTHONPATH": str(root / "src"),
        "ENVIRONMENT": "local",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{root}/service.db",
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
            hold_process(service, None, environment, root, argv),
            (collector, collector_port),
            only=only,
            depth="full",
            profile=Profile(),
        )
    finally:
        await collector.close()
        service.stop()
