"""`backend-agent detect [PATH]`: what the repository is, with the evidence for every fact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend_agent.cli.options import component_option, json_option, pack_option

if TYPE_CHECKING:
    from backend_agent.values.stack import SimilarFile, Stack


@click.command(short_help="What this repository is, with the evidence for every fact.")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--markdown", is_flag=True, help="A brief for the agents that work here, as AGENTS.md holds it."
)
@click.option(
    "--write",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the brief in FILE, between markers; the rest of the file stays as it is.",
)
@click.option("--all", "everything", is_flag=True, help="Everything about every component.")
@click.option("--explain", metavar="FACT", help="The places that show FACT: a technology, `test` …")
@click.option(
    "--similar", metavar="TASK", help="Two or three files to learn TASK (or a path) from."
)
@component_option
@pack_option
@json_option
@click.pass_obj
def detect(
    repository: Path,
    path: Path | None,
    markdown: bool,
    write: Path | None,
    everything: bool,
    explain: str | None,
    similar: str | None,
    component: str | None,
    packs: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Detect stack, layers, conventions, similar files and commands, with evidence.

    \b
    Example:
      backend-agent detect services/billing --json
      backend-agent detect --explain architecture
      backend-agent detect --similar "orders endpoint"
      backend-agent detect --markdown --write AGENTS.md
    """
    import backend_agent as api
    from backend_agent.cli.answer import print_json

    if write and not markdown:
        raise click.UsageError("--write needs --markdown")
    asked = [name for name, given in (("--markdown", markdown), ("--all", everything),
             ("--explain", explain), ("--similar", similar)) if given]  # fmt: skip
    if len(asked) > 1 or (as_json and asked not in ([], ["--similar"])):
        raise click.UsageError(
            f"{' and '.join([*asked, *['--json'] * as_json])} exclude each other"
        )
    root = path or repository
    if similar:
        return show_similar(
            api.find_similar(root, similar, component=component or "", packs=packs), as_json
        )
    stack = api.detect_repository(root, packs=packs)
    if write:
        changed = api.write_brief(stack, root / write)
        click.echo(f"{'wrote' if changed else 'nothing to change in'} {root / write}")
    elif markdown:
        click.echo(api.brief_text(stack), nl=False)
    elif as_json:
        print_json(stack)
    else:
        show_detected(stack, component or "", explain, everything=everything)
    return 0


def show_detected(stack: Stack, component: str, explain: str | None, *, everything: bool) -> None:
    """The summary of the component that is meant, all of it, or where one of its facts was read."""
    from backend_agent.cli.explain import explain_fact
    from backend_agent.cli.show_stack import show_stack
    from backend_agent.cli.summary import show_summary
    from backend_agent.detect import choose_component

    if everything:
        show_stack(stack)
        return
    chosen = choose_component(stack, component, "")
    if explain:
        explain_fact(stack, chosen, explain)
    else:
        show_summary(stack, chosen)
        click.echo("\n  --all shows everything, --explain FACT where it was read")


def show_similar(found: tuple[SimilarFile, ...], as_json: bool) -> int:
    """Each file with why; the best first."""
    from backend_agent.cli.answer import print_json, say, say_item

    if as_json:
        print_json(found)
        return 0
    for each in found:
        say(f"{each.path}  {each.role}", bold=True)
        for reason in each.reasons:
            say_item(reason)
    return 0
