"""How the ground under checks is laid by data: environments, runners, and where settings are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareStep:
    """One command of an installation, run where the `when` file of its way was found. `if_file` = only where
    that file exists there; `network` = a registry is asked."""

    argv: tuple[str, ...]
    if_file: str = ""
    network: bool = True
    timeout: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareWay:
    """One way to install: taken when one of `when` exists in the component's folder or above it.
    `says` is told when an earlier way failed and this one held; `keeps` are files that the steps
    may rewrite and that are put back as they were. With `known` the files alone are no sign: the
    technology must have been detected."""

    when: tuple[str, ...]
    steps: tuple[PrepareStep, ...]
    says: str = ""
    keeps: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolVersion:
    """Which release of a tool a project asks for: the groups of `pattern` in `file`, which lies in the
    folder of the installation or above it, put into `spec` as {0}, {1}, …"""

    file: str
    pattern: str
    spec: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolProvision:
    """How a machine without `program` gets it: `argv` installs {spec} below {prefix}, a folder of the
    shared cache, and `folder` in there holds the program. The first of `versions` that matches
    gives the spec."""

    program: str
    argv: tuple[str, ...]
    folder: str
    versions: tuple[ToolVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What an installer's output means: `reason` may use the groups of `pattern` as {0}, {1}, …"""

    pattern: str
    example: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsSource:
    """YAML files in which settings and services are written. `files` is a regex over relative paths;
    the rest are paths of keys in which `*` stands for any key or index: `environment` and `services`
    of the whole document, `jobs` its jobs, and in a job `job_environment`, `job_services` and
    `job_scripts`. Only jobs whose scripts speak of tests are read."""

    files: str
    environment: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    jobs: str = ""
    job_environment: tuple[str, ...] = ()
    job_services: tuple[str, ...] = ()
    job_scripts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundFormat:
    """`technologies/*/*/ground.toml`.

    `programs` are folders of installed programs, relative to the folder of the installation;
    `variables` are what installers and checks see and may hold {home} (that folder) and {folder}
    (a scratch folder of the run) and {caches} (the shared one), `offline` what only checks see;
    `caches` name variables whose value is a folder below the shared cache; `runners` are prefixes that only enter the
    environment (they are left out: it is entered already); `freeze` prints the installed
    versions; `provide` is for a machine without the tool itself; `rank` orders rivals, the highest first.
    """

    ways: tuple[PrepareWay, ...] = ()
    programs: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    offline: Mapping[str, str] = field(default_factory=dict)
    caches: Mapping[str, str] = field(default_factory=dict)
    runners: tuple[tuple[str, ...], ...] = ()
    freeze: tuple[str, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    sources: tuple[SettingsSource, ...] = ()
    provide: ToolProvision | None = None
    rank: int = 0
