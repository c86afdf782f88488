"""`backend-agent check-data [DIR]`: proves our data, or a pack of yours."""

from __future__ import annotations

from pathlib import Path

import click

from backend_agent.cli.options import json_option


@click.command("check-data", short_help="Prove our data, or a pack of yours, on its own cases.")
@click.argument(
    "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False
)
@json_option
def check_data(folder: Path | None, as_json: bool) -> int:
    """Prove schema, ids, signals, rules and recipes of the data against their own cases.

    \b
    Example:
      backend-agent check-data ./our-pack
    """
    import backend_agent as api
    from backend_agent.cli.answer import print_json

    report = api.check_data(folder)
    if as_json:
        print_json(report)
    else:
        for proof in report.proofs:
            for finding in proof.findings:
                click.secho(f"{finding.path}:{finding.line}: {finding.message}", fg="red")
        for proof in report.proofs:
            click.echo(proof)
    return 1 if any(proof.findings for proof in report.proofs) else 0
