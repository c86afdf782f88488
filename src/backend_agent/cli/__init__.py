"""The command line: parse, call the public API, show."""

from backend_agent.cli.door import main

__all__ = ["main"]
