"""Proves that every file of data is where its kind belongs and has its kind's shape."""

from __future__ import annotations

from pathlib import Path

from backend_agent.catalog import check_files
from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.proof import Proof
from backend_agent.values.technology import Technology, folder_of


def prove_shapes(root: Path) -> Proof:
    """Every TOML file is of a known kind and reads strictly as that kind."""
    checked = check_files(root)
    return Proof(
        subject="files",
        proved=len(checked),
        findings=tuple(
            find_fault("files", file.path, fault) for file in checked for fault in file.faults
        ),
    )


def prove_folders(scope: Scope) -> Proof:
    """A technology lies in `technologies/<its kind, in the plural>/<its id>/`."""
    documents = scope.documents(Technology)
    findings = []
    for document in documents:
        technology = document.value
        wanted = f"technologies/{folder_of(technology.kind)}/{technology.id}/technology.toml"
        if document.path != wanted:
            findings.append(find_fault("folders", document.path, f"belongs at {wanted}"))
    return Proof(subject="folders", proved=len(documents), findings=tuple(findings))
