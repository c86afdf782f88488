"""What each tool takes: one dataclass per tool, from which the client's schema is made.

A text in `Annotated` is what the client's language model reads about the argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

Folder = Annotated[str, "folder below the root"]
ComponentName = Annotated[str, "path or name, in a monorepo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtFolder:
    path: Folder = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    resource: Annotated[str, "only this one"] = ""
    limit: int = 3
    path: Folder = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTask:
    task: Annotated[str, "a sentence, or 'add resource order total:decimal'"]
    like: Annotated[str, "resource to imitate"] = ""
    component: ComponentName = ""
    path: Folder = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResource:
    name: Annotated[str, "singular"]
    fields: Annotated[
        tuple[str, ...],
        "name:type[/args][:optional|unique|index|min=N|max=N|default=V]; types string text int bigint"
        " decimal money float bool date datetime uuid enum/a,b json email url ref/Name",
    ]
    like: Annotated[str, "resource to imitate"] = ""
    component: ComponentName = ""
    path: Folder = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFields:
    resource: Annotated[str, "one that is there"]
    fields: Annotated[tuple[str, ...], "as for add_resource"]
    component: ComponentName = ""
    path: Folder = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapability:
    name: Annotated[str, "e.g. health-probes"]
    component: ComponentName = ""
    path: Folder = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    base: Annotated[str, "git revision; default the merge-base"] = ""
    component: ComponentName = ""
    path: Folder = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    ids: tuple[str, ...] = ()
    area: str = ""
    touches: Annotated[str, "tag, e.g. route, model, migration"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    name: Annotated[str, "id, title or package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunName:
    run: Annotated[str, "id, a part of it, or last"] = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNames:
    run: Annotated[str, "'' lists the newest"] = ""
    limit: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRun:
    run: Annotated[str, "id, a part of it, or last"] = "last"
    diffs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactRun:
    run: Annotated[str, "the whole id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedRun:
    run: Annotated[str, "the whole id"]
    unverified: Annotated[bool, "apply an unverified one"] = False
