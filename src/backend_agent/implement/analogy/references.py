"""Fields that lead to another resource, by a foreign key to it that a model here already shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend_agent.implement.analogy.declaration import find_declared
from backend_agent.implement.analogy.exemplar import Exemplar, ExemplarField, read_entity_noun
from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.implement.analogy.rewrite import KeyDeclaration
from backend_agent.implement.analogy.scope import Transplant
from backend_agent.implement.analogy.source import Codebase
from backend_agent.syntax.nouns import split_words
from backend_agent.values.application import Application, Attribute, Entity
from backend_agent.values.changes import Note, Refusal
from backend_agent.values.task import FieldSpec, FieldType

# What a key is called beside the resource that it leads to.
_KEY = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The fields with each reference as the key that it is; `keys` are by the new field's name. What
    the exemplar's own key says already is left out of `fields` and told."""

    fields: tuple[FieldSpec, ...]
    keys: tuple[tuple[str, KeyDeclaration], ...] = ()
    notes: tuple[Note, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.keys)


def resolve_references(
    specs: tuple[FieldSpec, ...],
    exemplar: Exemplar,
    application: Application,
    codebase: Codebase,
    lexicon: Lexicon,
) -> References:
    """Each `ref` by the precedent nearest to it: of the exemplar itself, then one that may be missing
    where the new one may."""
    found = References(fields=())
    for spec in specs:
        if spec.type != "ref":
            found = replace(found, fields=(*found.fields, spec))
            continue
        found = _resolve(spec, found, exemplar, application, codebase, lexicon)
    return found


def _resolve(
    spec: FieldSpec,
    found: References,
    exemplar: Exemplar,
    application: Application,
    codebase: Codebase,
    lexicon: Lexicon,
) -> References:
    target = _find_target(spec.arguments[0], application, lexicon)
    if target is None:
        reason = f"no resource {spec.arguments[0]} was found here"
        return replace(found, refusals=(*found.refusals, Refusal(subject=spec.name, reason=reason)))
    shown = _list_keys(target, exemplar, application)
    own = next((each for entity, each in shown if _same(spec, each, entity, exemplar)), None)
    if own is not None:
        text = f"{own.name} leads to {target.name}, as in {exemplar.entity.name}"
        return replace(found, notes=(*found.notes, Note(kind="decision", text=text)))
    reason = _find_obstacle(spec, target, exemplar)
    if reason:
        return replace(found, refusals=(*found.refusals, Refusal(subject=spec.name, reason=reason)))
    for entity, attribute, text in _order_keys(shown, spec, target, exemplar, application):
        element, source = find_declared(attribute, codebase)
        kind = _key_type(attribute, target, lexicon)
        if element is None or source is None or kind is None:
            continue
        if text and not any(leaf.text == attribute.foreign_key for leaf in element.leaves()):
            continue
        name = _name_key(spec.name, attribute)
        field = ExemplarField(
            name=attribute.name, type=kind, role="ordinary", required=not attribute.nullable,
            nullable=attribute.nullable, attribute=attribute,
        )  # fmt: skip
        key = KeyDeclaration(field=field, element=element, source=source, target=text)
        said = (
            f"{name} leads to {target.name}, declared as {entity.name}.{attribute.name} is "
            f"(`{' '.join(element.text.split())}`); one that leads nowhere is answered by the "
            "database alone"
        )
        return replace(
            found,
            fields=(
                *found.fields,
                replace(
                    spec, name=name, type=kind, arguments=(), index=spec.index or attribute.index
                ),
            ),
            keys=(*found.keys, (name, key)),
            notes=(*found.notes, Note(kind="decision", text=said, evidence=attribute.evidence)),
        )
    reason = f"no model here shows a foreign key that one to {target.name} could be written like"
    return replace(found, refusals=(*found.refusals, Refusal(subject=spec.name, reason=reason)))


