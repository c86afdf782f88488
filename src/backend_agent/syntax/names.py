"""Renames words inside names and prose, in the case, the number and the style they are found in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend_agent.syntax.nouns import Noun, split_words
from backend_agent.values.language import StyleName as Style

_TOKEN = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
_PROSE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# A path inside a sentence: it begins with a slash, or a parameter follows one.
_PATH = re.compile(r"(?<![\w/<])/[A-Za-z][\w/:{}.-]*|(?<![\w/])[\w-]+(?=/[:{])[\w/:{}.-]*")
# Words whose first letter misleads about the article before them.
_CONSONANT_SOUND = re.compile(r"(uni|use|usa|usu|eu|ewe|one|once|uti)", re.IGNORECASE)
_VOWEL_SOUND = re.compile(r"(hour|honest|heir|honou?r)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Words to find, lower case, and words to put there."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """How a name of several words is written where one lower-case word stood."""

    name: Style = "snake"
    label: Style = "snake"
    url: Style = "kebab"


def swap_nouns(old: Noun, new: Noun) -> tuple[Swap, ...]:
    """Plural before singular, so that the longer word wins where one holds the other."""
    pairs = (Swap(old=old.plural, new=new.plural), Swap(old=old.singular, new=new.singular))
    return pairs if old.countable else pairs[1:]


def style_words(words: tuple[str, ...], style: Style) -> str:
    """`("purchase", "order")` as `purchase_order`, `purchaseOrder`, `PurchaseOrder`, …"""
    if style == "pascal":
        return "".join(word.capitalize() for word in words)
    if style == "camel":
        return words[0] + "".join(word.capitalize() for word in words[1:])
    if style == "upper":
        return "_".join(words).upper()
    return {"snake": "_", "kebab": "-", "flat": ""}[style].join(words)


def carries_words(name: str, *phrases: tuple[str, ...]) -> bool:
    """Whether the name holds one of the phrases as whole words of its own."""
    words = split_words(name)
    return any(
        words[at : at + len(phrase)] == phrase
        for phrase in phrases
        for at in range(len(words) - len(phrase) + 1)
    )


def rename_identifier(name: str, swaps: tuple[Swap, ...], style: Style = "snake") -> str:
    """Every occurrence as whole words replaced; `style` is for a name of one lower-case word."""
    tokens = list(_TOKEN.finditer(name))
    words = tuple(token.group().lower() for token in tokens)
    result, done, at = [], 0, 0
    while at < len(tokens):
        swap = next((each for each in swaps if words[at : at + len(each.old)] == each.old), None)
        if swap is None:
            at += 1
            continue
        last = at + len(swap.old) - 1
        result.append(name[done : tokens[at].start()])
        first = tokens[at]
        result.append(style_words(swap.new, _style_at(name, first.start(), first.group(), style)))
        done = tokens[last].end()
        at = last + 1
    return "".join(result) + name[done:]


def _style_at(name: str, start: int, word: str, style: Style) -> Style:
    if len(word) > 1 and word.isupper():
        return "upper"
    if word[0].isupper():
        return "pascal"
    if "_" in name.strip("_"):
        return "snake"
    if "-" in name:
        return "kebab"
    first = not any(letter.isalnum() for letter in name[:start])
    if first and any(letter.isupper() for letter in name):
        return "camel"
    return style


def rename_prose(
    text: str, swaps: tuple[Swap, ...], style: Style = "snake", url: Style = "kebab"
) -> str:
    """Sentences: plain words stay words ("Purchase order not found"), names inside stay names, paths
    inside ("GET /users/:id") stay paths, and `a`/`an` follows the new word."""
    paths = [(each.start(), each.end()) for each in _PATH.finditer(text)]
    if paths:
        styles = Styles(name=style, label=style, url=url)
        return _rename_around(text, paths, swaps, styles)
    for swap in swaps:
        pattern = re.compile(
            r"(?P<article>\b[Aa]n?\s+)?(?<![\w.])(?P<words>" + r"[ _-]".join(swap.old) + r")(?!\w)",
            re.IGNORECASE,
        )
        text = pattern.sub(lambda found, swap=swap: _say(found, swap), text)  # type: ignore[misc]
    return _PROSE_WORD.sub(lambda found: _rename_inner(found.group(), swaps, style), text)


def _rename_around(
    text: str, paths: list[tuple[int, int]], swaps: tuple[Swap, ...], styles: Styles
) -> str:
    parts, done = [], 0
    for start, end in paths:
        parts.append(rename_prose(text[done:start], swaps, styles.name))
        segments = text[start:end].split("/")
        parts.append("/".join(_rename_segment(part, swaps, styles) for part in segments))
        done = end
    return "".join(parts) + rename_prose(text[done:], swaps, styles.name)


def _say(found: re.Match[str], swap: Swap) -> str:
    words = found.group("words")
    if len(swap.old) == 1 and words.isupper() and len(words) > 1:
        said = " ".join(swap.new).upper()
    elif words[0].isupper():
        said = " ".join(swap.new).capitalize()
    else:
        said = " ".join(swap.new)
    if "_" in words or "-" in words:
        said = said.replace(" ", "_" if "_" in words else "-")
    return _fit_article(found.group("article") or "", said) + said


def _fit_article(article: str, word: str) -> str:
    if not article:
        return ""
    vowel = word[0].lower() in "aeiou" and not _CONSONANT_SOUND.match(word)
    fitted = "an" if vowel or _VOWEL_SOUND.match(word) else "a"
    space = article[len(article.rstrip()) :]
    return (fitted.capitalize() if article[0].isupper() else fitted) + space


def _rename_inner(word: str, swaps: tuple[Swap, ...], style: Style) -> str:
    """A word of prose is renamed only if it is visibly a name: parts joined by case or underscore."""
    joined = "_" in word or any(letter.isupper() for letter in word[1:])
    return rename_identifier(word, swaps, style) if joined else word


def rename_text(text: str, swaps: tuple[Swap, ...], styles: Styles) -> str:
    """The content of a string: a path, a sentence, or one name; each by its own rules."""
    if re.search(r"\s", text.strip()):
        return rename_prose(text, swaps, styles.name, styles.url)
    if "/" in text:
        return "/".join(_rename_segment(part, swaps, styles) for part in text.split("/"))
    return rename_identifier(text, swaps, styles.label)


def _rename_segment(segment: str, swaps: tuple[Swap, ...], styles: Styles) -> str:
    parameter = re.search(r"[{}<>:$]", segment)
    return rename_identifier(segment, swaps, styles.name if parameter else styles.url)
