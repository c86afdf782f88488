"""The conversation with a language model as a page of its own: its words stand beside the report, not in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from backend_agent.deliver.html import make_environment, policy_hash, read_template
from backend_agent.values.conversation import TRANSCRIPT

PAGE = TRANSCRIPT.replace(".jsonl", ".html")
LONGEST = 20_000
SHORT = 600
"""Characters up to which a text is shown unfolded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a turn: `title` names a tool ("" = plain words); long ones are folded."""

    title: str
    text: str
    tone: str = "idle"

    @property
    def is_long(self) -> bool:
        return len(self.text) > SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """One entry. `question` names the call whose second conversation it belongs to."""

    at: int
    speaker: str
    pieces: tuple[Piece, ...]
    question: str = ""
    used: str = ""


def render_transcript(lines: list[Any], headline: str) -> str:
    """The page of the entries as the transcript keeps them, masked already."""
    from markupsafe import Markup

    environment = make_environment()
    style = read_template(environment, "report.css") + read_template(environment, "transcript.css")
    rows = tuple(_read_row(line) for line in lines if isinstance(line, dict))
    page = environment.get_template("transcript.html.j2").render(
        headline=headline,
        rows=rows,
        totals=_sum_up(lines),
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=policy_hash(style),
    )
    return page + "\n"


def _read_row(line: dict[str, Any]) -> TurnRow:
    speaker = {"us": "backend-agent", "llm": "language model", "tools": "tools"}
    pieces = [Piece(title="", text=_cut(line["text"]))] if line.get("text") else []
    pieces += [
        Piece(title=call["tool"], text=_show_arguments(call["arguments"]))
        for call in line.get("calls", ())
    ]
    pieces += [
        Piece(
            title=answer["tool"],
            text=_cut(answer["text"]),
            tone="bad" if answer["is_error"] else "good",
        )
        for answer in line.get("answers", ())
    ]
    used = ""
    if "input_tokens" in line:
        used = f"{line['input_tokens']} tokens in, {line['cached_tokens']} of them from the cache,"
        used += f" {line['output_tokens']} out"
    return TurnRow(
        at=int(line.get("at", 0)),
        speaker=speaker.get(str(line.get("from")), "?"),
        pieces=tuple(pieces),
        question=str(line.get("question", "")),
        used=used,
    )


def _sum_up(lines: list[Any]) -> str:
    turns = [line for line in lines if isinstance(line, dict) and line.get("from") == "llm"]
    calls = sum(len(turn.get("calls", ())) for turn in turns)
    tokens = (
        sum(turn.get(name, 0) for turn in turns)
        for name in ("input_tokens", "cached_tokens", "output_tokens")
    )
    told, cached, said = tokens
    return (
        f"{len(turns)} turns, {calls} calls, {told} tokens in ({cached} from the cache), {said} out"
    )


def _show_arguments(text: str) -> str:
    """Each argument under its name, as it was meant; what is no JSON as it came."""
    try:
        plain = json.loads(text)
    except ValueError:
        return _cut(text)
    if not isinstance(plain, dict):
        return _cut(text)
    shown = [
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in plain.items()
    ]
    return _cut("\n".join(shown))


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}\n… {len(text) - LONGEST} characters more are in {TRANSCRIPT}"
