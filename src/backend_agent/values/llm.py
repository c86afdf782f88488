"""Language models that can be asked: providers and aliases as data, and the one that was chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMProvider:
    """`runs_as` is the provider library's own word for it; `keys` are variables of which one must be set
    (() = the provider's own chain of credentials). `url_runs_as` speaks its wire at any other address.
    `extra` is our optional dependency that brings its client; `context` in tokens, where nothing
    nearer is known."""

    id: str
    title: str
    runs_as: str
    extra: str
    keys: tuple[str, ...] = ()
    url_runs_as: str = ""
    context: int = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMAlias:
    """A short name: `sonnet` → the provider's current one of that line."""

    alias: str
    provider: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMCatalog:
    """`data/llms.toml`. `default` is an alias."""

    default: str
    providers: tuple[LLMProvider, ...]
    aliases: tuple[LLMAlias, ...]
