"""Proves data, ours and that of packs, by calling the phases on the cases beside it."""

from __future__ import annotations

from pathlib import Path

from backend_agent.catalog import OUR_DATA, load_catalog
from backend_agent.proof.detection import prove_detection
from backend_agent.proof.files import prove_folders, prove_shapes
from backend_agent.proof.fixes import prove_fixes
from backend_agent.proof.readings import prove_readings
from backend_agent.proof.recipes import prove_recipes
from backend_agent.proof.rules import prove_rules
from backend_agent.proof.scope import Scope, find_fault
from backend_agent.proof.standards import prove_rule_standards, prove_standards
from backend_agent.proof.technologies import (
    prove_commands,
    prove_names,
    prove_signals,
    prove_statuses,
)
from backend_agent.values.errors import DataError
from backend_agent.values.proof import DataReport, Proof
from backend_agent.verify.checks.readers import READERS


def check_data(folder: Path | None = None) -> DataReport:
    """Prove our own data, or the pack in `folder` together with the data it refers to.

    Proofs that need well-formed data are left out while a file is malformed.
    """
    root = OUR_DATA if folder is None else folder.absolute()
    shapes = prove_shapes(root)
    if shapes.findings:
        return DataReport(proofs=(shapes,))
    try:
        catalog = load_catalog(() if folder is None else (root,))
    except DataError as error:
        doubled = Proof(subject="ids", findings=(find_fault("ids", "", error.message),))
        return DataReport(proofs=(shapes, doubled))
    return DataReport(proofs=(shapes, *prove_scope(Scope(root=root, catalog=catalog))))


def prove_scope(scope: Scope) -> tuple[Proof, ...]:
    """Every proof of well-formed data, the cheap ones first."""
    return (
        prove_folders(scope),
        prove_signals(scope),
        prove_names(scope),
        prove_statuses(scope),
        prove_commands(scope, READERS.__contains__),
        prove_standards(scope),
        prove_rule_standards(scope),
        prove_rules(scope),
        prove_fixes(scope),
        prove_readings(scope),
        prove_detection(scope),
        prove_recipes(scope),
    )


__all__ = ["check_data", "prove_scope"]
