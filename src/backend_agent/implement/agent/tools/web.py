"""WebFetch and WebSearch: public pages only, as text that is marked as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from backend_agent.implement.agent.bench import Bench, Done
from backend_agent.implement.agent.tools.kinds import ToolKind
from backend_agent.implement.agent.tools.text import cut_middle, mark_data
from backend_agent.world.web import SearchEngine, fetch_page, search_web


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPage:
    url: str
    prompt: Annotated[str, "what you look for"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWeb:
    query: str


def fetch_tool(bench: Bench, given: FetchPage) -> Done:
    page = fetch_page(given.url)
    if page.trouble:
        return Done(text=f"{given.url}: not fetched: {page.trouble}", is_error=True)
    return Done(text=mark_data(page.url, bench.mask(cut_middle(page.text))))


def search_with(engine: SearchEngine) -> ToolKind:
    """WebSearch by the engine that the user has."""

    def call(bench: Bench, given: SearchWeb) -> Done:
        hits = search_web(engine, given.query)
        if hits.trouble:
            return Done(text=f"{given.query}: not searched: {hits.trouble}", is_error=True)
        return Done(text=mark_data(f"search for {given.query}", bench.mask(cut_middle(hits.text))))

    return ToolKind(
        name="WebSearch",
        purpose="Search the web.",
        takes=SearchWeb,
        effect="fetches",
        call=call,
        subject=lambda given: given.query,
    )
