"""What the best comparable tool says of the same checkouts: npm's @specfy/stack-analyser.

    npm install @specfy/stack-analyser
    python -m bench.detection.peer FOLDER node_modules/.bin/stack-analyser [--predictions FILE]

Writes its answers in the form of the labels, and prints the CPU seconds of its process beside
ours for the same checkouts, in the same run. Its names are taken as ours where they are the same
but for dots and dashes, else by ALIASES.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.detect import detect_stack
from backend_agent.world.workspace import open_workspace
from bench.detection.labels import FIELDS

ALIASES = {
    "golang": "go",
    "csharp": "csharp",
    "springboot": "spring-boot",
    "nextjs": "nextjs",
    "expressjs": "express",
    "nest": "nestjs",
    "rubyonrails": "rails",
    "githubactions": "github-actions",
    "travisci": "travis-ci",
    "circleci": "circleci",
    "postgres": "postgresql",
}
# Told by every answer about a language.
LANGUAGES = ("typescript", "javascript", "python", "go", "java", "kotlin", "rust", "csharp", "php",
             "ruby", "elixir")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("program", type=Path)
    parser.add_argument("--predictions", type=Path, default=Path("peer.json"))
    given = parser.parse_args()
    catalog = load_catalog()
    names = name_fields(catalog)
    predictions, theirs, ours = {}, [], []
    for folder in sorted(given.folder.iterdir()):
        if not folder.is_dir() or "+" not in folder.name:
            continue
        before = children_seconds()
        techs = ask_peer(given.program, folder)
        theirs.append(children_seconds() - before)
        before = children_seconds() + time.process_time()
        detect_stack(open_workspace(folder).tree(), catalog)
        ours.append(children_seconds() + time.process_time() - before)
        predictions[folder.name.replace("+", "/", 1)] = sort_names(techs, names)
    given.predictions.write_text(json.dumps(predictions, indent=1) + "\n")
    print(f"{len(theirs)} checkouts, CPU seconds: median, 95th percentile")
    for label, spent in (("peer's process", theirs), ("the whole Stack in process", ours)):
        ranked = sorted(spent)
        late = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
        print(f"{label}: {statistics.median(ranked):.2f}, {late:.2f}")
    ratios = [a / b for a, b in zip(theirs, ours, strict=True)]
    print(f"ratio in the median: {statistics.median(ratios):.1f}")
    return 0


def children_seconds() -> float:
    """CPU seconds of all processes that ended so far: what else the machine does is not in it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ask_peer(program: Path, folder: Path) -> list[str]:
    """The technologies that it names; none where it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [program.resolve(), folder.resolve(), "-o", "out.json", "--flat"],
            cwd=scratch, capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        out = Path(scratch) / "out.json"
        return list(json.loads(out.read_text())["techs"]) if out.is_file() else []


def name_fields(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """By a technology's bare name the label's field and our id."""
    found = {
        _bare(each.id): (FIELDS[each.kind], each.id)
        for each in catalog.technologies
        if each.kind in FIELDS
    }
    found |= {_bare(name): ("languages", name) for name in LANGUAGES}
    return found


def sort_names(techs: list[str], names: dict[str, tuple[str, str]]) -> dict[str, object]:
    answer: dict[str, set[str]] = {field: set() for field in ("languages", *FIELDS.values())}
    for tech in techs:
        bare = _bare(tech)
        field, name = names.get(_bare(ALIASES.get(bare, bare)), ("", ""))
        if field:
            answer[field].add(name)
    docker = any(_bare(tech) == "docker" for tech in techs)
    return {**{field: sorted(each) for field, each in answer.items()}, "docker": docker}


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


if __name__ == "__main__":
    sys.exit(main())
