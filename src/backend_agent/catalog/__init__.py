"""Reads `data/` and users' packs into values: strict when a file changed, fast when none did.

`load_catalog()` gives the `Catalog`: technologies, standards and every further kind of document.

To add a kind of document (its data in TOML, its reader in your room):

1. Write a frozen, slotted, keyword-only dataclass in `values/` (tuples, `Literal`, `X | None`,
   nested dataclasses, `Mapping[str, X]`; defaults for optional keys). Unknown keys are refused.
2. Add an import and one line to `list_forms()` in `catalog/forms.py`, for example
   `Form(place="technologies/*/*/facts.toml", shape=FactsFormat)` or, for several per technology,
   `Form(place="technologies/*/*/rules/*/rule.toml", shape=Rule)`, or, for one file in all,
   `Form(place="inference.toml", shape=Inference)`.
3. Read it: `catalog.document("fastapi", FactsFormat)` → the value or None;
   `catalog.documents(Rule)` → `Document` values with `technology`, `name`, `path`, `value`;
   `catalog.files(document)` → the files beside it.

Folders named `cases` and `files` hold no documents: they are proofs and material.
"""

from __future__ import annotations

from backend_agent.catalog.cases import Case, list_cases, list_recipe_cases
from backend_agent.catalog.catalog import Catalog, Document
from backend_agent.catalog.files import check_files
from backend_agent.catalog.load import OUR_DATA, load_catalog, read_catalog

__all__ = [
    "OUR_DATA",
    "Case",
    "Catalog",
    "Document",
    "check_files",
    "list_cases",
    "list_recipe_cases",
    "load_catalog",
    "read_catalog",
]
