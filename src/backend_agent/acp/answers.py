"""What a person behind an editor answered, and for how long it holds: once, or for the conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Answers:
    """`kept` is what was said for good, for a tool and exactly what it wants to do."""

    kept: dict[tuple[str, str], bool] = field(default_factory=dict)

    def recall(self, tool: str, subject: str) -> bool | None:
        """None where it must be asked."""
        return self.kept.get((tool, subject))

    def take(self, tool: str, subject: str, option: str) -> bool:
        """Whether the option that was chosen allows it; one that is not known does not."""
        allows = option.startswith("allow")
        if option.endswith("_always"):
            self.kept[(tool, subject)] = allows
        return allows


def list_options() -> list[Any]:
    """The four answers; what holds for good holds for the same call within one conversation."""
    from acp.schema import PermissionOption

    return [
        PermissionOption(option_id="allow_once", name="Allow", kind="allow_once"),
        PermissionOption(
            option_id="allow_always", name="Allow this always, here", kind="allow_always"
        ),
        PermissionOption(option_id="reject_once", name="Reject", kind="reject_once"),
        PermissionOption(
            option_id="reject_always", name="Reject this always, here", kind="reject_always"
        ),
    ]
