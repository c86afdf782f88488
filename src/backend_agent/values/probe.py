"""What the probe asks a running service, by data, and what came of each question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.exchange import Exchange

Tier = Literal["must", "should", "house"]
Ruling = Literal["pass", "fail", "na", "unknown"]
Depth = Literal["quick", "full", "deep"]
Stage = Literal["beside", "alone", "faults", "life"]

DEPTHS: tuple[Depth, ...] = ("quick", "full", "deep")
STAGES: tuple[Stage, ...] = ("beside", "alone", "faults", "life")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeCheck:
    """One question. `tier`: must = a MUST of an RFC, security or an outage; should = a SHOULD or best
    practice; house = a policy. `needs` are names of what the service must have (see `ProbeNeeds`), else the
    check is not applicable or unknown; `standards` are the rows it proves. `depth` is the smallest run it
    belongs to. `stage`: beside others, alone after them (it burdens the service), faults (its database is
    taken away), life (it ends). `destructive` = only on what the probe started, or when allowed."""

    id: str
    title: str
    source: str
    tier: Tier
    needs: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    depth: Depth = "quick"
    stage: Stage = "beside"
    destructive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeArea:
    """One file of `data/probe/checks/`: the questions of one area, in the order of the screen."""

    title: str
    order: int
    checks: tuple[ProbeCheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeWords:
    """`data/probe/words.toml`: the names by which services call things. `…_path`, `…_field` and `…_setting`
    are regexes (case ignored) that are searched for; lists of paths and names are tried in order."""

    spec_paths: tuple[str, ...]
    live_paths: tuple[str, ...]
    ready_paths: tuple[str, ...]
    startup_paths: tuple[str, ...]
    oauth_metadata: tuple[str, ...]
    login_path: str
    signup_path: str
    refresh_path: str
    logout_path: str
    admin_path: str
    setup_path: str
    base_told: str
    identity_field: str
    password_field: str
    token_keys: tuple[str, ...]
    refresh_keys: tuple[str, ...]
    id_keys: tuple[str, ...]
    list_keys: tuple[str, ...]
    next_keys: tuple[str, ...]
    limit_parameters: tuple[str, ...]
    cursor_parameters: tuple[str, ...]
    offset_parameters: tuple[str, ...]
    page_parameters: tuple[str, ...]
    privileged_fields: tuple[str, ...]
    secret_setting: str
    admin_identity_setting: str
    admin_password_setting: str
    origin_setting: str
    port_settings: tuple[str, ...]
    url_settings: tuple[str, ...]
    weak_secrets: tuple[str, ...]
    secret_patterns: tuple[str, ...]
    internal_patterns: tuple[str, ...]
    internal_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of one question: `reason` in one line, `exchanges` as evidence (of a failure above all)."""

    check: str
    title: str
    area: str
    tier: Tier
    source: str
    ruling: Ruling
    reason: str
    standards: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """What was learned of the service: operations by method and path, and which of them do what."""

    base: str
    server: str = ""
    spec: str = ""
    operations: tuple[str, ...] = ()
    found: tuple[tuple[str, str], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeReport:
    """The whole answer. `blocked` says why nothing could be asked ("" = something was)."""

    target: str
    depth: Depth
    surface: Surface
    answers: tuple[Answered, ...] = ()
    blocked: str = ""
    requests: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    log: str = ""

    def of(self, ruling: Ruling) -> tuple[Answered, ...]:
        return tuple(answer for answer in self.answers if answer.ruling == ruling)
