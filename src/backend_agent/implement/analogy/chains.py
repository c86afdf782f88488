"""Fields that are declared by a chain of calls, `z.string().min(1)`: read, and written anew."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.links import Link, add_links, fill_spelling, keep_link
from backend_agent.implement.analogy.rewrite import Rewrite
from backend_agent.implement.analogy.scope import FileScope, last_name, root_name
from backend_agent.implement.analogy.source import Source
from backend_agent.syntax.edits import compact_text
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import style_words
from backend_agent.syntax.nouns import split_words
from backend_agent.values.language import ImportNeed, LanguageFormat
from backend_agent.values.vocabulary import ChainForm, ChainLink, ChainType


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """`head` is the first call, or the parameter of a refining function (then `refining`); `whole`
    is what the new text replaces; `wraps` are the calls around the declaration, the outermost first."""

    form: ChainForm
    whole: Element
    head: Element
    links: tuple[Link, ...]
    module: str = ""
    refining: bool = False
    wraps: tuple[str, ...] = ()

    @property
    def types(self) -> tuple[ChainType, ...]:
        """Those of the dialect that the first name comes from."""
        return tuple(each for each in self.form.types if each.module in ("", self.module))


def find_chain(value: Element, source: Source, forms: tuple[ChainForm, ...]) -> Chain | None:
    """The chain that the value is, where its first name comes from a library with such a form."""
    language = source.language
    body, refining = value, False
    if value.kind in language.function_values:
        body, refining = value.children[-1], True
    root = root_name(body, language)
    form = _form_of(root, value, source, forms, refining=refining)
    if form is None:
        return None
    inner, wraps = _unwrap(body, form, language)
    head, links = _split_chain(inner, language, refining=refining)
    imported = source.imports.get(root)
    module = imported.module if imported is not None else ""
    return Chain(
        form=form, whole=body, head=head, links=links, module=module, refining=refining, wraps=wraps
    )


def _unwrap(
    body: Element, form: ChainForm, language: LanguageFormat
) -> tuple[Element, tuple[str, ...]]:
    """The declaration inside calls that stand around it: `Optional(String())`."""
    calls = {shape.kind: shape for shape in language.calls}
    known = {link.name for link in form.links if link.wraps}
    names: list[str] = []
    while body.kind in calls:
        shape = calls[body.kind]
        callee, given = body.labels.get(shape.key), body.labels.get(shape.value)
        name = last_name(callee, language) if callee is not None else ""
        if name not in known or given is None or not given.named_children:
            break
        names.append(name)
        body = given.named_children[0]
    return body, tuple(names)


def _form_of(
    root: str, value: Element, source: Source, forms: tuple[ChainForm, ...], *, refining: bool
) -> ChainForm | None:
    language = source.language
    if refining:
        names = {leaf.text for leaf in value.children[0].leaves()}
        calls = {shape.kind: shape for shape in language.calls}
        above = next((each for each in value.ancestors() if each.kind in calls), None)
        callee = above.labels.get(calls[above.kind].key) if above is not None else None
        called = last_name(callee, language) if callee is not None else ""
        fitting = (form for form in forms if called in form.refines)
        return next(fitting, None) if root in names else None
    imported = source.imports.get(root)
    if imported is None or value.kind not in {shape.kind for shape in language.calls}:
        return None
    module = imported.module
    return next(
        (
            form
            for form in forms
            if any(module == each or module.startswith(each + "/") for each in form.modules)
        ),
        None,
    )


def _split_chain(
    body: Element, language: LanguageFormat, *, refining: bool
) -> tuple[Element, tuple[Link, ...]]:
    calls = {shape.kind: shape for shape in language.calls}
    members = {shape.kind: shape for shape in language.members}
    links: list[Link] = []
    node = body
    while node.kind in calls:
        callee = node.labels.get(calls[node.kind].key)
        if callee is None or callee.kind not in members:
            break
        below = callee.labels.get(members[callee.kind].value)
        key = callee.labels.get(members[callee.kind].key)
        if below is None or key is None or (below.kind not in calls and not refining):
            break
        links.append(Link(name=key.text, text=node.source[below.end : node.end]))
        node = below
    return node, tuple(reversed(links))


def rewrite_chain(
    chain: Chain, old: ExemplarField, new: NewField, scope: FileScope, rewrite: Rewrite
) -> None:
    """The chain for the new field: its own type, the links that are right for it, and whether it may be
    missing as far as the old chain followed its field in that."""
    known = {link.name: link for link in chain.form.links if not link.wraps}
    found = _chain_type(chain)
    head, same = _write_head(chain, found, old, new, scope, rewrite)
    follows = _is_nullable(chain, known) == old.nullable or chain.refining
    counterpart = scope.transplant.fields.counterpart(old.name)
    # What refines one field is no rule of the others that are made from it.
    foreign = chain.refining and (counterpart is None or counterpart.name != new.name)
    kept = [
        text
        for link in (chain.links if not foreign else ())
        if (text := keep_link(link, known, new, scope, rewrite, same=same, follows=follows))
    ]
    there = {_link_name(text) for text in kept}
    limits_only = ("min", "max") if chain.refining else ()
    added = add_links(
        chain.form.links, new, scope, there, rewrite, follows=follows, only=limits_only
    )
    if chain.refining and not kept and not added:
        rewrite.skip = True
        return
    text = head + "".join((*kept, *added))
    rewrite.texts[id(chain.whole)] = _wrap(text, chain, new, follows=follows)


def _wrap(text: str, chain: Chain, new: NewField, *, follows: bool) -> str:
    """What stands around the declaration, as far as it is right for the new field."""
    rules = {link.name: link for link in chain.form.links if link.wraps}
    optional = new.spec.optional if follows else None
    kept = [
        rules[name] for name in chain.wraps
        if rules[name].role == "nullable" and optional is not False
    ]  # fmt: skip
    if optional and not kept:
        kept = [link for link in rules.values() if link.role == "nullable" and link.write][:1]
    root = chain.head.text.split(".")[0]
    for link in reversed(kept):
        text = link.write.replace("{root}", root).replace("{inner}", text)
    return text


def _link_name(text: str) -> str:
    found = re.match(r"\s*\??\.(\$?\w+)", text)
    return found.group(1) if found else ""


def _chain_type(chain: Chain) -> ChainType | None:
    start, end = chain.head.start, chain.whole.end - len(chain.wraps)
    text = compact_text(chain.whole.source[start:end])
    return next((each for each in chain.types if re.search(each.pattern, text)), None)


def _write_head(
    chain: Chain,
    found: ChainType | None,
    old: ExemplarField,
    new: NewField,
    scope: FileScope,
    rewrite: Rewrite,
) -> tuple[str, bool]:
    """The beginning of the new chain, and whether it is of the same kind as the old one."""
    wanted = new.spec.type
    if chain.refining:
        kin = old.type == wanted or {old.type, wanted} <= {"string", "text"}
        return chain.head.text, kin
    column = _column(chain, old, new)
    covered = found is not None and wanted in (found.type, *found.covers)
    target = found if covered else None
    target = target or next((each for each in chain.types if each.type == wanted), None)
    if target is None:
        rewrite.problems.append(
            f"no spelling of {wanted} is known here, and no other field shows one"
        )
        return chain.head.text, False
    lengthened = "{length}" in target.write and new.spec.arguments
    same = target is found
    if same and not lengthened and "{values}" not in target.write and not column:
        return chain.head.text, same
    root = chain.head.text.split(".")[0] if "." in chain.head.text else ""
    text = fill_spelling(target, new).replace("{root}", root).replace("{column}", column)
    text = text.replace(", )", ")")
    name = re.match(r"\w+", text)
    imported = scope.source.imports.get(root_name(chain.head, scope.language))
    if imported is not None and name is not None and "{root}" not in target.write:
        rewrite.imports.append(ImportNeed(module=imported.module, name=name.group()))
    return text, same


def _column(chain: Chain, old: ExemplarField, new: NewField) -> str:
    """The name of the column where the old declaration gives it, written as columns are."""
    found = re.match(r"""\w+\(\s*(['"`])(\w+)\1""", chain.head.text)
    if found is None or split_words(found.group(2)) != split_words(old.name):
        return ""
    return f"{found.group(1)}{style_words(new.words, 'snake')}{found.group(1)}, "


def _is_nullable(chain: Chain, known: dict[str, ChainLink]) -> bool:
    roles = {known[link.name].role for link in chain.links if link.name in known}
    roles |= {link.role for link in chain.form.links if link.wraps and link.name in chain.wraps}
    if any(link.role == "required" for link in chain.form.links):
        return "required" not in roles
    return "nullable" in roles


def is_mask(slot_value: Element, language: LanguageFormat, forms: tuple[ChainForm, ...]) -> bool:
    """Whether the value stands in a list that picks fields by name."""
    calls = {shape.kind: shape for shape in language.calls}
    for above in slot_value.ancestors():
        if above.kind in calls:
            callee = above.labels.get(calls[above.kind].key)
            name = last_name(callee, language) if callee is not None else ""
            return any(name in form.masks for form in forms)
    return False
