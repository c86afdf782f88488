"""How one technology says in code what an application is: its routes, models, settings.

Names and places are those of `routing_format`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.routing_format import Place, RoutingForm


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldForm:
    """How a field's options are written. `call` matches the calls that describe a field; the
    places name its options; `relations` match calls that make no column; `nullable_types` and
    `no_field` are regexes over a field's type."""

    call: str = ""
    default: Place = ()
    nullable: Place = ()
    primary_key: Place = ()
    unique: Place = ()
    index: Place = ()
    foreign_key: Place = ()
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
    """Classes that are models or schemas by their bases. A model where the class keyword `keyword`
    is true, or the attribute `attribute` names the table; `naming` names it otherwise."""

    bases: str
    role: Literal["model", "schema"]
    keyword: str = ""
    attribute: str = ""
    naming: Literal["", "lower", "snake"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForm:
    """Calls whose result is a model (a table) or a schema: `name` () = the variable's name,
    `fields` where the record of fields is given; options are chained calls on a field; a chain
    that ends in one of `consumed` uses the entity and makes none."""

    call: str
    role: Literal["model", "schema"]
    name: Place = ()
    fields: Place = ()
    consumed: str = ""
    primary_key: str = ""
    required: str = ""
    optional: str = ""
    unique: str = ""
    foreign_key: str = ""
    nullable_by_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintForm:
    """Calls in the attribute `attribute` of a model that index several columns."""

    attribute: str
    index: str = ""
    unique: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityForm:
    classes: tuple[ClassForm, ...] = ()
    calls: tuple[CallForm, ...] = ()
    fields: FieldForm = FieldForm()
    constraints: ConstraintForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationForm:
    """`files` matches paths; `id` and `parent` name variables (id "" = the file's stem, parent ""
    = the one before in order of names); `creates` is a regex whose group is a table's name, and so
    are those of `touches`, for every other operation."""

    files: str
    creates: str
    touches: tuple[str, ...] = ()
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
