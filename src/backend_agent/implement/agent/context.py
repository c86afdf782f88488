"""What of a conversation is sent: all of it until the model's room is short, then without old output.

The beginning is never rewritten from turn to turn, because a provider's cache holds what stayed the
same; when room is short it is rewritten once, for many turns to come.
"""

from __future__ import annotations

from dataclasses import replace

from backend_agent.values.conversation import Answered, Entry, Reply, Told, ToolAnswer

FULL = 0.75
"""The part of the model's room at which old output is cleared."""
KEPT = 6
"""Entries at the end that stay as they are."""
SHORTEST = 400


class Context:
    """The entries so far and their shortened view. `note_size` decides, from what the provider
    counted, whether the next request is sent shortened."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._view: list[Entry] = []
        self._cleared = 0

    def add(self, entry: Entry) -> None:
        self._view.append(entry)

    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._view)

    def make_room(self, reply: Reply, plan: str) -> bool:
        """Shorten what is sent if the last request filled the room; the plan is said again then.
        Whether anything became shorter."""
        if not self._room or reply.usage.input_tokens < FULL * self._room:
            return False
        end = max(len(self._view) - KEPT, self._cleared)
        shorter = [_clear(entry) for entry in self._view[self._cleared : end]]
        if shorter == self._view[self._cleared : end]:
            return self._drop_middle(plan)
        self._view[self._cleared : end] = shorter
        self._cleared = end
        self._view.append(
            _remind(plan, "older output of tools was cleared; read again what you need")
        )
        return True

    def _drop_middle(self, plan: str) -> bool:
        """All but the task and the last turns; they begin with a reply, whose answers follow it."""
        start = len(self._view) - KEPT
        while start < len(self._view) and not isinstance(self._view[start], Reply):
            start += 1
        if start <= 1 or start >= len(self._view):
            return False
        made = _list_calls(self._view[1:start])
        told = f"earlier turns were left out; these calls were made in them:\n{made}"
        self._view[1:start] = [_remind(plan, told)]
        self._cleared = 0
        return True


def _clear(entry: Entry) -> Entry:
    if not isinstance(entry, Answered):
        return entry
    return replace(entry, answers=tuple(map(_clear_answer, entry.answers)))


def _clear_answer(answer: ToolAnswer) -> ToolAnswer:
    if len(answer.text) <= SHORTEST:
        return answer
    return replace(answer, text=f"(cleared: {len(answer.text)} characters)")


def _remind(plan: str, told: str) -> Told:
    return Told(text=f"To save room, {told}.\nThe plan as it stands:\n{plan or '(none yet)'}")


def _list_calls(entries: list[Entry]) -> str:
    lines = [
        f"- {call.name} {call.arguments[:120]}"
        for entry in entries
        if isinstance(entry, Reply)
        for call in entry.calls
    ]
    return "\n".join(lines[-60:])
