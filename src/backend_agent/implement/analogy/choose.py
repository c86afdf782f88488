"""Which exemplar is taken, and why one cannot be: nothing to learn, woven in, fields of their own."""

from __future__ import annotations

from itertools import pairwise

from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.fields import FieldPlan, NewField
from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.implement.analogy.ranking import CLOSE, Candidate
from backend_agent.implement.analogy.territory import Territory
from backend_agent.values.changes import Note, Refusal
from backend_agent.values.task import ResourceSpec

# Uses of the exemplar outside its territory that no rule places: few are listed, many mean that
# the resource is woven into the program and cannot be copied.
LEFT_SHARE, LEFT_FLOOR = 0.10, 3
# Beyond these a resource is too unlike the best one to be how resources are written here.
MOST_TRIED = 5
# One field of a meaning of its own is a detail of a resource; several are what it is about.
SEVERAL = 2


def list_choices(
    ranked: tuple[Candidate, ...], resource: ResourceSpec, like: str | None
) -> tuple[Candidate, ...] | Refusal:
    """The candidates to try in turn, or why there is none. The new resource
    itself, left by an earlier run, is none of them."""
    others = [each for each in ranked if not _has_name(each, resource)]
    if like is not None and others and others[0].exemplar.business:
        return tuple(others[:1])
    usable = [each for each in others if each.usable]
    if not usable:
        seen = "; ".join(f"{each.similar.resource}: {each.similar.reasons[1]}" for each in others)
        return Refusal(
            subject=resource.name,
            reason="no resource here can be learned from: it takes one that can be created and read, "
            f"changed or deleted, with an ordinary field ({seen or 'no resource was found'})",
        )
    return tuple(usable[:MOST_TRIED])


def tell_rival(choices: tuple[Candidate, ...]) -> tuple[Note, ...]:
    """What to say where the second is as good an example as the first and is built differently."""
    for first, second in pairwise(choices[:2]):
        close = first.similar.score - second.similar.score < CLOSE * first.similar.score
        layers = [{layer.role for layer in each.similar.layers} for each in (first, second)]
        if close and layers[0] != layers[1]:
            return (
                Note(
                    kind="choice",
                    text=f"{first.similar.resource} and {second.similar.resource} are equally good to "
                    "learn from and are built differently; --like takes the one you name",
                    evidence=second.exemplar.entity.evidence,
                ),
            )
    return ()


def find_namesake(ranked: tuple[Candidate, ...], resource: ResourceSpec) -> Refusal | None:
    """What to say where no other exemplar leads to the resource that was left by an earlier run: one
    of that name is there, and it is not ours to change."""
    found = next((each.exemplar.entity for each in ranked if _has_name(each, resource)), None)
    if found is None:
        return None
    return Refusal(
        subject=resource.name,
        reason=f"the resource {found.name} is there already; choose another name, "
        "or change it where it is",
        path=found.evidence.path,
        line=found.evidence.line,
    )


def _has_name(candidate: Candidate, resource: ResourceSpec) -> bool:
    name = resource.name.replace("_", "").lower()
    return "".join(candidate.exemplar.noun.singular) == name


def refuse_fields(exemplar: Exemplar, fields: FieldPlan, lexicon: Lexicon) -> tuple[Refusal, ...]:
    """Why the new fields cannot be written like this exemplar's; () = they can. Asked first: it costs
    nothing."""
    return (
        *_refuse_roles(exemplar),
        *(refusal for new in fields.new for refusal in refuse_type(new, exemplar, fields, lexicon)),
    )


def refuse_territory(territory: Territory) -> tuple[Refusal, ...]:
    """Why what belongs to the exemplar cannot be copied, before a word is written; () = it can."""
    return (
        *refuse_faults(territory),
        *_refuse_woven(territory),
    )


