"""Talks with the hooks of hosts: what they say on stdin, and the answer in the words of their data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from backend_agent.gate.judge import GateAnswer
from backend_agent.values.errors import InputError
from backend_agent.values.host import HookFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCall:
    """`folder` is where the agent works ("" = not said); `prolonged` as in GateRequest."""

    session: str
    folder: str = ""
    prolonged: bool = False


def read_call(text: str, hook: HookFormat) -> HookCall:
    """Raises InputError for what is no JSON object or names no session."""
    try:
        given = json.loads(text)
    except ValueError as error:
        raise InputError(
            f"stdin: not JSON: {error}", hint="this command is called by a host's hook"
        ) from None
    if not isinstance(given, dict):
        raise InputError("stdin: not a JSON object", hint="this command is called by a host's hook")
    session = next((given[name] for name in hook.session if given.get(name)), None)
    if not isinstance(session, str):
        raise InputError(f"stdin: no {' or '.join(hook.session)}, so no session to judge")
    folder = given.get(hook.folder)
    if isinstance(folder, list):
        folder = folder[0] if folder else ""
    return HookCall(
        session=session,
        folder=folder if isinstance(folder, str) else "",
        prolonged=bool(given.get(hook.again)),
    )


def word_answer(answer: GateAnswer, hook: HookFormat, told: str) -> tuple[str, str]:
    """What goes to stdout and to stderr. Nothing for verified; a person is told what is less than that;
    the agent is sent back with `told`, the first useful lines."""
    if answer.state == "red":
        reason = (
            f"backend-agent ran the checks, and the change does not hold:\n{told}\n"
            "Repair what failed; do not weaken a test to pass it. If you cannot, say plainly what fails."
        )
        return _fill(hook.block, "{reason}", reason), ""
    if answer.state == "let through":
        why = f" after {answer.times} refusals for the same reason" if answer.times else ""
        return word_message(f"UNVERIFIED, let through{why}: {answer.headline}", hook)
    if answer.verdict != "verified":
        return word_message(answer.headline, hook)
    return "", ""


def word_message(message: str, hook: HookFormat) -> tuple[str, str]:
    """A line for the person: in the host's own way, and on stderr."""
    line = f"backend-agent: {message}"
    return (_fill(hook.tell, "{message}", line) if hook.tell else ""), line


def _fill(template: str, word: str, text: str) -> str:
    def fill(value: object) -> object:
        if isinstance(value, dict):
            return {key: fill(each) for key, each in value.items()}
        return value.replace(word, text) if isinstance(value, str) else value

    return json.dumps(fill(cast(object, json.loads(template))), ensure_ascii=False)
