"""What analogy knows of a programming language: the roles of node kinds, habits, samples, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from backend_agent.values.task import FieldType

StyleName = Literal["snake", "camel", "pascal", "upper", "kebab", "flat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A node kind with the grammar's names of its parts; "" = it has no such part.

    `role` of a declaration: `type`, `callable`, `value`, `wrapper` around another declaration, or
    `export`: a value that a member of what the file hands out gets.
    """

    kind: str
    key: str = ""
    value: str = ""
    type: str = ""
    role: Literal["", "type", "callable", "value", "wrapper", "export"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNeed:
    """A name to import; `standard` marks the language's own library."""

    module: str
    name: str
    standard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSpelling:
    """How one type is written. `heads` are the names by which it is recognised; `write` is the text
    with {precision} {scale} {length} {values}; `covers` the canonical types that it can carry.
    {values} are the choices of an enum, each in `quote`, joined by `between`.

    `wire` turns an object's value into what its JSON holds, for an assertion that compares the two;
    `json` and `objects` are sample values as written in a payload and as an object in code, texts
    with {Field} or {field}, {choice} for a value of an enum in turn; `invalid` is a payload that the
    type must refuse. A spelling with `when` is used only where this regex matches the text of the models' files.
    """

    type: FieldType
    heads: tuple[str, ...]
    write: str
    covers: tuple[FieldType, ...]
    imports: tuple[ImportNeed, ...] = ()
    wire: str = ""
    json: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    invalid: str = ""
    when: str = ""
    between: str = ", "
    quote: str = '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportForm:
    """`statements` are node kinds with the part that names the module; `specifiers` are the kinds
    of an imported name, with `alias` the part that renames it; one with the role `value` names what the
    module hands out by default. `roots` are prefixes of a module
    that mean the repository itself; `index` is the file name that stands for its folder. `holders` are
    kinds of a declaration that imports where its value is a call of one of `loads` with the module's
    name; `bindings` are the kinds of a name in its pattern, with the part that renames it;
    `write_load` is such a statement. `handing` are statements that hand on names of another file,
    with the part that names it; `hands_on` = an import alone does so; `wildcards` are the
    kinds of what takes all names of a module."""

    statements: tuple[Shape, ...]
    specifiers: tuple[Shape, ...]
    separator: str
    index: str
    relative: tuple[str, ...]
    roots: tuple[str, ...] = ()
    write: str = ""
    write_load: str = ""
    handing: tuple[Shape, ...] = ()
    hands_on: bool = False
    holders: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    bindings: tuple[Shape, ...] = ()
    wildcards: tuple[str, ...] = ()
    wrap: str = ""
    sorted: Literal["isort", "plain"] = "plain"
    standard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NullableForm:
    """`type` spells a nullable {type}; `marks` are texts inside a type that make it nullable;
    `key_mark` is written after a member's name instead (`name?: string`), where `sure_mark` may stand to say that it
    gets a value elsewhere (`name!: string`); `default` is written
    after a member that may be left out; `ahead` spells the {type} of a parameter that others which
    must be given follow; `others` are further spellings of {type}, each by the name
    that a file which uses it imports."""

    type: str
    marks: tuple[str, ...]
    key_mark: str = ""
    sure_mark: str = ""
    default: str = ""
    ahead: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WidthSetting:
    """A settings file and a regex whose first group is the line width that it sets."""

    file: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameStyles:
    name: StyleName
    file: StyleName
    label: StyleName
    url: StyleName


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFormat:
    """One `languages/<id>/language.toml`. Tuples of strings are node kinds unless said otherwise.

    `widths` are usual widths of lines, the least first; `hangs` = some authors end a call of several
    lines beside its last argument; `self_words` name the object inside its own
    class; `test_names` are beginnings of the names of tests inside a class; `truth_operators` say
    how equality is written when one side is a truth value; `generics` are kinds of a type with
    parameters, whose first part names it; `directives` are regexes of comments that speak to a tool;
    `annotations` are kinds that stand at a member and say something of it (a decorator);
    `exporting` are texts of the objects by whose members a file hands out names;
    `envelope_words` name a request or an answer, whose `envelope_parts` (`response.body`) are no
    fields;
    `patterns` are kinds of a list of names in which each is bound to the part of that name;
    `entity_words` end the name of an entity and say what it is, `entity_marks` begin it,
    `variant_words` tell one form of it from another;
    `conditions` are branches by their condition and what is done where it holds,
    `given_operators` say, without spaces, that something is not nothing;
    `hugs` = the brackets of a call stay beside those of a list that is its last argument;
    `wrap_whole` = a list that is too long for its line goes as one line between its brackets before
    it is broken into one line for each element; `wrap_chains` = a chain of calls between brackets
    breaks before each call; `brackets` are further
    kinds whose content may be laid out so; `lone_comma` kinds need a comma after a
    single element; `comprehensions` maps bracketed kinds to the kind of their clauses.
    """

    suffixes: Mapping[str, str]
    identifiers: tuple[str, ...]
    strings: tuple[str, ...]
    comments: tuple[str, ...]
    literals: Mapping[str, str]
    declarations: tuple[Shape, ...]
    wrappers: tuple[str, ...]
    blocks: tuple[str, ...]
    bodies: tuple[str, ...]
    arguments: tuple[str, ...]
    parameters: tuple[str, ...]
    mappings: tuple[str, ...]
    collections: tuple[str, ...]
    keyed: tuple[Shape, ...]
    shorthand: tuple[str, ...]
    splats: tuple[str, ...]
    assignments: tuple[Shape, ...]
    members: tuple[Shape, ...]
    subscripts: tuple[str, ...]
    calls: tuple[Shape, ...]
    comparisons: tuple[str, ...]
    assertions: tuple[str, ...]
    branches: tuple[str, ...]
    function_values: tuple[str, ...]
    imports: ImportForm
    nullable: NullableForm
    styles: NameStyles
    types: tuple[TypeSpelling, ...]
    assertion_calls: tuple[str, ...] = ()
    conditions: tuple[Shape, ...] = ()
    given_operators: tuple[str, ...] = ()
    empty_block: str = ""
    reserved: tuple[str, ...] = ()
    frozen_calls: tuple[str, ...] = ()
    test_files: tuple[str, ...] = ()
    test_names: tuple[str, ...] = ()
    left_paths: tuple[str, ...] = ()
    role_words: tuple[str, ...] = ()
    making_words: tuple[str, ...] = ()
    carrier_words: tuple[str, ...] = ()
    envelope_words: tuple[str, ...] = ()
    envelope_parts: tuple[str, ...] = ()
    self_words: tuple[str, ...] = ()
    formatted_words: tuple[str, ...] = ()
    layer_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    infrastructure: tuple[str, ...] = ()
    entity_marks: tuple[str, ...] = ()
    entity_words: tuple[str, ...] = ()
    variant_words: tuple[str, ...] = ()
    weak_fields: tuple[str, ...] = ()
    account_words: tuple[str, ...] = ()
    width: int = 88
    widths: tuple[int, ...] = ()
    exporting: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    hangs: bool = False
    hugs: bool = False
    annotations: tuple[str, ...] = ()
    width_settings: tuple[WidthSetting, ...] = ()
    truth_operators: Mapping[str, str] = field(default_factory=dict)
    generics: tuple[str, ...] = ()
    sample_words: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()
    wrap_whole: bool = False
    wrap_chains: bool = False
    brackets: tuple[str, ...] = ()
    lone_comma: tuple[str, ...] = ()
    comprehensions: Mapping[str, str] = field(default_factory=dict)
    indent: str = "    "
