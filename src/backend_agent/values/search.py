"""Engines that search the web, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEngine:
    """`variable` holds the key, or with `is_address` the address of the user's own server.

    `url` holds {query} (encoded) and {address}; `header` is `Name: {key}`; `body` is JSON to post, with
    {query} and {key} ("" = get). `results` is the dotted path to the list; `title`, `link`, `excerpt`
    are keys of its items."""

    id: str
    title_text: str
    variable: str
    url: str
    results: str
    title: str = "title"
    link: str = "url"
    excerpt: str = "content"
    header: str = ""
    body: str = ""
    is_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCatalog:
    """`data/search.toml`; the first engine whose variable is set is used."""

    engines: tuple[SearchEngine, ...]
