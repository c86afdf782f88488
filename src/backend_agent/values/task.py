"""What is asked: a plain sentence and, where it clearly means one, a typed operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldType = Literal[
    "string", "text", "int", "bigint", "decimal", "money", "float", "bool", "date", "datetime",
    "uuid", "enum", "json", "email", "url", "ref",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of `name:type[/args][:flag|key=value]…`; `arguments` are the type's own (enum values,
    length, precision and scale, the referenced resource)."""

    name: str
    type: FieldType
    arguments: tuple[str, ...] = ()
    optional: bool = False
    unique: bool = False
    index: bool = False
    min: str | None = None
    max: str | None = None
    default: str | None = None
    on_delete: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpec:
    """A domain entity to add; `name` is snake_case singular as given."""

    name: str
    fields: tuple[FieldSpec, ...]
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSpec:
    """A whole service as `backend.yaml` asks for it; `database` "" leaves the stack's own default."""

    name: str
    database: str = ""
    resources: tuple[ResourceSpec, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResource:
    """`choices` are what is to be taken of what the repository leaves open, by subject."""

    resource: ResourceSpec
    like: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddField:
    """New fields for a resource that is there; `resource` as written, in any case or style."""

    resource: str
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveResource:
    """A resource to take out again, whole; `name` in any case or style."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveField:
    resource: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCapability:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateService:
    name: str
    stack: str
    resources: tuple[ResourceSpec, ...] = ()
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FixFindings:
    """Mend what the review finds: of `rules` (none = all that have a fix), but not what is `left`:
    `RULE`, `RULE:PATH`, `RULE:PATH:LINE` or `*:PATH`."""

    rules: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


Operation = (
    AddResource
    | AddField
    | RemoveResource
    | RemoveField
    | AddCapability
    | CreateService
    | FixFindings
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`operation` is None when no engine recognises the sentence; `assumptions` list what was inferred."""

    text: str
    operation: Operation | None = None
    component: str | None = None
    command: str = ""
    assumptions: tuple[str, ...] = ()
