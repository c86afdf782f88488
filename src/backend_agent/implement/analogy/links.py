"""What is said of a field link by link: which words stay for another field, and which are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.rewrite import Rewrite
from backend_agent.implement.analogy.samples import default_text, first_sample
from backend_agent.implement.analogy.scope import FileScope
from backend_agent.implement.analogy.spellings import fill_precision
from backend_agent.values.vocabulary import ChainLink, ChainType

_TEXTUAL = ("string", "text", "email", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One call behind the beginning: `text` from the dot to the closing bracket with what stands
    before it (a line break, an indent)."""

    name: str
    text: str


def fill_spelling(spelling: ChainType, new: NewField) -> str:
    """The text with the precision, the length and the choices of the field."""
    given = new.spec.arguments
    text = fill_precision(spelling.write, new)
    text = text.replace("{length}", given[0] if given and given[0].isdigit() else "255")
    choice = spelling.choice or '"{value}"'
    return text.replace("{values}", ", ".join(choice.replace("{value}", each) for each in given))


def keep_link(
    link: Link,
    known: dict[str, ChainLink],
    new: NewField,
    scope: FileScope,
    rewrite: Rewrite,
    *,
    same: bool,
    follows: bool,
) -> str:
    """The text of the link in the new chain, "" where it goes."""
    rule = known.get(link.name)
    if rule is None:
        rewrite.problems.append(f"what `.{link.name}(…)` means for `{new.name}` is not known")
        return ""
    if rule.types and new.spec.type not in rule.types:
        return ""
    if rule.role in ("min", "max"):
        return _limit(link, rule, new, rewrite, same=same)
    if rule.role == "example":
        sample = first_sample(new, scope.transplant.lexicon)
        return rule.write.format(sample=sample) if sample else ""
    if rule.role in ("nullable", "required") and not follows:
        return link.text
    keeps = {
        "type": same,
        "nullable": new.spec.optional,
        "required": not new.spec.optional,
        "default": False,
        "unique": new.spec.unique,
        "rule": False,
        "free": True,
        "column": False,
    }
    return link.text if keeps[rule.role] else ""


def _limit(link: Link, rule: ChainLink, new: NewField, rewrite: Rewrite, *, same: bool) -> str:
    """A limit that is asked for is written; one of a text travels, one of a number does not."""
    asked = new.spec.min if rule.role == "min" else new.spec.max
    if asked is None and rule.role == "max" and new.spec.type in ("string", "text"):
        asked = new.spec.arguments[0] if new.spec.arguments else None
    if asked is not None:
        return rule.write.format(limit=asked)
    if new.spec.type in _TEXTUAL and same:
        rewrite.travelled.append(link.text.strip().lstrip("."))
        return link.text
    return ""


def add_links(
    links: tuple[ChainLink, ...],
    new: NewField,
    scope: FileScope,
    there: set[str],
    rewrite: Rewrite,
    *,
    follows: bool,
    only: tuple[str, ...] = (),
) -> list[str]:
    """What the specification asks for and the names `there` do not say yet; of the roles in `only`,
    where some are given."""
    added: list[str] = []
    present = {link.role for link in links if link.name in there}
    for rule in links:
        wrong = rule.wraps or (rule.types and new.spec.type not in rule.types)
        if not rule.write or rule.role in present or wrong or (only and rule.role not in only):
            continue
        text = _asked_text(rule, new, scope) if follows else ""
        if text:
            present.add(rule.role)
            added.append(text)
            rewrite.imports.extend(
                need for need in rule.imports if need.name not in scope.source.imports
            )
    return added


def _asked_text(rule: ChainLink, new: NewField, scope: FileScope) -> str:
    """What the specification itself asks of the link."""
    if rule.role in ("min", "max"):
        limit = new.spec.min if rule.role == "min" else new.spec.max
        return rule.write.format(limit=limit) if limit is not None else ""
    if rule.role == "default":
        value = default_text(new, scope.transplant.lexicon)
        return rule.write.format(value=value) if value is not None else ""
    asked = {
        "nullable": new.spec.optional,
        "required": not new.spec.optional,
        "unique": new.spec.unique,
    }
    return rule.write if asked.get(rule.role) else ""