def _find_obstacle(spec: FieldSpec, target: Entity, exemplar: Exemplar) -> str:
    """Why no precedent would help; "" = nothing is in the way."""
    if spec.on_delete:
        return "what happens on a delete is taken as the precedent has it; leave `on_delete` out"
    if spec.default is not None:
        return "a key has no default that leads anywhere; leave it out"
    entity = exemplar.entity
    related = any(each.target == target.name for each in entity.relations) or any(
        each.target == entity.name for each in target.relations
    )
    if related:
        return (
            f"{entity.name} leads to {target.name} by a relation of its own, which the copy has, too; "
            "with a second key beside it nobody could say which one that relation means"
        )
    return ""


def _order_keys(
    shown: list[tuple[Entity, Attribute]],
    spec: FieldSpec,
    target: Entity,
    exemplar: Exemplar,
    application: Application,
) -> list[tuple[Entity, Attribute, str]]:
    """Keys to the same resource first, then those to another whose own key is of the same kind, with
    the text that then takes the place of theirs; among them the exemplar's, then as optional ones."""
    primary = _primary(target)
    others = []
    for entity in (exemplar.entity, *application.models):
        for each in entity.attributes:
            table, _, column = each.foreign_key.partition(".")
            there = next((e for e in application.models if table and e.table == table), None)
            known = _primary(there) if there is not None else None
            if (
                primary is not None
                and known is not None
                and (column, known.type) == (primary.name, primary.type)
                and target.table
                and not each.primary_key
            ):
                others.append((entity, each, f"{target.table}.{column}"))

    def distance(found: tuple[Entity, Attribute, str]) -> tuple[bool, bool]:
        return found[0] is not exemplar.entity, found[1].nullable != spec.optional

    same = [(entity, each, "") for entity, each in shown]
    return [*sorted(same, key=distance), *sorted(others, key=distance)]


def _primary(entity: Entity) -> Attribute | None:
    found = [each for each in entity.attributes if each.primary_key]
    return found[0] if len(found) == 1 else None


def _find_target(name: str, application: Application, lexicon: Lexicon) -> Entity | None:
    wanted = read_entity_noun(name, lexicon.language)
    return next(
        (
            each
            for each in application.models
            if each.table and read_entity_noun(each.name, lexicon.language) == wanted
        ),
        None,
    )


def _list_keys(
    target: Entity, exemplar: Exemplar, application: Application
) -> list[tuple[Entity, Attribute]]:
    known = {target.table, target.name} - {""}
    entities = (exemplar.entity, *(e for e in application.models if e.name != exemplar.entity.name))
    return [
        (entity, each)
        for entity in entities
        for each in entity.attributes
        if each.foreign_key.split(".")[0] in known and not each.primary_key
    ]


def _same(spec: FieldSpec, attribute: Attribute, entity: Entity, exemplar: Exemplar) -> bool:
    """Whether the exemplar's own key is the one that is asked for: the copy has it anyway."""
    words, asked = split_words(attribute.name), split_words(spec.name)
    return entity is exemplar.entity and words in (asked, (*asked, _KEY))


def _key_type(attribute: Attribute, target: Entity, lexicon: Lexicon) -> FieldType | None:
    """The canonical type of the key, or of the one that it leads to where only that says it."""
    own = lexicon.canonical(attribute.type)
    if own is not None:
        return own
    primary = _primary(target)
    return lexicon.canonical(primary.type) if primary is not None else None


def _name_key(name: str, like: Attribute) -> str:
    """`customer` is `customer_id` where keys are called so."""
    keyed = split_words(like.name)[-1:] == (_KEY,)
    return f"{name}_{_KEY}" if keyed and split_words(name)[-1:] != (_KEY,) else name


def refuse_untestable(transplant: Transplant, references: References) -> tuple[Refusal, ...]:
    """A key that must be given needs something to lead to in every test that makes the resource, and
    no test of the exemplar makes that."""
    if not transplant.territory.has_tests:
        return ()
    return tuple(
        Refusal(
            subject=spec.name,
            reason=f"every test that makes one would have to make what `{spec.name}` leads to first, and "
            "no test of the exemplar does: ask for it as optional, or require it afterwards",
        )
        for spec in references.fields
        if spec.name in references.names and not spec.optional
    )
