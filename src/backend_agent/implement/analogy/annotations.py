"""What stands at a member and says something of its field: which of it stays for another field."""

from __future__ import annotations

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import same_family
from backend_agent.implement.analogy.links import Link, add_links, keep_link
from backend_agent.implement.analogy.nullability import is_nullable_text
from backend_agent.implement.analogy.objects import (
    OptionObject,
    find_called_object,
    rewrite_object,
    says_nullable,
)
from backend_agent.implement.analogy.rewrite import Rewrite
from backend_agent.implement.analogy.scope import FileScope, find_callee, last_name, root_name
from backend_agent.implement.analogy.spellings import find_types
from backend_agent.syntax.element import Element
from backend_agent.values.vocabulary import ChainLink, MarkForm


def list_marks(element: Element, scope: FileScope) -> tuple[Element, ...]:
    """The annotations of the member, and of the statement that it stands in alone."""
    kinds = scope.language.annotations
    return tuple(each for each in element.children if each.kind in kinds)


def is_slot_nullable(element: Element, scope: FileScope) -> bool:
    """Whether the member may be missing by its type or by what stands at it."""
    said = [
        held
        for mark in list_marks(element, scope)
        if (options := _read_options(mark, scope)) is not None
        and (held := says_nullable(options)) is not None
    ]
    marked = any(
        rule.role == "nullable"
        for mark in list_marks(element, scope)
        if (rule := _read_mark(mark, scope)[1]) is not None
    )
    return is_nullable_text(element, scope) or marked or any(said)


def fit_annotations(
    element: Element,
    old: ExemplarField,
    new: NewField,
    scope: FileScope,
    rewrite: Rewrite,
    *,
    follows: bool,
) -> None:
    """Rules of the old field alone go, those that are right for the new one stay, and what nobody
    knows is a problem where it may mean the old field."""
    marks = list_marks(element, scope)
    known = {id(node) for node, _, _ in find_types(element, scope.transplant.lexicon, scope)}
    forms: dict[str, MarkForm] = {}
    kept: set[str] = set()
    for mark in marks:
        form, rule = _read_mark(mark, scope)
        options = _read_options(mark, scope)
        typed = any(id(each) in known for each in mark.walk())
        if form is not None:
            forms.setdefault(form.modules[0], form)
        if options is not None:
            _keep_whole(mark, rewrite, known)
            rewrite_object(options, new, scope, rewrite, follows=follows)
        elif rule is not None:
            text = _keep_mark(mark, rule, old, new, scope, rewrite, follows=follows)
            if text != mark.text:
                rewrite.texts[id(mark)] = text or None
            if text:
                kept.add(rule.name)
        elif not typed and not same_family(old.type, new.spec.type):
            _judge_unknown(mark, form, new, scope, rewrite)
    if marks:
        added = [
            text
            for form in forms.values()
            for text in add_links(form.links, new, scope, kept, rewrite, follows=follows)
        ]
        _put_marks(element, marks[-1], added, old, new, rewrite)


def _keep_whole(mark: Element, rewrite: Rewrite, known: set[int]) -> None:
    """Names of types among its options are the options' own matter."""
    for each in mark.walk():
        if id(each) in known:
            rewrite.texts.pop(id(each), None)


def _keep_mark(
    mark: Element,
    rule: ChainLink,
    old: ExemplarField,
    new: NewField,
    scope: FileScope,
    rewrite: Rewrite,
    *,
    follows: bool,
) -> str:
    same = same_family(old.type, new.spec.type)
    link = Link(name=rule.name, text=mark.text)
    return keep_link(link, {rule.name: rule}, new, scope, rewrite, same=same, follows=follows)


def _judge_unknown(
    mark: Element, form: MarkForm | None, new: NewField, scope: FileScope, rewrite: Rewrite
) -> None:
    """One of a library whose words are known, or one with arguments, may mean the old type."""
    given = any(
        each.kind in scope.language.arguments and each.named_children
        for each in mark.children[-1].children
    )
    if given or form is not None:
        rewrite.problems.append(f"what `{mark.text[:40]}` means for `{new.name}` is not known")


def _read_mark(mark: Element, scope: FileScope) -> tuple[MarkForm | None, ChainLink | None]:
    """The form that the name of the annotation comes from, and what it says of it."""
    inner = mark.named_children[-1] if mark.named_children else mark
    root = root_name(inner, scope.language)
    module = scope.source.origin(root)
    form = next((each for each in scope.transplant.lexicon.marks if module in each.modules), None)
    if form is None:
        return None, None
    arguments = [each for each in inner.children if each.kind in scope.language.arguments]
    callee = find_callee(arguments[0], scope.language) if arguments else inner
    name = last_name(callee, scope.language) if callee is not None else root
    return form, next((link for link in form.links if link.name == name), None)


def _read_options(mark: Element, scope: FileScope) -> OptionObject | None:
    forms = scope.transplant.lexicon.objects
    for each in mark.walk():
        if each.kind in scope.language.arguments:
            return find_called_object(each, scope.source, forms)
    return None


def _put_marks(
    element: Element,
    last: Element,
    added: list[str],
    old: ExemplarField,
    new: NewField,
    rewrite: Rewrite,
) -> None:
    """Below the annotations that are there, laid out as they are."""
    if not added:
        return
    behind = next(each for each in element.children if each.start >= last.end)
    gap = element.source[last.end : behind.start]
    plain = new.name if behind.text == old.name else behind.text
    rewrite.texts[id(behind)] = gap.join([*added, rewrite.texts.get(id(behind)) or plain])
