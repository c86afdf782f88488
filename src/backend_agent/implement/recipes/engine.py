"""The recipe engine: applies, already there, or refused with the snippet; never half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend_agent.catalog import Catalog, Document
from backend_agent.implement.imports import insert_import
from backend_agent.implement.recipes.find import (
    Found,
    find_places,
    fullest_folder,
    is_beside,
    list_sources,
    tests_folder,
)
from backend_agent.implement.recipes.insert import holds_statement, insert_statement, still_parses
from backend_agent.implement.recipes.modules import Modules
from backend_agent.implement.recipes.presence import refuse_half, split_presence
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, FileChange, Note, Refusal, RouteKey
from backend_agent.values.errors import InputError
from backend_agent.values.recipe import Recipe, RecipeFile
from backend_agent.values.stack import Component
from backend_agent.values.task import AddCapability
from backend_agent.world.tree import BOM, Tree

if TYPE_CHECKING:
    from jinja2 import Environment


def list_capabilities(component: Component, catalog: Catalog) -> tuple[Recipe, ...]:
    """The recipes for the technologies of the component, sorted by id."""
    found = (each.value for each in catalog.documents(Recipe) if _fits(each, component))
    return tuple(sorted(found, key=lambda recipe: recipe.id))


def add_capability(
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    operation: AddCapability,
) -> ChangeSet:
    """The change that gives the component the capability; pure.

    `already` when every part is there; a refusal, and no change at all, when a part is missing that the
    recipe builds on or when the repository has only some of it. InputError when no recipe has that name.
    """
    document = _choose_recipe(component, catalog, operation.name)
    recipe = document.value
    there, absent = split_presence(recipe, tree, component, application)
    if recipe.present and not absent:
        return ChangeSet(already=there)
    if there:
        return ChangeSet(refusals=(refuse_half(recipe, there, absent),))
    places, refusals = find_places(recipe, tree, component)
    if refusals:
        return ChangeSet(refusals=refusals)
    return _Application(document, catalog, tree, component, places).apply()


class _Application:
    """One recipe on one component: templates, new files, inserts, on a virtual copy of the files."""

    def __init__(
        self,
        document: Document[Recipe],
        catalog: Catalog,
        tree: Tree,
        component: Component,
        places: dict[str, Found],
    ) -> None:
        self.document, self.recipe, self.catalog = document, document.value, catalog
        self.tree, self.places, self.component = tree, places, component
        self.jinja = _environment()
        sources = list_sources(tree, component, self.recipe.module)
        self.modules = Modules(tree, self.recipe.module, sources)
        self.named = {name: found.variables() for name, found in places.items()}
        fallback = next(iter(places.values())).variables()["folder"] if places else component.path
        self.folders = {
            "routes_folder": fullest_folder(component, "routes") or fallback,
            "component_folder": component.path,
        }
        if tests := tests_folder(component):
            self.folders["tests_folder"] = tests

    def apply(self) -> ChangeSet:
        files, refusals = self._new_files()
        edited: dict[str, str] = {}
        refusals += self._insert_all(edited)
        if refusals:
            return ChangeSet(refusals=tuple(refusals))
        written = edited | {each.path: (each.after or b"").decode() for each in files}
        broken = [
            path
            for path, text in written.items()
            if path.endswith(self.recipe.module.extension)
            and not still_parses(text, self.recipe.language)
        ]
        if broken:
            reason = "the file would no longer parse"
            return ChangeSet(
                refusals=tuple(
                    Refusal(subject=self.recipe.title, reason=reason, path=path) for path in broken
                )
            )
        return ChangeSet(
            changes=tuple(sorted((*files, *self._edits(edited)), key=lambda change: change.path)),
            notes=(
                *(Note(kind="decision", text=text) for text in self.recipe.notes),
                *(
                    Note(kind="left", text=each.text)
                    for each in self.recipe.leaves
                    if is_beside(each.beside, self.component) and self._holds((), each.unless)
                ),
            ),
            routes_added=tuple(
                RouteKey(method=route.split()[0], path=route.split()[1])
                for route in self.recipe.routes
            ),
        )

    def _new_files(self) -> tuple[list[FileChange], list[Refusal]]:
        made: list[FileChange] = []
        refusals: list[Refusal] = []
        for file in self.recipe.files:
            if not self._holds(file.when, file.unless):
                continue
            path = self._render(file.path).lstrip("/")
            if file.name:
                self.named[file.name] = {"path": path}
            if self.tree.exists(path):
                refusals.append(self._refuse(path, "a file of that name exists"))
                continue
            made.append(self._make_file(file, path))
        return made, refusals

    def _make_file(self, file: RecipeFile, path: str) -> FileChange:
        text = self._render(self.catalog.file(self.document, f"files/{file.source}"), path)
        if any("\r\n" in self._text(found.path) for found in self.places.values()):
            text = text.replace("\n", "\r\n")
        return FileChange(
            path=path, before=None, after=text.encode(), purpose=file.purpose, maker="recipe"
        )

    def _insert_all(self, edited: dict[str, str]) -> list[Refusal]:
        refusals = []
        for insert in self.recipe.inserts:
            if not self._holds(insert.when, insert.unless):
                continue
            found, statement = self.places[insert.into], self._render(insert.text)
            text = edited.get(found.path, self._text(found.path))
            if holds_statement(text, statement):
                continue
            after = tuple(self._render(pattern) for pattern in insert.after)
            before = tuple(self._render(pattern) for pattern in insert.before)
            placed = insert_statement(
                text,
                self.recipe.language,
                self.recipe.module,
                found.pattern,
                after,
                before,
                statement,
            )
            if placed is None:
                refusals.append(
                    self._refuse(found.path, "no place for this statement was found", statement)
                )
                continue
            edited[found.path] = placed
        for wanted in self.recipe.imports:
            if not self._holds(wanted.when, wanted.unless):
                continue
            path = self.places[wanted.into].path
            statement = self._render(wanted.text, path)
            text = edited.get(path, self._text(path))
            if not holds_statement(text, statement):
                kinds = self.recipe.module.import_kinds
                edited[path] = insert_import(
                    text, self.recipe.language, kinds, statement, self.modules.owns
                )
        return refusals

    def _edits(self, edited: dict[str, str]) -> list[FileChange]:
        changes = []
        for path, text in edited.items():
            before = self.tree.read_bytes(path)
            mark = BOM if before.startswith(BOM) else b""
            changes.append(
                FileChange(
                    path=path,
                    before=before,
                    after=mark + text.encode(),
                    purpose=f"registers {self.recipe.title.lower()}",
                    maker="recipe",
                )
            )
        return changes

    def _text(self, path: str) -> str:
        # Strict: a file that is not UTF-8 must not be written back with replacement characters.
        try:
            return self.tree.read_bytes(path).removeprefix(BOM).decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path}: not UTF-8 at byte {error.start}", hint="save it as UTF-8"
            ) from None

    def _holds(self, when: tuple[str, ...], unless: tuple[str, ...]) -> bool:
        known = self.places.keys() | self.folders.keys()
        return known.issuperset(when) and known.isdisjoint(unless)

    def _render(self, template: str, importer: str = "") -> str:
        """The template with what was found; `module` names are those that `importer` would use."""
        named = {
            name: each | ({"module": self.modules.name(each["path"], importer)} if importer else {})
            for name, each in self.named.items()
        }
        return self.jinja.from_string(template).render({**self.folders, **named})

    def _refuse(self, path: str, reason: str, snippet: str = "") -> Refusal:
        return Refusal(subject=self.recipe.title, reason=reason, path=path, snippet=snippet)


def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    return Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701


def _choose_recipe(component: Component, catalog: Catalog, name: str) -> Document[Recipe]:
    for document in catalog.documents(Recipe):
        if _fits(document, component) and document.value.id == name:
            return document
    known = ", ".join(recipe.id for recipe in list_capabilities(component, catalog))
    raise InputError(
        f"no recipe named {name!r} for {component.name}",
        hint=f"there is: {known}" if known else "there is none for its technologies yet",
    )


def _fits(document: Document[Recipe], component: Component) -> bool:
    """Whether the recipe is for a technology of the component and written in its language."""
    return (
        document.technology in component.technology_ids()
        and document.value.language == component.language
    )
