"""How one technology says in code what an application is: its routes, models, settings.

Names and places are those of `routing_format`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.routing_format import Place, RoutingForm


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldForm:
    """How a field's options are written. `call` matches the calls that describe a field, as its
    value, in its type or as a decorator; the places name its options, `keys`, `indexes` and
    `uniques` calls that say so by their name. `foreign` are calls that make a column which leads to
    `target`, `foreign_indexed` with an index; `relations` match calls that make no column;
    `nullable_types` and `no_field` are regexes over a field's type; `described`: only what a call
    describes is a field; `generated` are calls whose value the database or the library gives;
    attributes of `settings` are constants of the program's settings."""

    call: str = ""
    default: Place = ()
    nullable: Place = ()
    primary_key: Place = ()
    unique: Place = ()
    index: Place = ()
    foreign_key: Place = ()
    keys: str = ""
    indexes: str = ""
    uniques: str = ""
    foreign: str = ""
    foreign_indexed: bool = False
    described: bool = False
    generated: str = ""
    settings: str = ""
    references: str = ""
    relations: str = ""
    target: Place = ()
    back: Place = ()
    nullable_by_default: bool = False
    nullable_types: str = ""
    no_field: str = ""
    wrappers: tuple[str, ...] = ()
    ignore: str = "^_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassForm:
    """Classes that are models or schemas by their bases, by the decorator `mark`, or because a
    decorator of one of their fields matches `fields`. A model where the class keyword `keyword` is
    true, or the attribute `attribute` names the table, itself or in the inner class `meta`, where
    `abstract` makes it none (in the class itself without a `meta`); `name` is the table's place in
    the mark. `naming` names it otherwise: `folder` puts the folder of the file before it."""

    role: Literal["model", "schema"]
    bases: str = ""
    mark: str = ""
    fields: str = ""
    name: Place = ()
    keyword: str = ""
    attribute: str = ""
    meta: str = ""
    abstract: str = ""
    naming: Literal["", "lower", "snake", "folder"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForm:
    """Calls whose result is a model (a table) or a schema: `name` () = the variable's name,
    `fields` where the record of fields is given; options are chained calls on a field, or keys of
    the field's own record, whose type is at `type`; a chain that ends in one of `consumed` uses the
    entity and makes none."""

    call: str
    role: Literal["model", "schema"]
    name: Place = ()
    fields: Place = ()
    consumed: str = ""
    primary_key: str = ""
    required: str = ""
    optional: str = ""
    unique: str = ""
    index: str = ""
    foreign_key: str = ""
    type: str = ""
    nullable_by_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFileForm:
    """Files in a language of models of their own, read by regexes. `block` has the groups `name` and
    `body`; `field`, over one line of a body, has `name`, `type` and perhaps `list`, `optional` and
    `options`; the others are searched for in the options, `columns` and `refers` in those of a
    relation: its columns here and there; `table` and `index` in the body."""

    files: str
    block: str
    field: str
    primary_key: str = ""
    unique: str = ""
    default: str = ""
    relation: str = ""
    columns: str = ""
    refers: str = ""
    table: str = ""
    index: str = ""
    unique_index: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintForm:
    """Calls that index several columns: in the attribute `attribute` of a model (`A.b` of its inner
    class, `|` between several) or as decorators of it; the columns are texts among their arguments,
    or the list at `columns`. A list of lists at `unique_lists` holds unique columns."""

    attribute: str = ""
    columns: Place = ()
    unique_lists: str = ""
    index: str = ""
    unique: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityForm:
    classes: tuple[ClassForm, ...] = ()
    calls: tuple[CallForm, ...] = ()
    texts: tuple[SchemaFileForm, ...] = ()
    fields: FieldForm = FieldForm()
    constraints: ConstraintForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationForm:
    """`files` matches paths; `id` and `parent` name variables (id "" = the file's stem, or with
    `by_folder` its folder's name; parent "" = the one before in order of names); `creates` is a
    regex whose group is a table's name, and so are those of `touches`, for every other operation."""

    files: str
    creates: str
    touches: tuple[str, ...] = ()
    by_folder: bool = False
    id: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsForm:
    """`bases`: classes whose fields are read from the environment, with `prefix` in the attribute
    `config`; `names` are places of a field's own name. `reads` are patterns of the syntax tree
    with $NAME and perhaps $DEFAULT; those listed in `required` fail when the name is not set."""

    bases: str = ""
    config: str = ""
    prefix: str = ""
    names: Place = ()
    reads: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    trigger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsFormat:
    """`data/technologies/<kind>/<id>/facts.toml`. `trigger` is a regex over a file's text: only a
    file that matches (or that such a file imports) is read."""

    trigger: str = ""
    routing: RoutingForm | None = None
    entities: EntityForm | None = None
    migrations: MigrationForm | None = None
    settings: SettingsForm | None = None
