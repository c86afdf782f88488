"""Refuses names that cannot work before anything is read: reserved words, plurals, what exists."""

from __future__ import annotations

from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.syntax.names import style_words
from backend_agent.syntax.nouns import Noun, read_noun, singularize_word, split_words
from backend_agent.values.errors import InputError
from backend_agent.values.task import FieldSpec, ResourceSpec

# SQL:2016 words that databases refuse as a bare table name and that resources are often called.
SQL_RESERVED = frozenset(
    "all analyse and any array as both case check column constraint current_user default "
    "distinct do else end except false for foreign from grant group having in index intersect "
    "into join leading left like limit not null offset on only or order outer primary references "
    "right select session_user some table then to transaction trailing true union unique user "
    "using values view when where window with".split()
)


def check_resource(resource: ResourceSpec, lexicon: Lexicon) -> Noun:
    """The noun of the new resource. InputError says what is wrong with it and what to do."""
    words = split_words(resource.name)
    if not words or not resource.name.replace("_", "").isalnum() or resource.name[0].isdigit():
        raise InputError(
            f"{resource.name!r} is no name for a resource",
            hint="use letters and underscores, as in purchase_order",
        )
    noun = read_noun(resource.name)
    if not noun.countable:
        raise InputError(
            f"{resource.name!r} has the same singular and plural, so its names would collide",
            hint=f"name one of them, as in {words[-1]}_item or {words[-1]}_entry",
        )
    if singularize_word(words[-1]) != words[-1]:
        one = "_".join((*words[:-1], singularize_word(words[-1])))
        raise InputError(f"{resource.name!r} is a plural", hint=f"name one of them: {one}")
    for style in ("snake", "camel"):
        if style_words(noun.singular, style) in lexicon.language.reserved:
            raise InputError(
                f"{resource.name!r} is a reserved word of the language",
                hint=f"use a longer name, as in {resource.name}_record",
            )
    if not resource.fields:
        raise InputError(
            f"{resource.name} has no field", hint="give at least one, as in title:string"
        )
    check_fields(resource.fields, lexicon)
    return noun


def check_fields(fields: tuple[FieldSpec, ...], lexicon: Lexicon) -> None:
    """InputError for a name that the language or a library keeps for itself, and for one given twice."""
    seen: set[str] = set()
    for spec in fields:
        _check_field(spec, lexicon)
        if spec.name in seen:
            raise InputError(f"the field {spec.name!r} is given twice", hint="keep one of them")
        seen.add(spec.name)


def _check_field(spec: FieldSpec, lexicon: Lexicon) -> None:
    if not split_words(spec.name) or not spec.name.replace("_", "a").isalnum():
        raise InputError(
            f"{spec.name!r} is no name for a field", hint="use letters, digits and underscores"
        )
    if spec.name in lexicon.language.reserved:
        raise InputError(
            f"the field {spec.name!r} is a reserved word of the language",
            hint=f"use another name, as in {spec.name}_value",
        )
    for vocabulary in lexicon.vocabularies:
        prefix = next(
            (each for each in vocabulary.reserved_prefixes if spec.name.startswith(each)), ""
        )
        if prefix or spec.name in vocabulary.reserved:
            what = f"names that begin with {prefix!r}" if prefix else repr(spec.name)
            raise InputError(
                f"the field {spec.name!r} cannot be used: {what} belong to a library of this "
                "component",
                hint="use another name, as in "
                + (spec.name.removeprefix(prefix) if prefix else f"{spec.name}_value"),
            )


def check_against_exemplar(resource: ResourceSpec, exemplar: Exemplar) -> None:
    """InputError where a field would be there twice: the exemplar brings it along."""
    kept = {each.name for each in exemplar.fields if each.role == "infrastructure"}
    for spec in resource.fields:
        if spec.name in kept:
            raise InputError(
                f"the field {spec.name!r} is there already: every resource made like "
                f"{exemplar.entity.name} has it",
                hint="leave it out",
            )
