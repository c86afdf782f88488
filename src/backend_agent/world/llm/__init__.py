"""The door to language models: chosen by name, asked turn by turn, refused in clear words."""

from __future__ import annotations

from backend_agent.world.llm.choose import ChosenLLM, choose_llm, find_default
from backend_agent.world.llm.door import LLM, open_llm

__all__ = ["LLM", "ChosenLLM", "choose_llm", "find_default", "open_llm"]
