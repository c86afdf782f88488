"""How tests of one framework call the function of a route themselves, with doubles around it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractForm:
    """One `contract.toml`; texts with {placeholders}, tuples of node kinds unless said otherwise.

    A file whose tests do so imports the names in `needs`. `passes` and `refuses` are the bodies of a
    test where the function answers and where it raises {error} (which needs the name `refuses_needs`);
    {doubles} are `double` texts in one line, {answers} `answer` texts, one a line. `thing` is an object
    with {attributes}; `given` makes the object that is sent, `incomplete` is a test that sends nothing.
    `decorators`, `raises` and `returns` are what the grammar calls these; `waits` is the word before a
    call that is waited for.
    """

    language: str
    needs: tuple[str, ...]
    refuses_needs: str
    double: str
    answer: str
    thing: str
    given: str
    incomplete: str
    passes: str
    refuses: str
    decorators: tuple[str, ...]
    raises: tuple[str, ...]
    returns: tuple[str, ...]
    waits: str
