"""Patterns of a language's words: whole words only, the longest first, any case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from backend_agent.values.inference import Inference


def any_of(phrases: Iterable[str]) -> str:
    """A group that matches one of the phrases, blanks of any width between their words."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(map(re.escape, each.split())) for each in ordered) + ")"


@cache
def request_pattern(words: Inference) -> re.Pattern[str]:
    """`subject` and `fields` of a sentence that asks for a resource."""
    return re.compile(
        rf"(?:{any_of(words.politeness)}\s+)*{any_of(words.verbs)}\s+(?P<subject>\S.*?)"
        rf"\s+{any_of(words.joins)}\s*:?\s+(?P<fields>\S.*)",
        re.IGNORECASE,
    )


@cache
def subject_pattern(words: Inference) -> re.Pattern[str]:
    """`name` of a subject that says it is a resource, its noun behind or before the name."""
    noun, name = any_of(words.nouns), r"(?P<{}>[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*){{0,2}}?)"
    naming = rf"(?:\s+{any_of(words.naming)})?"
    return re.compile(
        rf"(?:{name.format('before')}\s+{noun}|{noun}{naming}\s+(?:{any_of(words.fillers)}\s+)*"
        rf"{name.format('behind')})",
        re.IGNORECASE,
    )


@cache
def capability_pattern(words: Inference, phrase: str) -> re.Pattern[str]:
    """A sentence that asks for the capability and for nothing else."""
    return re.compile(
        rf"(?:{any_of(words.politeness)}\s+)*{any_of(words.verbs)}\s+(?:{any_of(words.fillers)}\s+)*"
        rf"{any_of((phrase,))}(?:\s+{any_of(words.scopes)})?",
        re.IGNORECASE,
    )


@cache
def separator_pattern(words: Inference) -> re.Pattern[str]:
    """What stands between two fields; one separator may follow another (", and")."""
    letters = [each for each in words.separators if each[0].isalpha()]
    marks = [each for each in words.separators if not each[0].isalpha()]
    one = rf"(?:\s*{any_of(marks)}\s*|\s+{any_of(letters)}\s+|(?<=,\s){any_of(letters)}\s+)"
    return re.compile(rf"{one}+", re.IGNORECASE)


def strip_front(text: str, phrases: Iterable[str]) -> str:
    """The text without the phrases it begins with."""
    return re.sub(rf"^(?:{any_of(phrases)}\s+)+", "", text.strip(), flags=re.IGNORECASE)


def begins_with(text: str, phrases: Iterable[str]) -> str:
    """The phrase of the list that `text` begins with as whole words, or ""."""
    return _matched(text, phrases, r"\b{}\b", at_start=True)


def ends_with(text: str, phrases: Iterable[str]) -> str:
    """The phrase of the list that `text` ends with as whole words, or ""."""
    return _matched(text, phrases, r"\b{}$", at_start=False)


def holds(text: str, phrases: Iterable[str]) -> str:
    """The phrase of the list that `text` holds as whole words, or ""."""
    return _matched(text, phrases, r"(?<!\S){}(?!\S)", at_start=False)


def _matched(text: str, phrases: Iterable[str], frame: str, *, at_start: bool) -> str:
    listed = tuple(phrases)
    if not listed:
        return ""
    search = re.match if at_start else re.search
    found = search(frame.format(any_of(listed)), text, re.IGNORECASE)
    return found.group() if found else ""
