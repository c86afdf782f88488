"""A recipe: a capability added by new files and minimal inserts, all of it data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Something in the repository that the recipe builds on.

    `patterns` are tree patterns in which `$NAME` captures; the first pattern with a match wins.
    `within` is a regex over the path relative to the component ("" = every source file but tests),
    `holding` one that must be found in the text of the match. With `importable` a match must stand at
    the top of its file under a plain name. Matches in several files, or with different captures in
    one, are no answer, unless any will do (`many`).

    It is required always, or only where the component has a technology of one of the kinds or ids in
    `required_with`, and not where a find of `unless` was found before it; `reason` says what for.
    Templates see `find.NAME`, `find.path`, `find.folder`, `find.module`.
    """

    name: str
    patterns: tuple[str, ...]
    within: str = ""
    holding: str = ""
    required: bool = False
    required_with: tuple[str, ...] = ()
    reason: str = ""
    importable: bool = False
    many: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeFile:
    """A new file: `source` below the recipe's `files/`, `path` a template. `when` and `unless` name
    finds that must, or must not, have been found. Templates also see `routes_folder`,
    `component_folder` and, where the component has tests, `tests_folder`, which `when` may name."""

    source: str
    path: str
    purpose: str
    name: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeInsert:
    """One statement put into the file of the find `into`, in the block where it was found: before the
    first match of `before`, else after the last match of the first pattern of `after` that matches.
    A statement of that block that only holds a match (an `if` around it) counts after those that are
    one; what lies inside a function or a class does not. All texts are templates."""

    into: str
    text: str
    after: tuple[str, ...]
    before: tuple[str, ...] = ()
    purpose: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeImport:
    """One import statement for the file of the find `into`, kept in the order of its neighbours."""

    into: str
    text: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A sign that a part is there already: a route of `method` whose whole path is matched by one of the
    regexes `paths`, or a match of one of the tree `patterns` in a source file that `within` accepts."""

    title: str
    method: str = ""
    paths: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What the recipe leaves to a person: always, or only where the component has a technology of one of
    the kinds or ids in `beside`, or only where none of the finds in `unless` was found."""

    text: str
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleForm:
    """How a file is imported: by the name that other files of the repository use; where none does, names
    begin at the folder that holds no `marker`. `mention` is a regex for an absolute import of {name},
    `relative` one for a relative import: a file that has such imports gets a relative one.

    `style` says how a name is built: `dotted` (`..store.engine`) or `path` (`../store/engine`, always
    relative); the first group of `suffix`, a regex over the importing file, is what follows a path.
    `scopes` are the node kinds whose inside is not run where it stands (functions, classes), `wrappers`
    those that only stand around a statement."""

    separator: str
    extension: str
    marker: str
    import_kinds: tuple[str, ...]
    mention: str = ""
    relative: str = ""
    style: Literal["dotted", "path"] = "dotted"
    suffix: str = ""
    scopes: tuple[str, ...] = ()
    wrappers: tuple[str, ...] = ("expression_statement",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One folder of `recipes/<id>/recipe.toml`. `routes` are what it adds, as `GET /live`; it is for
    components whose language is `language`."""

    id: str
    title: str
    description: str
    language: str
    module: ModuleForm
    standards: tuple[str, ...] = ()
    present: tuple[Presence, ...] = ()
    finds: tuple[Find, ...] = ()
    files: tuple[RecipeFile, ...] = ()
    imports: tuple[RecipeImport, ...] = ()
    inserts: tuple[RecipeInsert, ...] = ()
    routes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    leaves: tuple[Remainder, ...] = ()
