"""Tells new settings where a repository lists its own: in its example of an environment file."""

from __future__ import annotations

import posixpath
import re

from backend_agent.values.changes import FileChange
from backend_agent.world.tree import Tree

EXAMPLES = (".env.example", ".env.sample", ".env.template", ".env.dist", "example.env")


def list_settings(tree: Tree, folder: str, names: tuple[str, ...]) -> FileChange | None:
    """The change of the example file in `folder`; None where there is none, or it names all."""
    for example in EXAMPLES:
        path = posixpath.join(folder, example)
        if not tree.exists(path):
            continue
        before = tree.read_bytes(path)
        text = before.decode("utf-8", "surrogateescape")
        missing = [
            each
            for each in names
            if not re.search(rf"^\s*(export\s+)?{each}\s*=", text, re.MULTILINE)
        ]
        if not missing:
            return None
        newline = "\r\n" if "\r\n" in text else "\n"
        gap = "" if not text or text.endswith("\n") else newline
        added = gap + "".join(f"{each}={newline}" for each in missing)
        after = before + added.encode()
        purpose = f"names {', '.join(missing)}"
        return FileChange(path=path, before=before, after=after, purpose=purpose, maker="fix")
    return None
