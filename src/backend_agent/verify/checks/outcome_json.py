"""Outcomes as text and back, for the cache of baselines."""

from __future__ import annotations

import dataclasses
import json

from backend_agent.values.verification import Counts, Finding, Outcome


def dump_outcome(outcome: Outcome) -> str:
    """JSON with the fields' own names."""
    return json.dumps(dataclasses.asdict(outcome), ensure_ascii=False, indent=1)


def parse_outcome(text: str) -> Outcome:
    """Raises ValueError, TypeError or KeyError where the text is not what `dump_outcome` wrote."""
    raw = json.loads(text)
    raw["counts"] = Counts(**raw["counts"])
    raw["findings"] = tuple(
        Finding(**each | {"also": tuple(each["also"])}) for each in raw["findings"]
    )
    raw["argv"] = tuple(raw["argv"])
    return Outcome(**raw)
