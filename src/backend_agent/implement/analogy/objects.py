"""Fields that are declared by the pairs of an object, `{ type: String, required: true }`, written anew."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.links import Link, add_links, fill_spelling, keep_link
from backend_agent.implement.analogy.rewrite import Rewrite
from backend_agent.implement.analogy.samples import first_sample
from backend_agent.implement.analogy.scope import FileScope, find_callee, last_name, root_name
from backend_agent.implement.analogy.source import Source
from backend_agent.syntax.edits import compact_text
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import style_words
from backend_agent.values.vocabulary import ChainLink, ChainType, ObjectForm


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionObject:
    """`holder` is the object, or the arguments of the call; `object` the object itself, if there is
    one, and `found` the type that it says."""

    form: ObjectForm
    holder: Element
    object: Element | None
    found: ChainType | None

    @property
    def pairs(self) -> tuple[Element, ...]:
        return self.object.named_children if self.object is not None else ()


def find_held_object(
    value: Element, source: Source, forms: tuple[ObjectForm, ...]
) -> OptionObject | None:
    """What a field's own value says, be it an object or the bare type."""
    for form in forms:
        if not form.held or not _is_spoken(form, source):
            continue
        listed = value.kind in source.language.mappings
        if not listed and not (form.bare and re.fullmatch(form.bare, value.text)):
            continue
        found = _read_type(value, form)
        if found is not None:
            return OptionObject(
                form=form, holder=value, object=value if listed else None, found=found
            )
    return None


def find_called_object(
    arguments: Element, source: Source, forms: tuple[ObjectForm, ...]
) -> OptionObject | None:
    """What the arguments of a call say that declares a field."""
    callee = find_callee(arguments, source.language)
    name = last_name(callee, source.language) if callee is not None else ""
    for form in forms:
        if name not in form.names or not _comes_from(callee, form, source):
            continue
        given = [each for each in arguments.named_children if each.kind in source.language.mappings]
        return OptionObject(
            form=form, holder=arguments, object=given[0] if given else None,
            found=_read_type(arguments, form),
        )  # fmt: skip
    return None


def _is_spoken(form: ObjectForm, source: Source) -> bool:
    """Whether the file names the library at all, where the form is one library's."""
    if not form.modules:
        return True
    return any(each.module in form.modules for each in source.imports.values())


def _comes_from(callee: Element | None, form: ObjectForm, source: Source) -> bool:
    root = root_name(callee, source.language)
    return source.origin(root) in form.modules


def _read_type(holder: Element, form: ObjectForm) -> ChainType | None:
    text = compact_text(holder.text)
    return next((each for each in form.types if re.search(each.pattern, text)), None)


def says_nullable(held: OptionObject) -> bool | None:
    """Whether the options let the field be missing; None where they say nothing of it."""
    for pair in held.pairs:
        rule = _rule_of(pair, held.form)
        if rule is not None and rule.role in ("nullable", "required"):
            return _is_said(pair) == (rule.role == "nullable")
    demanding = any(link.role == "required" and link.write for link in held.form.links)
    return True if held.form.held and demanding else None


def _is_said(pair: Element) -> bool:
    """Whether the value is the truth, be it with a message: `required: [true, "…"]`."""
    return re.match(r"\[?\s*true\b", pair.named_children[-1].text) is not None


def rewrite_object(
    held: OptionObject,
    new: NewField,
    scope: FileScope,
    rewrite: Rewrite,
    *,
    follows: bool,
) -> None:
    """The pairs for the new field: its own type, the options that are right for it, and whether it may
    be missing as far as the old ones followed their field in that."""
    found, wanted = held.found, new.spec.type
    same = (
        found is not None
        and wanted in (found.type, *found.covers)
        and "{values}" not in found.write
    )
    target = found if same else _find_target(held.form, wanted)
    if target is None:
        rewrite.problems.append(f"no spelling of {wanted} is known for `{new.name}` here")
        return
    written = "" if same else fill_spelling(target, new)
    kept = _fit_pairs(held, new, scope, rewrite, same=same, follows=follows)
    asked = add_links(held.form.links, new, scope, kept, rewrite, follows=follows)
    added = [*([written] if written else []), *asked]
    if held.object is not None:
        _put_pairs(held, written, asked, kept, rewrite)
    elif added and held.form.held:
        said = written or f"{held.form.type}: {held.holder.text}"
        bare = written.removeprefix(f"{held.form.type}: ")
        plain = not asked and re.fullmatch(held.form.bare, bare)
        whole = bare if plain else "{ " + ", ".join([said, *asked]) + " }"
        rewrite.texts[id(held.holder)] = whole
    elif added:
        rewrite.additions[id(held.holder)] = ("{ " + ", ".join(added) + " }",)
    if not held.form.held and not same:
        for each in held.holder.named_children:
            if each is not held.object:
                rewrite.texts[id(each)] = None


def _find_target(form: ObjectForm, wanted: str) -> ChainType | None:
    own = (each for each in form.types if each.type == wanted)
    covering = (each for each in form.types if wanted in each.covers)
    return next(own, None) or next(covering, None)


def _put_pairs(
    held: OptionObject, written: str, asked: list[str], kept: set[str], rewrite: Rewrite
) -> None:
    """The new type in the place of the old one, else first; what is asked for behind the rest."""
    assert held.object is not None
    typed = next((pair for pair in held.pairs if _key(pair) == held.form.type), None)
    if written and typed is not None:
        rewrite.texts[id(typed)] = written
    elif written:
        rewrite.leading[id(held.object)] = (written,)
    if asked:
        rewrite.additions[id(held.object)] = tuple(asked)
    empty = not (kept or written or asked or held.form.held)
    if empty and (typed is None or rewrite.texts.get(id(typed), "") is None):
        rewrite.texts[id(held.object)] = None


def _fit_pairs(
    held: OptionObject,
    new: NewField,
    scope: FileScope,
    rewrite: Rewrite,
    *,
    same: bool,
    follows: bool,
) -> set[str]:
    """Decides about every pair; the keys that stay."""
    known = {link.name: link for link in held.form.links}
    kept: set[str] = set()
    for pair in held.pairs:
        key, rule = _key(pair), _rule_of(pair, held.form)
        value = pair.named_children[-1]
        if key == held.form.type:
            if not same:
                rewrite.texts[id(pair)] = None
            continue
        if rule is not None and rule.role in ("nullable", "required"):
            says = new.spec.optional == (rule.role == "nullable")
            if follows and value.text in ("true", "false"):
                rewrite.texts[id(value)] = "true" if says else "false"
            elif follows and says != _is_said(pair):
                rewrite.texts[id(pair)] = None
                continue
            kept.add(key)
            continue
        if rule is not None and rule.role == "column":
            mark = value.text[:1]
            rewrite.texts[id(value)] = f"{mark}{style_words(new.words, 'snake')}{mark}"
            kept.add(key)
            continue
        link = Link(name=key, text=pair.text)
        text = keep_link(link, known, new, scope, rewrite, same=same, follows=follows)
        if rule is not None and rule.role == "example" and text:
            rewrite.texts[id(value)] = first_sample(new, scope.transplant.lexicon) or None
        elif text != pair.text:
            rewrite.texts[id(pair)] = text or None
        if text:
            kept.add(key)
    return kept


def _rule_of(pair: Element, form: ObjectForm) -> ChainLink | None:
    key = _key(pair)
    return next((link for link in form.links if link.name == key), None)


def _key(pair: Element) -> str:
    return pair.children[0].text.strip("'\"") if pair.children else pair.text
