"""Patches in the envelope of apply_patch, each chunk placed by our edit: what comes out as the scenario expects.

`python -m bench.edit_scenarios FOLDER`: FOLDER holds one folder for each scenario with `input/`, `patch.txt`
and `expected/`, as `codex-rs/apply-patch/tests/fixtures/scenarios` of github.com/openai/codex does. A patch is
carried out whole or not at all. "right" is the expected tree, a refusal where nothing was to change included;
"refused" left everything as it was although a change was expected; the rest is "wrong".
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from backend_agent.implement.agent.edit import NotEdited, replace_text

Tree = dict[str, str]
HEADER = re.compile(
    r"\s*\*\*\* (Add File|Delete File|Update File|Move to|End of File)(?:: (.*?))?\s*"
)
MARKER = re.compile(r"\s*\*\*\* (Begin|End) Patch\s*")


class Refused(Exception):
    """Why nothing of a patch was carried out."""


def read_tree(folder: Path) -> Tree:
    if not folder.is_dir():
        return {}
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def split_operations(patch: str) -> list[tuple[str, str, list[str]]]:
    """Each operation with its path and the lines below it."""
    operations: list[tuple[str, str, list[str]]] = []
    for line in patch.splitlines():
        header = HEADER.fullmatch(line)
        if MARKER.fullmatch(line) or (header and header[1] == "End of File"):
            continue
        if header:
            operations.append((header[1], header[2] or "", []))
        elif operations and not line.lstrip().startswith("***"):
            operations[-1][2].append(line)
        else:
            raise Refused(f"not a line of a patch: {line}")
    if not operations:
        raise Refused("the patch holds nothing")
    return operations


def split_chunks(lines: list[str]) -> list[tuple[str, str]]:
    """Each chunk as what it finds and what it puts there."""
    chunks: list[list[str]] = []
    for line in lines:
        if line.startswith("@@"):
            chunks.append([])
        elif chunks:
            chunks[-1].append(line)
        else:
            chunks = [[line]]
    return [
        (
            "".join(f"{line[1:]}\n" for line in chunk if line[:1] != "+"),
            "".join(f"{line[1:]}\n" for line in chunk if line[:1] != "-"),
        )
        for chunk in chunks
    ]


def update_file(tree: Tree, path: str, lines: list[str]) -> None:
    if path not in tree:
        raise Refused(f"{path}: no such file")
    chunks = split_chunks(lines)
    if not chunks:
        raise Refused(f"{path}: nothing to update")
    for old, new in chunks:
        done = replace_text(tree[path], old, new)
        if isinstance(done, NotEdited):
            raise Refused(f"{path}: {done.reason}")
        tree[path] = done.text


def carry_out(tree: Tree, patch: str) -> Tree:
    """The tree with all of the patch. Raises Refused; the tree that was given stays as it is."""
    made, last = dict(tree), ""
    operations = split_operations(patch)
    for at, (kind, path, lines) in enumerate(operations):
        moved = operations[at + 1] if at + 1 < len(operations) else ("", "", [])
        if kind == "Add File":
            made[path] = "".join(f"{line[1:]}\n" for line in lines)
        elif kind == "Delete File":
            if made.pop(path, None) is None:
                raise Refused(f"{path}: no such file")
        elif kind == "Update File":
            last = path
            if moved[0] != "Move to" or lines:
                update_file(made, path, lines)
        else:
            update_file(made, last, lines)
            made[path] = made.pop(last)
    return made


def judge_scenario(folder: Path) -> tuple[str, str]:
    before, expected = read_tree(folder / "input"), read_tree(folder / "expected")
    try:
        made = carry_out(before, (folder / "patch.txt").read_text())
    except Refused as refused:
        return "right" if expected == before else "refused", str(refused)
    return ("right" if made == expected else "wrong"), ""


def main() -> int:
    folders = sorted(path.parent for path in Path(sys.argv[1]).glob("*/patch.txt"))
    counts = dict.fromkeys(("right", "refused", "wrong"), 0)
    for folder in folders:
        verdict, reason = judge_scenario(folder)
        counts[verdict] += 1
        print(f"{verdict:8} {folder.name}" + (f"  ({reason})" if reason else ""))
    print(f"\n{len(folders)} scenarios: " + ", ".join(f"{n} {word}" for word, n in counts.items()))
    return int(bool(counts["wrong"]) or not folders)


if __name__ == "__main__":
    sys.exit(main())
