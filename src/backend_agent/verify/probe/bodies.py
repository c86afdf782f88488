"""Reads bodies of answers: which member an error speaks of, and what stays the same while nothing changes."""

from __future__ import annotations

import re

from backend_agent.values.exchange import Exchange

OF_PROBLEMS = ("type", "title", "status", "detail", "instance")


def names_member(body: object, name: str) -> bool:
    """Whether the error speaks of that member: in a value, or as a name that is none of a problem's own."""
    texts: list[str] = []

    def gather(node: object, depth: int) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if depth or key not in OF_PROBLEMS or isinstance(value, list | dict):
                    texts.append(str(key))
                gather(value, depth + 1)
        elif isinstance(node, list):
            for each in node:
                gather(each, depth + 1)
        elif isinstance(node, str):
            texts.append(node)

    gather(body, 0)
    wanted = re.compile(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", re.IGNORECASE)
    return any(wanted.search(text) for text in texts)


def steady(answer: Exchange) -> object:
    """What of an answer stays the same while nobody changes anything: without times."""
    body = answer.json()
    text = re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d:?\d\d)?", "<time>", str(body))
    return text if body is not None else answer.text
