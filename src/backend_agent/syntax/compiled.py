"""What a language's own reader says of a text where it is at hand: it knows of indentation."""

from __future__ import annotations

import ast
import warnings

from backend_agent.syntax.tree import Fault


def find_own_fault(text: str, language: str) -> Fault | None:
    """The first place that the language itself cannot read; None = it can, or its reader is not here.
    A text may be newer than the reader: ask it of the text before a change, too."""
    if language != "python":
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            line = error.lineno or 1
            return Fault(line=line, text="".join(text.splitlines()[line - 1 : line])[:80])
        except (ValueError, RecursionError):
            return None
    return None
