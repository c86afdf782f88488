"""Whoever is there while a language model works: a person at a terminal, or one behind an editor."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.implement.agent.loop import Watch, ignore_call
from backend_agent.implement.agent.permission import AskPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`ask` whether a tool may do what it wants; `watch` each call that was made, not one replayed."""

    ask: AskPerson
    watch: Watch = ignore_call
