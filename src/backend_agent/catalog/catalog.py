"""What the product knows: technologies, standards and every further document, found by shape."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar, cast

from backend_agent.catalog.entry import Entry, name_shape
from backend_agent.catalog.forms import list_forms
from backend_agent.catalog.revive import revive_value
from backend_agent.values.errors import DataError
from backend_agent.values.standard import Standard, StandardArea
from backend_agent.values.technology import Technology, TechnologyKind
from backend_agent.world.stamps import list_stamps
from backend_agent.world.tree import FolderTree, read_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Generic[T]):
    """A document with its place: `technology` is the id of the folder it lies in ("" = none),
    `name` the last name of its place (a rule, a recipe, an area), `folder` where it lies."""

    technology: str
    name: str
    path: str
    folder: Path
    value: T


class Catalog:
    """Everything that data and packs hold; read only. Made by `load_catalog`."""

    def __init__(self, roots: tuple[Path, ...], entries: tuple[Entry, ...]) -> None:
        self.roots = roots
        self._entries = entries
        self._revived: dict[type, tuple[Document[object], ...]] = {}

    @cached_property
    def technologies(self) -> tuple[Technology, ...]:
        """Every technology, ordered by kind and id."""
        return tuple(document.value for document in self.documents(Technology))

    @cached_property
    def _by_id(self) -> dict[str, Technology]:
        return {technology.id: technology for technology in self.technologies}

    def technology(self, technology_id: str) -> Technology:
        """Raises DataError where no folder of data has that id."""
        try:
            return self._by_id[technology_id]
        except KeyError:
            raise DataError(f"no technology has the id {technology_id!r}") from None

    def find_technology(self, technology_id: str) -> Technology | None:
        return self._by_id.get(technology_id)

    def technologies_of(self, kind: TechnologyKind) -> tuple[Technology, ...]:
        return tuple(each for each in self.technologies if each.kind == kind)

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        """Every row, in the order of areas and numbers."""
        areas = sorted(self.documents(StandardArea), key=lambda area: (area.value.order, area.name))
        return tuple(
            replace(standard, area=area.value.title)
            for area in areas
            for standard in area.value.standards
        )

    def standard(self, standard_id: str) -> Standard:
        """Raises DataError where no row has that id."""
        for standard in self.standards:
            if standard.id == standard_id:
                return standard
        raise DataError(f"no standard has the id {standard_id!r}")

    def documents(self, shape: type[T]) -> tuple[Document[T], ...]:
        """Every document of that shape (a dataclass of `catalog/forms.py`), ordered by path."""
        if shape not in self._revived:
            self._revived[shape] = self._revive(shape)
        return cast("tuple[Document[T], ...]", self._revived[shape])

    def document(self, technology_id: str, shape: type[T]) -> T | None:
        """The technology's own document of that shape, or None: it has none."""
        for document in self.documents(shape):
            if document.technology == technology_id:
                return document.value
        return None

    def file(self, document: Document[T], name: str) -> str:
        """The text of a file beside the document. Raises InputError where there is none."""
        return read_text(FolderTree(document.folder, (name,)), name)

    def files(self, document: Document[T]) -> FolderTree:
        """Every file in the document's folder and below."""
        stamps = list_stamps(document.folder)
        return FolderTree(document.folder, (stamp.path for stamp in stamps))

    def notes(self, technology_id: str) -> str:
        """What a senior knows about the technology (Markdown), "" where nothing is written."""
        for document in self.documents(Technology):
            if document.technology == technology_id and (document.folder / "notes.md").is_file():
                return self.file(document, "notes.md")
        return ""

    def _revive(self, shape: type[T]) -> tuple[Document[object], ...]:
        name = name_shape(shape)
        found = tuple(
            _make_document(entry, revive_value(shape, json.loads(entry.raw)))
            for entry in self._entries
            if entry.shape == name
        )
        if not found and all(form.shape is not shape for form in list_forms()):
            raise DataError(
                f"{shape.__name__} is no kind of document", hint="add it to catalog/forms.py"
            )
        return found


def _make_document(entry: Entry, value: object) -> Document[object]:
    return Document(
        technology=entry.names[1] if entry.path.startswith("technologies/") else "",
        name=entry.names[-1] if entry.names else "",
        path=entry.path,
        folder=(entry.root / entry.path).parent,
        value=value,
    )
