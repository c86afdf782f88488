"""How a technology's annotations and attributes say which routes there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedForm:
    """Handlers that marks in front of them make routes, in languages whose names nobody follows. All but
    the kinds of nodes are regexes:

    files, tests        over paths: those to read, and those among them that are tests
    grammar             the grammar of each suffix (`.java` = `java`)
    holders, functions  kinds of nodes: what handlers stand in, and handlers
    marks               the kind of the nodes that stand before a function without being part of it
    holder, prefix      over the head of a holder: what it must have, and its group `path`
    verb                over the head of a function; its group `verb` is the method, without one or where it
                        is in `any` every method; `method` finds it within the mark (group `verb`)
    path, beside        their group `path`: in the mark of the verb, and where it names none in the whole head
    guards, exempt      over both heads: each text found is a guard; marks that lift them
    body                its group `type` is the type of the body, in the head of the function
    everywhere          over whole files of the component: its group `guard` stands before every route but
                        those that `open` names in the same file, in texts within its group `paths`, for
                        the method of its group `verb` where it has one
    """

    files: str
    grammar: Mapping[str, str]
    functions: tuple[str, ...]
    verb: str
    path: str = ""
    beside: str = ""
    tests: str = ""
    holders: tuple[str, ...] = ()
    marks: str = ""
    holder: str = ""
    prefix: str = ""
    any: str = ""
    method: str = ""
    guards: str = ""
    exempt: str = ""
    body: str = ""
    everywhere: str = ""
    open: str = ""
