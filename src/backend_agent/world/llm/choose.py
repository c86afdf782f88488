"""From `sonnet`, `provider:name` or an address to one language model that can be asked."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass

from backend_agent.values.errors import InputError, ToolMissing
from backend_agent.values.llm import LLMCatalog, LLMProvider

INHERIT = "inherit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenLLM:
    """`url` is "" for the provider's own address. The key is no part of it: it is read when asked."""

    provider: LLMProvider
    name: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.provider.id}:{self.name}"


def choose_llm(
    text: str, known: LLMCatalog, *, url: str = "", environment: Mapping[str, str] | None = None
) -> ChosenLLM:
    """What `text` means: an alias, `inherit` (the default), or `provider:name`.

    Raises InputError for one that is not known and for a key that is not set, naming the variable;
    ToolMissing where the client library is not installed.
    """
    aliases = {each.alias: each for each in known.aliases}
    if text in ("", INHERIT):
        text = known.default
    if text in aliases:
        provider_id, name = aliases[text].provider, aliases[text].name
    else:
        provider_id, _, name = text.partition(":")
    provider = next((each for each in known.providers if each.id == provider_id), None)
    if provider is None or not name:
        ids = ", ".join(f"{each.id}:NAME" for each in known.providers)
        raise InputError(
            f"{text}: no language model is known by that name",
            hint=f"give one of {', '.join(aliases)}, or {ids}",
        )
    if url and not provider.url_runs_as:
        able = ", ".join(each.id for each in known.providers if each.url_runs_as)
        raise InputError(f"{provider.id} is not asked at other addresses", hint=f"use {able}")
    chosen = ChosenLLM(provider=provider, name=name, url=url)
    _need_client(provider)
    if not url:
        _need_key(chosen, os.environ if environment is None else environment)
    return chosen


def find_default(
    known: LLMCatalog, environment: Mapping[str, str] | None = None
) -> ChosenLLM | None:
    """The default one where its client is installed and its key is set, else None."""
    try:
        return choose_llm(known.default, known, environment=environment)
    except (InputError, ToolMissing):
        return None


def _need_client(provider: LLMProvider) -> None:
    if importlib.util.find_spec("pydantic_ai") is None:
        raise ToolMissing(
            f"asking {provider.title} needs a package that is not installed",
            hint=f"pip install 'backend-agent[{provider.extra}]'",
        )


def _need_key(chosen: ChosenLLM, environment: Mapping[str, str]) -> None:
    keys = chosen.provider.keys
    if keys and not any(environment.get(key) for key in keys):
        raise InputError(
            f"{chosen}: {' or '.join(keys)} is not set",
            hint=f"export {keys[0]}=…, or --llm-url for a server that needs no key;"
            " `backend-agent plan` needs neither",
        )
