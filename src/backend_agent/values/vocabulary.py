"""How one library spells types and limits, so that a field can be rewritten in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from backend_agent.values.language import ImportNeed, StyleName, TypeSpelling
from backend_agent.values.task import FieldType


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRule:
    """One keyword of an option call. `types` = valid for these only (empty: for all); `limit` and
    `flag` say which part of a field's specification it writes; one that does not travel is a rule of
    the old field alone; `write` is its text with {sample} for a value of the field's type.
    `bounds` write both limits of a number as one value: the keys are `min`, `max` with {limit}, and
    `whole` with {bounds} for the two; `choices` writes those of an enum; `imports` are the names that this needs."""

    name: str
    types: tuple[FieldType, ...] = ()
    limit: Literal["", "min", "max"] = ""
    flag: Literal["", "unique", "index"] = ""
    travels: bool = True
    write: str = ""
    bounds: Mapping[str, str] = field(default_factory=dict)
    choices: str = ""
    imports: tuple[ImportNeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionCall:
    """A call that declares a field (`Field(…)`, `mapped_column(…)`), known by `name` when it is
    imported from one of `modules`. `default` is its keyword for a default value; `makers` are
    options by which the program makes the value itself. `required` are the options that a type
    needs, `imports` the names that these need; `implied` = it names no type where the annotation
    says it. `typed`: the call is named after the type itself (`models.CharField(…)`), so that any
    head of this vocabulary's types is one of its `names`. `optional` and `mandatory` are options by
    which a field may or must not be missing, where no annotation says it; `waived` is written where
    a default takes a mandatory one's place. `apart` are options of a
    member that a constructor does not take."""

    name: str = ""
    modules: tuple[str, ...] = ()
    options: tuple[OptionRule, ...] = ()
    default: str = ""
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    implied: tuple[FieldType, ...] = ()
    imports: Mapping[str, tuple[ImportNeed, ...]] = field(default_factory=dict)
    bare_default: str = ""
    makers: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    typed: bool = False
    names: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    mandatory: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCall:
    """A call that states a limit in text: `min` and `max` are texts with {field} and {limit}."""

    name: str
    modules: tuple[str, ...]
    min: str = ""
    max: str = ""
    import_need: ImportNeed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainType:
    """How one type begins a chain of calls. `pattern` is a regex over the chain's text without white
    space (the first that matches says the type); `write` is the beginning with {root} (the name
    before the first dot), {column} (the quoted name and a comma, where the old one gives it),
    {length} {precision} {scale} {values}; `covers` are the types it can carry. With `module` it is
    one of several dialects: of chains whose first name comes from there. `choice` writes one of
    {values}, "" = as a text."""

    type: FieldType
    pattern: str
    write: str
    module: str = ""
    covers: tuple[FieldType, ...] = ()
    choice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One call of a chain, or one key of the options at its beginning. `types` = right for these only
    (empty: for all). `role`: a part of the type's spelling, what makes the field nullable, required,
    defaulted or unique, a limit, a rule of the old field alone, an example value, the column's name, or
    free text that stays. `write` is its text with {limit}, {value} or {sample}; one that `wraps` stands around the
    declaration instead of behind it, its `write` has {root} and {inner}. `imports` are the names that `write` needs."""

    name: str
    role: Literal[
        "type",
        "nullable",
        "required",
        "default",
        "unique",
        "min",
        "max",
        "rule",
        "example",
        "free",
        "column",
    ]
    types: tuple[FieldType, ...] = ()
    write: str = ""
    wraps: bool = False
    imports: tuple[ImportNeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainForm:
    """Declarations of fields as a chain of calls, `z.string().min(1)`, whose first name is imported
    from one of `modules`, or is the parameter of a function given to one of `refines`, as in
    `createInsertSchema(tasks, { name: field => field.min(1) })`. `masks` are calls that pick fields by
    name, `omit({ id: true })`: what stands beside the name says nothing of its type."""

    modules: tuple[str, ...]
    types: tuple[ChainType, ...]
    links: tuple[ChainLink, ...] = ()
    refines: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectForm:
    """Options of a field as pairs of an object: the argument of a call of one of `names`, imported from
    one of `modules`, `Column({ length: 80 })`; or, where `held`, the object that is the field's own
    value, `title: { type: String }`. `type` is the key that names the type; what it says is read by
    the patterns of `types` over the whole text between the brackets, without white space, and `write`
    of a type is the pairs that say it, "" where the declared type alone does; where a field may hold
    the bare type instead of an object, `bare` is the regex of one. `links` are the keys: one whose
    value is `true` or `false` says so, or the contrary."""

    types: tuple[ChainType, ...]
    type: str = "type"
    links: tuple[ChainLink, ...] = ()
    modules: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    held: bool = False
    bare: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkForm:
    """What stands at a member and says something of its field, `@MinLength(5)`: names from one of
    `modules`. Nothing is added where none of them stands."""

    modules: tuple[str, ...]
    links: tuple[ChainLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaType:
    """The name of one type in a language of models; the first of a type is the one that is written."""

    type: FieldType
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaWords:
    """How models are written in files of a language of their own; how these are read is said in
    facts.toml. `optional` follows the type; `unique` and `default` (with {value}, a text in double
    quotes) are options, `column` the regex of the option that names the column, its first group, and
    `native` the regex of those that say how a type is stored. `rule` is the regex of a line about
    several fields, with the group `names`, and `mapped` of the one that names the table, with the
    group `table`. `client` is the regex of modules that are made from these files: names in them
    follow the models."""

    types: tuple[SchemaType, ...]
    optional: str
    unique: str
    default: str
    column: str
    native: str
    rule: str
    mapped: str
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyFormat:
    """One `vocabulary.toml`. `modules` are those that its names come from (the first), or that hand
    them on; `reserved` are names that a field may not have, `reserved_prefixes` their beginnings;
    `samples` are, by type, calls of a generator of examples: {maker} is the generator, {min} {max} a
    number's limits, {choices} an enum's. `quotes_names` = tables with reserved names are quoted by
    the library; `implicit_table` is the style in which it names a table after its class."""

    language: str
    modules: tuple[str, ...] = ()
    types: tuple[TypeSpelling, ...] = ()
    calls: tuple[OptionCall, ...] = ()
    limits: tuple[LimitCall, ...] = ()
    chains: tuple[ChainForm, ...] = ()
    objects: tuple[ObjectForm, ...] = ()
    marks: tuple[MarkForm, ...] = ()
    schema: SchemaWords | None = None
    reserved: tuple[str, ...] = ()
    reserved_prefixes: tuple[str, ...] = ()
    quotes_names: bool = False
    samples: Mapping[str, str] = field(default_factory=dict)
    implicit_table: StyleName | None = None
