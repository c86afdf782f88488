"""Plans one resource on every checkout in a folder: each written file must parse, or be refused.

    python -m bench.analogy_dry CHECKOUTS [NAME FIELD…]

Nothing is run or written. Prints per repository: source files, what came out, files that do not parse
though they did before, control flow that a modified file lost, seconds, megabytes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

SPECIFICATION = (
    "order customer_name:string total:decimal quantity:int:min=1 shipped:bool notes:text:optional"
)
CONTROL = frozenset(
    "if_statement for_statement while_statement try_statement with_statement match_statement "
    "return_statement raise_statement throw_statement switch_statement for_in_statement "
    "conditional_expression ternary_expression if_expression match_expression".split()
)
KIB_PER_UNIT = 1 if sys.platform == "linux" else 1024
LONGEST_SECONDS = 300


def examine_checkout(folder: Path, words: str) -> dict[str, object]:
    """What the plan of the resource would write there, judged by its syntax trees alone."""
    from backend_agent.ask import open_catalog
    from backend_agent.detect import choose_component, detect_stack
    from backend_agent.facts import read_application
    from backend_agent.implement import make_changes
    from backend_agent.plan import understand_task
    from backend_agent.values.application import Application
    from backend_agent.values.errors import BackendAgentError
    from backend_agent.values.ledger import no_past
    from backend_agent.values.stack import Component
    from backend_agent.world.tree import Tree
    from backend_agent.world.workspace import open_workspace

    start = time.perf_counter()
    catalog, workspace = open_catalog(), open_workspace(folder)
    task = understand_task(f"add resource {words}", catalog)

    def look(at: Tree) -> tuple[Component, Application]:
        found = choose_component(detect_stack(at, catalog), "", "")
        return found, read_application(at, found, catalog)

    answer: dict[str, object] = {"broken": [], "lost": [], "files": 0}
    try:
        assert task.operation is not None
        made = make_changes(task.operation, workspace.tree(), look, catalog, no_past())
    except BackendAgentError as error:
        answer["outcome"] = f"refused: {error}"
    else:
        answer["files"] = len(made.changes)
        first = made.refusals[0].reason if made.refusals else ""
        answer["outcome"] = (
            f"{len(made.changes)} files, {len(made.routes_added)} routes, {len(made.refusals)} refused parts"
            if made.changes
            else f"refused: {first}"
        )
        for change in made.changes:
            broken, lost = _judge_text(change.path, change.before, change.after)
            answer["broken"] = [*_listed(answer["broken"]), *([change.path] if broken else [])]
            answer["lost"] = [*_listed(answer["lost"]), *([change.path] if lost else [])]
    answer["seconds"] = round(time.perf_counter() - start, 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer["megabytes"] = round(peak * 1024 / KIB_PER_UNIT / 1e6)
    return answer


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _judge_text(path: str, before: bytes | None, after: bytes | None) -> tuple[bool, bool]:
    """Whether the file stopped parsing, and whether it lost control flow."""
    from backend_agent.syntax.compiled import find_own_fault
    from backend_agent.syntax.tree import find_faults, parse_source, walk_nodes

    endings = {".py": "python", ".ts": "typescript", ".tsx": "tsx", ".js": "javascript"}
    language = endings.get(Path(path).suffix)
    if language is None or after is None:
        return False, False
    texts = [(each or b"").decode("utf-8", "replace") for each in (before, after)]
    old, new = (parse_source(text, language) for text in texts)
    unread = [find_own_fault(text, language) is not None for text in texts]
    broken = len(find_faults(new)) > len(find_faults(old)) or unread == [False, True]
    counts = [sum(node.kind() in CONTROL for node in walk_nodes(each)) for each in (old, new)]
    return broken, counts[1] < counts[0]


def main() -> int:
    """0 when no file broke and none lost control flow."""
    if sys.argv[1] == "--one":
        print(json.dumps(examine_checkout(Path(sys.argv[2]), " ".join(sys.argv[3:]))))
        return 0
    words = sys.argv[2:] or SPECIFICATION.split()
    bad = written = count = 0
    print("| repository | outcome | broken | lost control flow | time | memory |")
    print("|---|---|---|---|---|---|")
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        done = subprocess.run(
            [sys.executable, "-m", "bench.analogy_dry", "--one", str(folder), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
        count += 1
        if done.returncode:
            bad += 1
            print(f"| {folder.name} | CRASH {done.stderr.strip().splitlines()[-1]} | | | | |")
            continue
        each = json.loads(done.stdout)
        bad += bool(each["broken"] or each["lost"])
        written += bool(each["files"])
        print(
            f"| {folder.name.replace('+', '/')} | {str(each['outcome'])[:140]} | {len(each['broken'])} "
            f"| {len(each['lost'])} | {each['seconds']} s | {each['megabytes']} MB |",
            flush=True,
        )
    print(f"\n{count} repositories, a change in {written}, refused in the others, bad {bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
