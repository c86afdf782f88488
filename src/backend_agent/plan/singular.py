"""The singular of a plural English noun, for the name of a resource."""

from __future__ import annotations

import re

IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "mice": "mouse",
    "feet": "foot", "teeth": "tooth", "geese": "goose", "indices": "index", "vertices": "vertex",
    "matrices": "matrix", "criteria": "criterion", "analyses": "analysis", "movies": "movie",
    "shelves": "shelf", "leaves": "leaf", "knives": "knife", "cookies": "cookie",
}  # fmt: skip
# Written alike in both numbers, or singular although it ends in s.
UNCHANGED = frozenset(
    "news series species status address business process analysis bonus bus".split()
)

RULES = (
    (re.compile(r"(statuses|addresses|businesses|processes|bonuses|buses)$"), 2),
    (re.compile(r"(ss|sh|ch|x|z)es$"), 2),
    (re.compile(r"(?<![aeiou])ies$"), 3),
    (re.compile(r"(?<![su])s$"), 1),
)


def singular_of(word: str) -> str:
    """`orders` → `order`, `categories` → `category`; a word that is no plural stays as it is."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in UNCHANGED:
        return word
    for pattern, cut in RULES:
        if pattern.search(word):
            return word[:-cut] + ("y" if cut == 3 else "")
    return word
