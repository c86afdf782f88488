"""What will not exist because it was refused or left out, as those who need it would name it."""

from __future__ import annotations

import re

from backend_agent.implement.analogy.draft import Draft, Part

_WORD = re.compile(r"[A-Za-z_]\w*")


class Lost:
    """The names that will not exist, by the file that would declare them: two files may each have a
    `schema` of their own. `refused` are those whose absence is a loss."""

    def __init__(self, draft: Draft) -> None:
        self._gone: dict[str, set[str]] = {}
        self._kept: dict[str, set[str]] = {}
        self._methods: set[str] = set()
        self.refused: set[str] = set()
        for part in draft.parts():
            side = self._kept if part.refusal is None else self._gone
            side.setdefault(part.source.path, set()).update(part.declares)
            if part.refusal is not None and not part.left:
                self.refused.update(part.declares)
            if not part.source.is_test:
                self._methods.update(part.skipped)
                self.refused.update(part.lost)
        kept = {name for names in self._kept.values() for name in names}
        self._everywhere = {name for names in self._gone.values() for name in names} - kept

    def needed_by(self, text: str, missing: set[str]) -> set[str]:
        """Those of `missing` that the text speaks of, and the methods that it calls in vain."""
        called = {name for name in self._methods if re.search(rf"[.]{re.escape(name)}\b", text)}
        return missing & set(_WORD.findall(text)) | called

    def missing_for(self, part: Part) -> set[str]:
        """Those of its own file, and those that no file has."""
        path = part.source.path
        own = self._gone.get(path, set()) - self._kept.get(path, set())
        return own | self._everywhere
