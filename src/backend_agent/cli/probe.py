"""`backend-agent probe`: asks a running service what it really does."""

from __future__ import annotations

from pathlib import Path

import click

from backend_agent.cli.options import component_option, env_file_option, json_option, pack_option

DEPTHS = ("quick", "full", "deep")


@click.command(short_help="Prove from the outside what a running service does.")
@click.argument("words", nargs=-1, metavar="[PATH|URL] [quick|full|deep]")
@click.option("--only", multiple=True, metavar="ID|AREA", help="Only these checks: T13, T, tokens.")
@click.option(
    "--profile",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Users, resource, settings and start command that cannot be found.",
)
@click.option(
    "--allow-host", default="", metavar="HOST", help="Ask this host, which is not on this machine."
)
@click.option(
    "--destructive", is_flag=True, help="Also burden a service that was not started here."
)
@click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Write JUnit XML.")
@click.option("--sarif", type=click.Path(path_type=Path), metavar="FILE", help="Write SARIF.")
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a page with every exchange.",
)
@component_option
@env_file_option
@pack_option
@json_option
@click.pass_obj
def probe(
    repository: Path,
    words: tuple[str, ...],
    only: tuple[str, ...],
    profile: Path | None,
    allow_host: str,
    destructive: bool,
    junit: Path | None,
    sarif: Path | None,
    html: Path | None,
    component: str | None,
    env_file: Path | None,
    packs: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Ask a running service, or start the one of this repository, and judge what it answers.

    \b
    Example:
      backend-agent probe
      backend-agent probe http://127.0.0.1:8000 full --html probe.html
      backend-agent probe services/billing --only tokens --only T13
    """
    from backend_agent.cli.answer import print_json
    from backend_agent.cli.show_probe import Progress, show_probe
    from backend_agent.deliver.probe_reports import write_probe_reports
    from backend_agent.probing import ProbeOptions, probe_target

    target, depth = _read_words(words, repository)
    options = ProbeOptions(
        depth=depth,  # type: ignore[arg-type]
        only=only,
        profile=profile,
        allow_host=allow_host,
        destructive=destructive,
        component=component or "",
        env_file=env_file.read_text("utf-8") if env_file else "",
        packs=packs,
    )
    with Progress() as progress:
        report = probe_target(target, options, progress.on_answer, progress.tell)
    write_probe_reports(report, junit=junit, sarif=sarif, html=html)
    if as_json:
        print_json(report)
    else:
        show_probe(report)
    return 1 if report.blocked or report.of("fail") else 0


def _read_words(words: tuple[str, ...], repository: Path) -> tuple[str, str]:
    depths = [word for word in words if word in DEPTHS]
    targets = [word for word in words if word not in DEPTHS]
    if len(depths) > 1 or len(targets) > 1:
        raise click.UsageError("give one target and one of quick, full, deep")
    return targets[0] if targets else str(repository), depths[0] if depths else "quick"
