"""What is being proved: one folder of data, read together with the data it may refer to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from backend_agent.catalog import Catalog, Document
from backend_agent.values.verification import Finding

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`root` is the folder to prove, `catalog` holds it and our own data."""

    root: Path
    catalog: Catalog

    def documents(self, shape: type[T]) -> tuple[Document[T], ...]:
        """The documents of the folder that is proved."""
        return tuple(
            document
            for document in self.catalog.documents(shape)
            if document.folder.is_relative_to(self.root)
        )


def find_fault(proof: str, path: str, message: str, line: int = 0) -> Finding:
    """A fault of data at a place; `path` is relative to the folder that is proved."""
    return Finding(source=proof, message=message, path=path, line=line)
