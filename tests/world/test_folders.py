"""Runs and caches live in the user's own folders, or where they say."""

from __future__ import annotations

from pathlib import Path

from backend_agent.world.folders import cache_home, runs_home


def test_one_variable_moves_runs_and_caches(tmp_path: Path) -> None:
    environment = {"BACKEND_AGENT_HOME": str(tmp_path)}
    assert runs_home(environment) == tmp_path / "runs"
    assert cache_home(environment) == tmp_path / "cache"


def test_without_it_they_are_absolute_apart_and_not_made() -> None:
    runs, cache = runs_home({}), cache_home({})
    assert runs.is_absolute()
    assert cache.is_absolute()
    assert not cache.is_relative_to(runs)
    assert runs.parent.name == cache.name == "backend-agent"
