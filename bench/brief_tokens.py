"""Tokens of the packed brief against those of an exploration by listing, reading and searching.

`python -m bench.brief_tokens REPOSITORY…`, each a checkout. The brief is what a conversation begins with: the
rules and what `detect` found. The exploration is the one below, the shortest that comes to the same facts:
what it is written in, by which commands it lives, how it is laid out, what its routes and models look like.
A token is counted as four characters on both sides.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from backend_agent.ask import brief_text, detect_repository
from backend_agent.implement.agent.brief import LONGEST_STACK, RULES
from backend_agent.implement.agent.tools.text import cut_middle

CHARACTERS_PER_TOKEN = 4
MOST_NAMES, MOST_LINES, MOST_HITS = 400, 400, 150
READ = re.compile(
    r"(^|/)(README[^/]*|CONTRIBUTING\.md|pyproject\.toml|requirements[^/]*\.txt|setup\.cfg|package\.json"
    r"|tsconfig\.json|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(\.kts)?|composer\.json|Gemfile|mix\.exs"
    r"|Makefile|Dockerfile|docker-compose[^/]*\.ya?ml|\.env\.example|\.pre-commit-config\.yaml)$"
    r"|^\.github/workflows/[^/]+\.ya?ml$"
)
SEARCHES = (
    r"(router|app|route|api)\.(get|post|put|patch|delete)\(|@(Get|Post|Put|Patch|Delete)\(|urlpatterns|Route::",
    r"class \w+\((\w*Base|Model|db\.Model|models\.Model|SQLModel)|@Entity|pgTable\(|model \w+ \{|Schema\(\{",
    r"(Depends|Inject|UseGuards|middleware|login_required)",
)


def explore(root: Path) -> Iterator[str]:
    """What each step of the exploration prints."""
    names = _run(root, "git", "ls-files").splitlines()
    yield "\n".join(names[:MOST_NAMES])
    for name in names:
        if READ.search(name) and name.count("/") <= 2:
            text = (root / name).read_text("utf-8", "replace") if (root / name).is_file() else ""
            yield "\n".join(text.splitlines()[:MOST_LINES])
    for pattern in SEARCHES:
        found = _run(root, "git", "grep", "-nIE", pattern).splitlines()
        yield "\n".join(line[:200] for line in found[:MOST_HITS])


def _run(root: Path, *argv: str) -> str:
    done = subprocess.run(
        argv, cwd=root, check=False, capture_output=True, text=True, errors="replace"
    )
    return done.stdout


def main() -> int:
    print("| repository | brief | exploration | exploration / brief |\n|---|---|---|---|")
    worst = 99.0
    for name in sys.argv[1:]:
        root = Path(name).resolve()
        stack = cut_middle(brief_text(detect_repository(root)), LONGEST_STACK)
        brief = (len(RULES) + len(stack)) // CHARACTERS_PER_TOKEN
        explored = sum(map(len, explore(root))) // CHARACTERS_PER_TOKEN
        worst = min(worst, explored / brief)
        print(f"| {root.name} | {brief} | {explored} | {explored / brief:.1f} |")
    return 0 if worst > 1 else 1


if __name__ == "__main__":
    sys.exit(main())
