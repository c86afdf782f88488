"""How a finding is mended: minimal edits as data beside the rule that finds it."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.rule import RulePattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Values that stand inside a text become parameters of the call that the text is given to.

    `placeholder` stands in the text instead of each value, `each` is how a value is given, and `given`
    what is put after the text in the call; `{n}` is the number of the value from 1, `{name}` a name for
    it, `{value}` its code, `{values}` all of them with `join` between, `{,}` a comma where it is one.
    `outside` puts it behind the whole match instead. Where the text is a format, `format` names the
    capture that holds it, `values` the one that holds what is given to it, and `verbs` is a regex for
    the places in it.
    """

    placeholder: str
    each: str = "{value}"
    join: str = ", "
    given: str = ", {values}"
    outside: bool = False
    format: str = ""
    values: str = ""
    verbs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One way to mend a finding; of several the first that fits is taken.

    `find` says what is edited: matches of it that begin on the finding's line, else the one around it,
    else those inside of what the rule found (with `anywhere` the last one in the file); without it the
    rule's own match. `of` names a metavariable or a group of it that is edited instead of the whole.
    It fits where the path matches `files`, the text the regex `holding` and not `unless`, and where
    the component has a technology of one of the kinds or ids in `beside`.

    One of these is the edit; in their texts `$NAME` is what the match captured, `$upper(A,B)` the words
    of captures as A_NAME; `holder` is captured where the match stands below a key:

    replace     the text that stands there instead
    before      text that is put in front of it
    after       text that is put behind it
    elements    more arguments, members or pairs, at the end of its last brackets
    parameters  values inside the text `of` become parameters of the call
    create      a file to write beside the finding's, with `text` in it

    `imports` are statements that the file needs then. `settings` are variables of the environment that
    are read then; an example file of settings gets them too. `drops` are imports to take out where
    nothing else uses them. With `indexes` the finding's column begins an index then, for which the
    project's own tool writes the migration. `note` is what the user must know.
    """

    title: str
    find: RulePattern | None = None
    anywhere: bool = False
    of: str = ""
    files: str = ""
    holding: str = ""
    unless: str = ""
    beside: tuple[str, ...] = ()
    replace: str | None = None
    before: str = ""
    after: str = ""
    elements: tuple[str, ...] = ()
    parameters: Parameters | None = None
    create: str = ""
    text: str = ""
    imports: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    indexes: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixFormat:
    """`rules/*/fix.toml` beside a rule, proved by `cases/fix/<case>/{before,after}`. `language` is the
    grammar that `find` is read with ("" = the rule's, or that of the file)."""

    fixes: tuple[Fix, ...]
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A named piece of a text, `[start, end)` in characters."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A match in a text: characters `[start, end)`, lines from 1, and what it captured."""

    start: int
    end: int
    first: int
    last: int
    captures: tuple[Span, ...] = ()

    def capture(self, name: str) -> Span | None:
        return next((each for each in self.captures if each.name == name), None)