def refuse_faults(territory: Territory) -> tuple[Refusal, ...]:
    sources = {each.path: each for each in territory.files}
    sources |= {each.source.path: each.source for each in territory.slices}
    return tuple(
        Refusal(
            subject=path,
            reason=f"{path}:{source.faults[0].line}: the file cannot be read as it is; "
            "correct it first",
            path=path,
            line=source.faults[0].line,
            snippet=source.faults[0].text,
        )
        for path, source in sorted(sources.items())
        if source.faults
    )


def _refuse_woven(territory: Territory) -> tuple[Refusal, ...]:
    # A test of something else that uses it as sample data is no part of the program.
    places = {
        (each.source.path, each.element.line): each
        for each in territory.left
        if not each.source.is_test and not each.kept
    }
    woven = tuple(places.values())
    total = len(territory.slices) + len(territory.files) * 5 + len(woven)
    if len(woven) <= max(LEFT_FLOOR, total * LEFT_SHARE):
        return ()
    return tuple(
        Refusal(
            subject=f"use of `{left.name}`",
            reason=f"{left.reason}; there are {len(woven)} such uses, so the exemplar is "
            "woven into the program and no copy of it would be complete",
            path=left.source.path,
            line=left.element.line,
        )
        for left in woven
    )


def _refuse_roles(exemplar: Exemplar) -> tuple[Refusal, ...]:
    if not exemplar.noun.countable:
        return (_refuse_it(exemplar, "its singular and its plural are the same word"),)
    if not any(each.role == "ordinary" for each in exemplar.business):
        return (_refuse_it(exemplar, "it has no ordinary field"),)
    return ()


def refuse_meanings(exemplar: Exemplar, fields: FieldPlan) -> tuple[Refusal, ...]:
    """Why the exemplar is not to be learned from where any of its pieces is refused: several fields
    have a meaning of their own. They can only be left away where nothing is done with them."""
    special = fields.left_away
    if len(special) < SEVERAL:
        return ()
    names = ", ".join(f"{each.name} ({each.role})" for each in special)
    return (_refuse_it(exemplar, f"its fields {names} have a meaning of their own"),)


def tell_left_away(fields: FieldPlan) -> tuple[Note, ...]:
    """Which fields with a meaning of their own the new resource has none of."""
    names = ", ".join(each.name for each in fields.left_away)
    said = f"left away, with a meaning of their own and nothing that stands for them: {names}"
    return (Note(kind="decision", text=said),) if names else ()


def refuse_type(
    new: NewField, exemplar: Exemplar, fields: FieldPlan, lexicon: Lexicon
) -> tuple[Refusal, ...]:
    reason = ""
    if new.spec.type == "ref":
        reason = (
            "a relation to another resource cannot be learned from an exemplar without one of the "
            "same kind"
        )
    elif flag := _unspelled_flag(new, fields, lexicon):
        reason = (
            f"{exemplar.entity.name} has no {flag} field, and no library here is known to "
            f"spell one; leave `{flag}` out, or name with --like a resource that has one"
        )
    elif lexicon.sample_spelling(new.spec.type) is None:
        reason = f"no spelling of the type {new.spec.type} is known for this component"
    return (Refusal(subject=new.name, reason=reason),) if reason else ()


def _unspelled_flag(new: NewField, fields: FieldPlan, lexicon: Lexicon) -> str:
    """`unique` or `index` where it is asked for and neither the exemplar nor a vocabulary has it."""
    asked = {"unique": new.spec.unique, "index": new.spec.index}
    shown = {
        "unique": any(each.attribute.unique for each in fields.old),
        "index": any(each.attribute.index for each in fields.old),
    }
    spelled = {rule.flag for call in lexicon.calls for rule in call.options}
    return next(
        (flag for flag in asked if asked[flag] and not shown[flag] and flag not in spelled), ""
    )


def _refuse_it(exemplar: Exemplar, why: str) -> Refusal:
    return Refusal(subject=exemplar.entity.name, reason=f"it cannot be learned from: {why}")
