"""The error tree: what is raised when there is no answer, each with a slug, a hint and an exit code.

    BackendAgentError
    ├── InputError       the request or the repository cannot be worked on as given   (exit 2)
    ├── DataError        our data, or a user's pack, is wrong                          (exit 2)
    ├── Refused          no engine can do it, or an engine may not                     (exit 4)
    ├── ToolMissing      a program that is needed is not installed                     (exit 2)
    ├── ToolFailed       a program that must succeed did not                           (exit 1)
    ├── LLMError         the language model gave no usable answer                      (exit 1)
    └── BudgetExceeded   time, money or attempts are used up                           (exit 5)

Expected trouble (a skipped check, a refused slice) is a value, never one of these.
"""

from __future__ import annotations

from typing import ClassVar


class BackendAgentError(Exception):
    """`message` says what and where; `hint` says what to do; `slug` names the docs section."""

    slug: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(BackendAgentError):
    slug = "input"
    exit_code = 2


class DataError(BackendAgentError):
    slug = "data"
    exit_code = 2


class Refused(BackendAgentError):
    slug = "refused"
    exit_code = 4


class ToolMissing(BackendAgentError):
    slug = "tool-missing"
    exit_code = 2


class ToolFailed(BackendAgentError):
    slug = "tool-failed"
    exit_code = 1


class LLMError(BackendAgentError):
    slug = "llm"
    exit_code = 1


class BudgetExceeded(BackendAgentError):
    slug = "budget"
    exit_code = 5
