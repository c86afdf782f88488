"""`backend-agent review [PATH]`: the static review of code that is there, in every language."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from backend_agent.cli.options import json_option, pack_option

EVERY = "*"
TARGET = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Find what is wrong and what is missing, without running anything.")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--changed", is_flag=True, help="Only lines that differ from the base.")
@click.option("--base", default="", metavar="REF", help="With --changed: compare with this commit.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Findings that FILE knows are counted, not told.",
)
@click.option("--write-baseline", type=TARGET, metavar="FILE", help="Keep what was found as debt.")
@click.option(
    "--import",
    "imports",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    metavar="FILE",
    help="Tell what other tools found, from their SARIF, too; each flaw once (again for more).",
)
@click.option("--sarif", type=TARGET, metavar="FILE", help="Write SARIF 2.1.0.")
@click.option("--junit", type=TARGET, metavar="FILE", help="Write JUnit XML.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option(
    "--fix",
    "mended",
    is_flag=False,
    flag_value=EVERY,
    multiple=True,
    metavar="[RULE]",
    help="Mend what has a safe fix (again for more rules; last, or --fix=RULE) as a verified branch.",
)
@click.option(
    "--leave",
    multiple=True,
    metavar="RULE[:PATH[:LINE]]",
    help="With --fix: leave this as it is (again for more).",
)
@pack_option
@json_option
@click.pass_obj
def review(
    repository: Path,
    path: Path | None,
    changed: bool,
    base: str,
    baseline: Path | None,
    write_baseline: Path | None,
    imports: tuple[Path, ...],
    sarif: Path | None,
    junit: Path | None,
    strict: bool,
    mended: tuple[str, ...],
    leave: tuple[str, ...],
    packs: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Review the repository, or with --changed only what differs, by rules that are data.

    A line is answered for by a comment on it or above it, whose reason is required:
    `backend-agent: ignore[rule] reason`.

    \b
    Example:
      backend-agent review
      backend-agent review services/billing --changed --sarif review.sarif
      backend-agent review --fix=no-timeout --leave no-timeout:app/poll.py
    """
    from backend_agent.ask import review_tree
    from backend_agent.cli.answer import print_json
    from backend_agent.cli.show_review import show_review
    from backend_agent.deliver.review_reports import render_review_junit, render_review_sarif
    from backend_agent.world.files import read_file, write_atomic

    if base and not changed:
        raise click.UsageError("--base needs --changed")
    known = read_file(baseline).decode("utf-8", "replace") if baseline else ""
    root = path or repository
    if leave and not mended:
        raise click.UsageError("--leave needs --fix")
    if mended:
        if changed or baseline or write_baseline or sarif or junit or imports:
            raise click.UsageError("--fix mends; ask for reports without it")
        return _mend(root, mended, leave, packs, strict=strict, as_json=as_json)
    report, debt = review_tree(
        root, changed=changed, base=base, baseline=known, imports=imports, packs=packs
    )
    if write_baseline:
        write_atomic(write_baseline, debt.encode())
    if sarif:
        write_atomic(sarif, render_review_sarif(report).encode())
    if junit:
        write_atomic(junit, render_review_junit(report).encode())
    if as_json:
        print_json(report)
    else:
        show_review(report, root)
    return int(bool(report.findings if strict else report.errors))


def _mend(
    root: Path,
    mended: tuple[str, ...],
    leave: tuple[str, ...],
    packs: tuple[Path, ...],
    *,
    strict: bool,
    as_json: bool,
) -> int:
    from backend_agent.cli.work import Choices, work_on
    from backend_agent.values.task import FixFindings, Task

    rules = () if EVERY in mended else tuple(name for each in mended for name in each.split(","))
    fixes = [f"--fix={rule}" for rule in rules] or ["--fix"]
    command = shlex.join(["review", *fixes, *(f"--leave={each}" for each in leave)])
    task = Task(
        text=command,
        operation=FixFindings(rules=rules, left=leave),
        command=f"backend-agent {command}",
    )
    return work_on(root, task, Choices(packs=packs, strict=strict), as_json=as_json)
