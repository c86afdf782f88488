"""What the language and the libraries of a component say together about types and limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from backend_agent.catalog import Catalog
from backend_agent.syntax.edits import compact_text
from backend_agent.values.contract_form import ContractForm
from backend_agent.values.errors import DataError
from backend_agent.values.facts_format import FactsFormat, SchemaFileForm
from backend_agent.values.language import LanguageFormat, TypeSpelling
from backend_agent.values.stack import Component
from backend_agent.values.task import FieldType
from backend_agent.values.vocabulary import (
    ChainForm,
    ChainType,
    LimitCall,
    MarkForm,
    ObjectForm,
    OptionCall,
    SchemaWords,
    VocabularyFormat,
)

_NAME = re.compile(r"[A-Za-z_]\w*")
FAMILIES: tuple[frozenset[FieldType], ...] = (
    frozenset({"string", "text"}),
    frozenset({"int", "bigint"}),
    frozenset({"decimal", "money"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeTable:
    """Spellings of one language or library; a replacement is always from the same table. `modules`
    are those that its names come from; `typed` = each names a call that declares a field."""

    id: str
    types: tuple[TypeSpelling, ...]
    modules: tuple[str, ...] = ()
    typed: bool = False

    def spelling(self, type_: FieldType) -> TypeSpelling | None:
        return next((each for each in self.types if each.type == type_ and not each.when), None)

    def by_head(self, head: str) -> TypeSpelling | None:
        return next((each for each in self.types if head in each.heads), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """`tables` begins with the language's own; `calls` and `limits` are of all libraries in use;
    `habits` is the text of the models' files; `contracts` are of the test frameworks in use; `settled`
    are types with the first sample of the form that was chosen for them."""

    language: LanguageFormat
    tables: tuple[TypeTable, ...]
    calls: tuple[OptionCall, ...]
    limits: tuple[LimitCall, ...]
    vocabularies: tuple[VocabularyFormat, ...]
    habits: str = ""
    schemas: tuple[tuple[SchemaFileForm, SchemaWords], ...] = ()
    contracts: tuple[ContractForm, ...] = ()
    settled: tuple[tuple[FieldType, str], ...] = ()

    def find_head(self, head: str) -> tuple[TypeTable, TypeSpelling] | None:
        """The table and the spelling that a name in a type position belongs to."""
        for table in self.tables:
            spelling = table.by_head(head)
            if spelling is not None:
                return table, spelling
        return None

    def find_heads(self, head: str) -> list[tuple[TypeTable, TypeSpelling]]:
        """Every table that has the name, in order."""
        found = [(table, table.by_head(head)) for table in self.tables]
        return [(table, spelling) for table, spelling in found if spelling is not None]

    def canonical(self, text: str) -> FieldType | None:
        """The canonical type that a declared type's text holds, wrappers and nullability aside."""
        compact = compact_text(text)
        named = (
            each.type for _, words in self.schemas for each in words.types if each.name == compact
        )
        declared = (
            each.type for each in self._declared_types(compact) if re.search(each.pattern, compact)
        )
        headed = (
            found[1].type
            for name in _NAME.findall(text)
            if (found := self.find_head(name)) is not None
        )
        return next(chain(named, declared, headed), None)

    def _declared_types(self, compact: str) -> Iterator[ChainType]:
        """The types that a chain of calls or an object of options may say."""
        for form in self.chains if "(" in compact else ():
            yield from form.types
        for held in self.objects:
            spoken = compact.startswith("{") or re.fullmatch(held.bare or "(?!)", compact)
            if held.held and spoken:
                yield from held.types

    @property
    def chains(self) -> tuple[ChainForm, ...]:
        return tuple(form for each in self.vocabularies for form in each.chains)

    @property
    def objects(self) -> tuple[ObjectForm, ...]:
        return tuple(form for each in self.vocabularies for form in each.objects)

    @property
    def marks(self) -> tuple[MarkForm, ...]:
        return tuple(form for each in self.vocabularies for form in each.marks)

    def sample_spelling(self, type_: FieldType) -> TypeSpelling | None:
        """The spelling that has sample values of the type, in the language or in a library."""
        forms = self.list_forms(type_)
        wanted = dict(self.settled).get(type_)
        chosen = (each for each in forms if each.json[0] == wanted)
        usual = (each for each in forms if self.has_habit(each.when))
        return next(chosen, None) or next(usual, None)

    def list_forms(self, type_: FieldType) -> tuple[TypeSpelling, ...]:
        """The spellings with samples of the type, each another form of its values."""
        return tuple(
            spelling
            for table in self.tables
            for spelling in table.types
            if spelling.type == type_ and spelling.json
        )

    def has_habit(self, pattern: str) -> bool:
        """Whether the models' files show the habit; an empty pattern asks for none."""
        return not pattern or re.search(pattern, self.habits) is not None


def same_family(one: FieldType | None, other: FieldType | None) -> bool:
    """Types whose values and spellings may stand for each other in an example."""
    return one == other or any(one in family and other in family for family in FAMILIES)


def _name_call(call: OptionCall, vocabulary: VocabularyFormat) -> OptionCall:
    heads = (head for each in vocabulary.types for head in each.heads) if call.typed else ()
    return replace(
        call,
        names=(*call.names, *((call.name,) if call.name else ()), *heads),
        modules=(*call.modules, *vocabulary.modules),
    )


def _speaking_language(language: str, catalog: Catalog) -> str:
    """The language whose data speaks for this one: its own, else that of the one built on it."""
    if catalog.document(language, LanguageFormat) is not None:
        return language
    built_on = (each.id for each in catalog.technologies if language in each.supersedes)
    known = (each for each in built_on if catalog.document(each, LanguageFormat) is not None)
    return next(known, language)


def _schema_forms(facts: FactsFormat) -> tuple[SchemaFileForm, ...]:
    return facts.entities.texts if facts.entities is not None else ()


def read_lexicon(component: Component, catalog: Catalog, habits: str = "") -> Lexicon:
    """Raises DataError where the catalog has no language data for the component's language."""
    name = _speaking_language(component.language, catalog)
    language = catalog.document(name, LanguageFormat)
    if language is None:
        raise DataError(
            f"no language.toml for {component.language!r}: nothing can be added by analogy",
            hint="see CONTRIBUTING: add a technology",
        )
    used = component.technology_ids()
    documents = [
        document
        for document in catalog.documents(VocabularyFormat)
        if document.technology in used and document.value.language == name
    ]
    tables = (
        TypeTable(id=name, types=language.types),
        *(
            TypeTable(
                id=each.technology,
                types=each.value.types,
                modules=each.value.modules,
                typed=any(call.typed for call in each.value.calls),
            )
            for each in documents
        ),
    )
    facts = {each.technology: each.value for each in catalog.documents(FactsFormat)}
    return Lexicon(
        schemas=tuple(
            (form, each.value.schema)
            for each in documents
            if each.value.schema is not None and each.technology in facts
            for form in _schema_forms(facts[each.technology])
        ),
        language=language,
        tables=tables,
        calls=tuple(
            _name_call(call, each.value) for each in documents for call in each.value.calls
        ),
        limits=tuple(limit for each in documents for limit in each.value.limits),
        vocabularies=tuple(each.value for each in documents),
        habits=habits,
        contracts=tuple(
            each.value
            for each in catalog.documents(ContractForm)
            if each.technology in used and each.value.language == name
        ),
    )
