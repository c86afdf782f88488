"""Where runs and caches live: the user's own folders, or below BACKEND_AGENT_HOME."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

HOME_VARIABLE = "BACKEND_AGENT_HOME"


def runs_home(environment: Mapping[str, str] | None = None) -> Path:
    """The folder with one folder per run; it need not exist yet."""
    return _own_home(environment, "runs")


def cache_home(environment: Mapping[str, str] | None = None) -> Path:
    """The folder of what can be made again: package caches, indexes, baselines."""
    return _own_home(environment, "cache")


def probes_home(environment: Mapping[str, str] | None = None) -> Path:
    """Where services under the probe are copied to and started; each probe removes its own folder."""
    return _own_home(environment, "probes")


def receipts_home(environment: Mapping[str, str] | None = None) -> Path:
    """The folder of what was installed into other programs' settings."""
    return _own_home(environment, "receipts")


def settings_file(environment: Mapping[str, str] | None = None) -> Path:
    """The user's own settings; the file need not exist."""
    chosen = (os.environ if environment is None else environment).get(HOME_VARIABLE, "")
    if chosen:
        return Path(chosen).expanduser().absolute() / "settings.toml"
    import platformdirs

    return platformdirs.user_config_path("backend-agent", appauthor=False) / "settings.toml"


def _own_home(environment: Mapping[str, str] | None, name: str) -> Path:
    chosen = (os.environ if environment is None else environment).get(HOME_VARIABLE, "")
    if chosen:
        return Path(chosen).expanduser().absolute() / name
    import platformdirs

    if name == "cache":
        return platformdirs.user_cache_path("backend-agent", appauthor=False)
    return platformdirs.user_data_path("backend-agent", appauthor=False) / name
