"""The kinds of documents that data and packs may hold: where each lies and what shape it has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`place` is a path below the data folder in which `*` stands for one name; `shape` is the
    frozen dataclass of the file's content, from `values/`."""

    place: str
    shape: type


@cache
def list_forms() -> tuple[Form, ...]:
    """Every kind of document. A new kind is one import and one line here."""
    from backend_agent.values.contract_form import ContractForm
    from backend_agent.values.facts_format import FactsFormat
    from backend_agent.values.fix import FixFormat
    from backend_agent.values.generator import GeneratorFormat
    from backend_agent.values.grammar import Grammar
    from backend_agent.values.ground_format import GroundFormat
    from backend_agent.values.host import HostFormat
    from backend_agent.values.imports_format import ImportFormat
    from backend_agent.values.inference import Inference
    from backend_agent.values.language import LanguageFormat
    from backend_agent.values.layout import HabitFormat, LayoutFormat
    from backend_agent.values.llm import LLMCatalog
    from backend_agent.values.manifest import ManifestFormat
    from backend_agent.values.migration_format import MigrationFormat
    from backend_agent.values.probe import ProbeArea, ProbeWords
    from backend_agent.values.recipe import Recipe
    from backend_agent.values.rule import Rule
    from backend_agent.values.search import SearchCatalog
    from backend_agent.values.service import ServiceFormat
    from backend_agent.values.standard import StandardArea
    from backend_agent.values.tasks import CommandWords, TaskFormat
    from backend_agent.values.technology import Technology
    from backend_agent.values.vocabulary import VocabularyFormat
    from backend_agent.values.weakness import WeaknessFormat

    return (
        Form(place="technologies/*/*/technology.toml", shape=Technology),
        Form(place="technologies/*/*/contract.toml", shape=ContractForm),
        Form(place="technologies/*/*/facts.toml", shape=FactsFormat),
        Form(place="technologies/*/*/generator.toml", shape=GeneratorFormat),
        Form(place="technologies/*/*/grammar.toml", shape=Grammar),
        Form(place="technologies/*/*/habits.toml", shape=HabitFormat),
        Form(place="technologies/*/*/imports.toml", shape=ImportFormat),
        Form(place="technologies/*/*/manifest.toml", shape=ManifestFormat),
        Form(place="technologies/*/*/migration.toml", shape=MigrationFormat),
        Form(place="technologies/*/*/tasks.toml", shape=TaskFormat),
        Form(place="technologies/*/*/ground.toml", shape=GroundFormat),
        Form(place="technologies/*/*/service.toml", shape=ServiceFormat),
        Form(place="technologies/*/*/language.toml", shape=LanguageFormat),
        Form(place="technologies/*/*/vocabulary.toml", shape=VocabularyFormat),
        Form(place="technologies/*/*/rules/*/rule.toml", shape=Rule),
        Form(place="rules/*/rule.toml", shape=Rule),
        Form(place="technologies/*/*/rules/*/fix.toml", shape=FixFormat),
        Form(place="rules/*/fix.toml", shape=FixFormat),
        Form(place="technologies/*/*/recipes/*/recipe.toml", shape=Recipe),
        Form(place="standards/*.toml", shape=StandardArea),
        Form(place="probe/checks/*.toml", shape=ProbeArea),
        Form(place="probe/words.toml", shape=ProbeWords),
        Form(place="hosts/*.toml", shape=HostFormat),
        Form(place="habits.toml", shape=HabitFormat),
        Form(place="tasks.toml", shape=TaskFormat),
        Form(place="commands.toml", shape=CommandWords),
        Form(place="layout.toml", shape=LayoutFormat),
        Form(place="llms.toml", shape=LLMCatalog),
        Form(place="search.toml", shape=SearchCatalog),
        Form(place="inference.toml", shape=Inference),
        Form(place="weaknesses.toml", shape=WeaknessFormat),
    )


def match_place(place: str, path: str) -> tuple[str, ...] | None:
    """The names that the stars of `place` stand for in `path`, or None where it does not match.
    A star in front of a suffix (`*.toml`) gives the name without it."""
    wanted, given = place.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    names = []
    for pattern, part in zip(wanted, given, strict=True):
        if not pattern.startswith("*"):
            if pattern != part:
                return None
        elif part.endswith(pattern[1:]) and len(part) >= len(pattern):
            names.append(part.removesuffix(pattern[1:]) if pattern[1:] else part)
        else:
            return None
    return tuple(names)


def find_form(path: str) -> Form | None:
    """The form of the file at `path` below a data folder, or None: not a document of ours."""
    return next((form for form in list_forms() if match_place(form.place, path) is not None), None)
