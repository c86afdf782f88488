"""Public web pages and search: nothing private is ever reached, whatever a name or redirect says."""

from __future__ import annotations

from backend_agent.values.search import SearchEngine
from backend_agent.world.web.fetch import Page, fetch_page
from backend_agent.world.web.find import Hits, find_engine, search_web

__all__ = ["Hits", "Page", "SearchEngine", "fetch_page", "find_engine", "search_web"]
