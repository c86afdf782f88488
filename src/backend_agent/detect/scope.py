"""Whose commands are wanted: which folders' commands work on a component, and which on another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend_agent.detect.listing import compile_regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The component's `folder`, and the folders of the `others`. `builds` are folders above it whose
    build includes it, the nearest first; `apart` are folders that only other components are made of,
    `inner` those of its own libraries and suites.
    `prefix` starts a tool in the project's own environment; `paths` are those of the component,
    `above` those of the root's own files and of the builds, relative to the root; `foreign` are package
    managers of languages that it is not written in."""

    folder: str
    others: tuple[str, ...] = ()
    builds: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    paths: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()

    def includes(self, line: str, folder: str) -> bool:
        """Whether a command that runs in that folder works on this component."""
        if self.names_own(line):
            return True
        if is_within(folder, self.folder):
            nearest = (each for each in self.others if is_within(each, self.folder))
            return not any(is_within(folder, each) and each != self.folder for each in nearest)
        if is_within(self.folder, folder):
            return folder in self.builds or folder not in self.others
        return False

    def holds(self, folder: str, name: str) -> bool:
        """Whether a file of that name lies in the folder, which is the component's or above it."""
        if folder == self.folder:
            return name in self.paths
        return (f"{folder}/{name}" if folder else name) in self.above

    def is_inner(self, folder: str) -> bool:
        """Whether what runs there works on a part of the component alone."""
        return any(is_within(folder, each) for each in self.inner)

    def names_other(self, line: str) -> bool:
        """Whether the command names a folder that only another component is made of."""
        return not self.names_own(line) and names_folder(line, self.apart)

    def names_own(self, line: str) -> bool:
        """Whether the command names the component's own folder."""
        return bool(self.folder) and names_folder(line, (self.folder,))


def is_within(folder: str, other: str) -> bool:
    """Whether the folder is the other one, or lies below it ("" = the root)."""
    return not other or folder == other or folder.startswith(f"{other}/")


def names_folder(line: str, folders: tuple[str, ...]) -> bool:
    """Whether a word of the command is one of the folders or lies in it. A name of one word may mean
    anything, unless a slash says that it is a folder."""
    if not folders:
        return False
    plain = "|".join(re.escape(each) for each in folders)
    deep = "|".join(re.escape(each) for each in folders if "/" in each)
    ending = rf"|(?<![\w/.-])(?:\./)?(?:{deep})(?=[\s\"':]|$)" if deep else ""
    return bool(compile_regex(rf"(?<![\w/.-])(?:\./)?(?:{plain})/{ending}").search(line))
