"""The frame of a SARIF 2.1.0 log, the form in which code hosts read findings (OASIS standard)."""

from __future__ import annotations

from collections.abc import Mapping

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def frame_run(run: Mapping[str, object]) -> dict[str, object]:
    """A log that holds one run."""
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
