"""English nouns, one and many: a small table and the rules, enough for the names of resources."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")

_IRREGULAR = {
    "person": "people", "child": "children", "man": "men", "woman": "women", "foot": "feet",
    "tooth": "teeth", "mouse": "mice", "goose": "geese", "ox": "oxen", "datum": "data",
    "medium": "media", "criterion": "criteria", "phenomenon": "phenomena", "index": "indices",
    "vertex": "vertices", "matrix": "matrices", "axis": "axes", "analysis": "analyses",
    "basis": "bases", "crisis": "crises", "thesis": "theses", "diagnosis": "diagnoses",
    "leaf": "leaves", "life": "lives", "knife": "knives", "wife": "wives", "half": "halves",
    "shelf": "shelves", "wolf": "wolves", "thief": "thieves", "loaf": "loaves", "self": "selves",
    "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "echo": "echoes",
    "veto": "vetoes", "quiz": "quizzes", "bus": "buses", "status": "statuses", "alias": "aliases",
    "canvas": "canvases", "lens": "lenses", "gas": "gases", "cookie": "cookies",
    "movie": "movies", "tie": "ties", "pie": "pies", "lie": "lies", "cache": "caches",
    "house": "houses", "course": "courses", "case": "cases", "purchase": "purchases",
    "invoice": "invoices", "address": "addresses", "expense": "expenses", "license": "licenses",
    "release": "releases", "warehouse": "warehouses", "response": "responses",
}  # fmt: skip
_SINGULAR = {many: one for one, many in _IRREGULAR.items()} | {"indexes": "index"}

UNCOUNTABLE = frozenset(
    "news series species equipment information software hardware furniture luggage feedback "
    "metadata staff sheep fish deer aircraft money music advice homework traffic inventory_data "
    "knowledge research weather progress merchandise means headquarters".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """Lower-case words of one thing and of many: `("purchase", "order")`, `("purchase", "orders")`."""

    singular: tuple[str, ...]
    plural: tuple[str, ...]

    @property
    def countable(self) -> bool:
        return self.singular != self.plural


def split_words(name: str) -> tuple[str, ...]:
    """`purchaseOrder`, `purchase_order` and `PurchaseOrder` are `("purchase", "order")`."""
    return tuple(word.lower() for word in _WORD.findall(name))


def read_noun(name: str) -> Noun:
    """The noun that `name`, in any case, stands for; `Tasks` and `task` are the same one. A name
    without a word is a noun without one."""
    words = split_words(name)
    if not words:
        return Noun(singular=(), plural=())
    words = (*words[:-1], singularize_word(words[-1]))
    return Noun(singular=words, plural=(*words[:-1], pluralize_word(words[-1])))


def pluralize_word(word: str) -> str:
    """`category` → `categories`; a word without a plural of its own is returned as it is."""
    if word in UNCOUNTABLE or word in _SINGULAR:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    return word + "s"


def singularize_word(word: str) -> str:
    """`categories` → `category`; a word that is singular already is returned as it is."""
    if word in UNCOUNTABLE or word in _IRREGULAR:
        return word
    if word in _SINGULAR:
        return _SINGULAR[word]
    if re.search(r"[^aeiou]ies$", word):
        return word[:-3] + "y"
    if re.search(r"(ss|us|is|as|os)$", word):
        return word
    if re.search(r"(x|z|ch|sh|ss)es$", word):
        return word[:-2]
    return word.removesuffix("s") if len(word) > 2 else word
