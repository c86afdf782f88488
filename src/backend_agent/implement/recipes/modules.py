"""By which name one file imports another: as the repository does it, not as a rule would have it."""

from __future__ import annotations

import posixpath
import re

from backend_agent.values.recipe import ModuleForm
from backend_agent.world.tree import Tree, read_text


class Modules:
    """Names of modules in one tree; `sources` are the files whose imports are precedents."""

    def __init__(self, tree: Tree, form: ModuleForm, sources: tuple[str, ...]) -> None:
        self._tree = tree
        self._form = form
        self._sources = sources

    def name(self, path: str, importer: str) -> str:
        """The name by which `importer` (which may be a file to come) imports `path`."""
        if self._form.style == "path":
            return self._relative_path(path, importer)
        if self._form.relative and self._imports_relatively(self._stylist(importer)):
            return self._relative(path, importer)
        parts = self._parts(path)
        near = [each for each in self._sources if each.split("/")[0] == importer.split("/")[0]]
        for sources in (near, list(self._sources)):
            known = self._known_start(parts, sources)
            if known is not None:
                return self._form.separator.join(parts[known:])
        return self._form.separator.join(parts[self._marked_start(path) :])

    def owns(self, module: str) -> bool:
        """Whether an imported module is the repository's own: relative, or named like a folder or file
        that its sources stand in."""
        if module.startswith("."):
            return True
        top = module.split(self._form.separator)[0]
        return any(
            top == part.removesuffix(self._form.extension)
            for each in self._sources
            for part in each.split("/")
        )

    def _relative_path(self, path: str, importer: str) -> str:
        target = path.removesuffix(self._form.extension)
        found = posixpath.relpath(target, posixpath.dirname(importer) or ".")
        suffix = self._written_suffix(importer)
        return (found if found.startswith(".") else f"./{found}") + suffix

    def _written_suffix(self, importer: str) -> str:
        """What this repository writes after a relative path: nothing, `.js`, `.ts`."""
        if not self._form.suffix:
            return ""
        pattern = re.compile(self._form.suffix)
        for path in (self._stylist(importer), *self._sources):
            found = pattern.search(read_text(self._tree, path)) if path else None
            if found:
                return found.group(1) or ""
        return ""

    def _parts(self, path: str) -> list[str]:
        parts = path.removesuffix(self._form.extension).split("/")
        return (
            parts[:-1]
            if parts[-1] == self._form.marker.removesuffix(self._form.extension)
            else parts
        )

    def _stylist(self, importer: str) -> str:
        """The importer, or for a file to come the one beside it that shows how imports are written."""
        if self._tree.exists(importer):
            return importer
        folder = posixpath.dirname(importer)
        beside = [each for each in self._sources if posixpath.dirname(each) == folder]
        plain = [each for each in beside if not each.endswith(self._form.marker)]
        return (plain or beside or [""])[0]

    def _imports_relatively(self, path: str) -> bool:
        return bool(path) and bool(
            re.search(self._form.relative, read_text(self._tree, path), re.MULTILINE)
        )

    def _relative(self, path: str, importer: str) -> str:
        target, here = self._parts(path), posixpath.dirname(importer).split("/")
        common = 0
        while common < min(len(target) - 1, len(here)) and target[common] == here[common]:
            common += 1
        up = "." * (1 + len(here) - common)
        return up + self._form.separator.join(target[common:])

    def _known_start(self, parts: list[str], sources: list[str]) -> int | None:
        """Where the name begins that most imports use for the folders above the module."""
        if not self._form.mention:
            return None
        counts = {}
        for start in range(len(parts)):
            mention = re.compile(
                self._form.mention.replace("{name}", re.escape(parts[start])), re.MULTILINE
            )
            counts[start] = sum(
                len(mention.findall(read_text(self._tree, each))) for each in sources
            )
        best = max(counts, key=lambda start: (counts[start], -start))
        return best if counts[best] else None

    def _marked_start(self, path: str) -> int:
        folders = posixpath.dirname(path).split("/") if "/" in path else []
        start = len(folders)
        while start and self._tree.exists("/".join((*folders[:start], self._form.marker))):
            start -= 1
        return start
