"""How a tool that makes files from a repository's own templates is found, and called for a resource."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorFormat:
    """One `generator.toml`. `files` is a regex over paths; groups named in it, and in `content` (over
    the text of such a file), fill {placeholders} of `call` and `asks`. What is found counts where
    one of `words` is part of its `name`, or where it has no name. `asks` is a file whose presence
    means that the tool asks questions; `folder` is the last folder of the file."""

    title: str
    files: str
    call: str
    content: str = ""
    asks: str = ""
    words: tuple[str, ...] = ()
