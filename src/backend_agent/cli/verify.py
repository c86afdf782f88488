"""`backend-agent verify`: judges the tree as it is, whoever changed it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from backend_agent.cli.gate import DEADLINE, Answering, gate_options, run_gate
from backend_agent.cli.options import (
    component_option,
    env_file_option,
    json_option,
    sandbox_option,
    strict_option,
)
from backend_agent.cli.show_delivery import show_delivery
from backend_agent.cli.work import Choices, watch_run


@click.command(short_help="Judge what changed, committed or not, by really running.")
@click.option(
    "--base",
    default="",
    metavar="REV",
    help="Judge against this revision instead of the merge-base.",
)
@click.option(
    "--gate",
    is_flag=True,
    help="For hooks and pipelines: one line when green, the first useful lines when red.",
)
@gate_options
@component_option
@env_file_option
@sandbox_option
@strict_option
@json_option
@click.pass_obj
def verify(
    repository: Path,
    base: str,
    gate: bool,
    hook: str,
    deadline: float,
    fresh: bool,
    github: bool,
    report: Path | None,
    component: str | None,
    env_file: Path | None,
    sandbox: str,
    strict: bool,
    as_json: bool,
) -> int:
    """Verify what changed since the default branch, committed or not, by really running.

    \b
    Example:
      backend-agent verify --base main
      backend-agent verify --gate --deadline 120
    """
    choices = Choices(component=component, env_file=env_file, sandbox=sandbox, strict=strict)
    options = replace(choices.options(), base=base)
    if gate:
        from backend_agent.gate import GateRequest

        bounded = replace(options, deadline=deadline, fail_fast=True)
        request = GateRequest(path=repository, options=bounded, fresh=fresh, strict=strict)
        answering = Answering(as_json=as_json, hook=hook, github=github, report=report)
        return run_gate(request, answering)
    if hook or fresh or github or report or deadline != DEADLINE:
        raise click.UsageError("--hook, --deadline, --fresh, --github and --report need --gate")
    from backend_agent.durable.service import judge_repository

    with watch_run() as on_event:
        delivery, record = judge_repository(repository, options, "verify", on_event)
    return show_delivery(delivery, strict=strict, as_json=as_json, run=record.id)
