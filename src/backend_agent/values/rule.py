"""A static rule: a pattern over trees or text that shows a fault, and the standard it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Question = Literal["", "unguarded-mutation", "deprecated-dependency"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePattern:
    """One way the fault looks. Exactly one of these finds places:

    pattern  an ast-grep pattern with `$X` and `$$$X`
    kind     a kind of node of the grammar
    regex    a regex over the whole text (`^` and `$` at line ends)
    absent   a regex that must occur: the fault is that it does not, told at the last match of `at`;
             with `across` it must occur in some file of the component (`within` = paths of those), else it
             is told in the file where `at` occurs most often; `needs` is what must occur there for the
             question to be asked at all
    beside   a file that must lie in the folder of one that `at` matches, told there
    declared_in  a regex over names of files, in one of which, in the folder of a file or above it, each
             `name` must be that `imports` (group `name`) finds, as `named` spells it ({name}); a folder
             or a file of the repository with that name declares it too, and `known` are always there

    The rest narrows it, by regexes: `matches` and `not_matches` over the found text, `where` and
    `where_not` over the texts of metavariables, `has_name` over whole identifiers inside,
    `inside` is the kind of a node around it whose first lines match `inside_matches`; `around` and
    `not_around` are regexes over the function that it stands in (the file where it is in none),
    `file_has` and `file_lacks` over the whole file; `yields`: it is not told where a flow of the rule
    tells within the next ten lines what it leads to. What stands in comments is read by none of them.
    """

    pattern: str = ""
    kind: str = ""
    regex: str = ""
    absent: str = ""
    across: bool = False
    within: str = ""
    needs: str = ""
    beside: str = ""
    declared_in: str = ""
    imports: str = ""
    named: str = ""
    known: str = ""
    at: str = ""
    matches: str = ""
    not_matches: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    where_not: Mapping[str, str] = field(default_factory=dict)
    has_name: str = ""
    inside: str = ""
    inside_matches: str = ""
    around: str = ""
    not_around: str = ""
    file_has: str = ""
    file_lacks: str = ""
    yields: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What comes from outside reaches what must not have it, through the function and those of the
    repository that it calls. All are regexes, searched for:

    sources   over members (`request.args`), names, texts, and calls with their bracket (`read(`)
    marked    over the declaration of a parameter that is a source: `@Body() item`
    handlers  over the head of a function whose parameters all are; `harmless` over declarations of
              parameters that never are
    strict    every value is a source that is not seen to be constant
    constants over constants that are at fault themselves, such as the name of an algorithm
    sinks     over what is called with its bracket (`a.run(`, `return(`, `session[]=(` of an element
              that is set); `argument` is the place of the dangerous one, -1 = any, -2 = what the
              method is called on; `call` and `not_call` over the whole call; `text`: only a text that
              was put together; `first`: of a list only one whose first element is such a constant
    heads     over the constant beginning of a text, with which it is harmless
    cleans    over calls whose answer is harmless (with their arguments where those are constant)
    allows    over a condition that holds only for harmless values, `denies` only for harmful ones;
              after `#` stand the names of the calls that the value went through
    within    over the head of the function of the sink; `file_has` and `file_lacks` over the file
    """

    sinks: str
    sources: str = ""
    marked: str = ""
    handlers: str = ""
    harmless: str = "(?!)"
    strict: bool = False
    constants: str = ""
    argument: int = -1
    call: str = ""
    not_call: str = ""
    text: bool = False
    first: str = ""
    heads: str = ""
    cleans: str = ""
    allows: str = ""
    denies: str = ""
    within: str = ""
    file_has: str = ""
    file_lacks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteAsk:
    """Routes at fault: every condition that is given must hold. `paths` and `not_paths` are searched for
    in `METHOD /path handler`; `unguarded`: no guard's name matches;
    `guarded`: one does, or where `known` is given that occurs in the handler; `handler` and
    `not_handler` are searched for in the handler's text without its comments, without which nothing
    can be told (`{param}` in them stands for the names of the path's parameters: a route without any
    is not concerned); `answers`: a field of the schema of the answer has such a name; `unvalidated`:
    no schema of the body is known; `app_lacks` occurs in no file of the component, `app_has` in one.
    `nearby`: another such route below the same first part of the path has a guard that matches;
    `mostly`: so do at least half of all routes; `siblings`: where all routes of that kind are at fault
    it is one finding; `once`: always one."""

    methods: tuple[str, ...] = ()
    paths: str = ""
    not_paths: str = ""
    guarded: str = ""
    unguarded: str = ""
    known: str = ""
    unvalidated: bool = False
    handler: str = ""
    not_handler: str = ""
    answers: str = ""
    app_lacks: str = ""
    app_has: str = ""
    nearby: str = ""
    mostly: str = ""
    siblings: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAsk:
    """Columns at fault: `foreign_unindexed` those that lead to another table and begin no index;
    `columns` those of such a name whose type is `types` and not `not_types`."""

    foreign_unindexed: bool = False
    columns: str = ""
    types: str = ""
    not_types: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAsk:
    """An application with routes of which none has a path that matches `lacks_path`, and no text of
    which matches `lacks_text`; told at its first route."""

    lacks_path: str = ""
    lacks_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`rules/*/rule.toml` of a technology or of all, its proofs in `cases/bad*` and `cases/good*` beside it.

    `files` and `not_files` are regexes over relative paths, `language` is the grammar ("" = text
    only), `standard` a row's id. An error fails the review, a warning is only told. `routes`,
    `models`, `application` and `question` ask of the application or the catalog instead of the text.
    `fix` says what to do, `probe` is the check that would prove the fault on the running service.
    """

    title: str
    message: str
    standard: str
    files: str = ""
    not_files: str = ""
    language: str = ""
    severity: Literal["error", "warning"] = "error"
    patterns: tuple[RulePattern, ...] = ()
    flows: tuple[Flow, ...] = ()
    routes: RouteAsk | None = None
    models: ModelAsk | None = None
    application: ApplicationAsk | None = None
    confidence: Literal["high", "medium", "low"] = "high"
    fix: str = ""
    probe: str = ""
    question: Question = ""
    source: str = ""
