"""The gate at the terminal, in pipelines and behind the hooks of hosts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from backend_agent.gate import GateAnswer, GateRequest
    from backend_agent.values.delivery import Delivery
    from backend_agent.values.host import HookFormat

F = TypeVar("F", bound=Callable[..., object])
DEADLINE = 300.0
SUMMARY_LIMIT = 900_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """How the answer is given: as JSON, to a host's hook ("claude-stop"), to GitHub Actions, into a folder."""

    as_json: bool = False
    hook: str = ""
    github: bool = False
    report: Path | None = None


def gate_options(command: F) -> F:
    """The options that hold only with `--gate`."""
    for option in (
        click.option(
            "--report",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            help="With --gate: write the reports and the self-review as SARIF into this folder.",
        ),
        click.option(
            "--github",
            is_flag=True,
            help="With --gate: annotations and job summary for GitHub Actions.",
        ),
        click.option("--fresh", is_flag=True, help="With --gate: judge anew, whatever is kept."),
        click.option(
            "--deadline",
            type=click.FloatRange(min=1),
            default=DEADLINE,
            show_default=True,
            metavar="SECONDS",
            help="With --gate: what does not fit is not run, and the verdict says so.",
        ),
        click.option(
            "--hook",
            default="",
            metavar="HOST-EVENT",
            help="With --gate: answer the hook of a host (claude-stop); its JSON is read from stdin.",
        ),
    ):
        command = option(command)
    return command


def run_gate(request: GateRequest, answering: Answering) -> int:
    """0 green · 1 red. A hook is always answered with 0: its answer is what is printed."""
    import backend_agent as api

    if answering.hook:
        return _answer_hook(request, answering)
    fresh = request.fresh or answering.github or answering.report is not None
    answer = api.ask_gate(replace(request, fresh=fresh))
    if answering.as_json:
        _print_json(answer)
    elif answer.state == "green":
        click.echo(_one_line(answer))
    else:
        click.echo(_first_lines(answer))
    if answering.report is not None and answer.delivery and answer.folder:
        _write_reports(answering.report, answer.delivery, answer.folder)
    if answering.github and answer.delivery:
        _tell_github(answer.delivery, answer.folder)
    return 0 if answer.state == "green" else 1


def _one_line(answer: GateAnswer) -> str:
    kept = (
        f" (unchanged since {answer.kept_since}; --fresh judges anew)" if answer.kept_since else ""
    )
    return f"{answer.headline}{kept}"


def _first_lines(answer: GateAnswer) -> str:
    import backend_agent as api

    assert answer.delivery is not None
    assert answer.folder is not None
    text = api.summary_text(answer.delivery)
    # Logs are named from the folder of their run.
    return text.replace("  log: logs/", f"  log: {answer.folder / 'work' / 'logs'}/")


def _print_json(answer: GateAnswer) -> None:
    """The same keys whether it was judged now or long ago, or there was nothing to judge."""
    import json

    import backend_agent as api

    fields = {"verdict": answer.verdict, "headline": answer.headline, "failures": [], "not_run": []}
    if answer.delivery is not None:
        fields = json.loads(api.gate_text(answer.delivery))
    kept = answer.kept_since or ""
    click.echo(json.dumps({**fields, "kept_since": kept}, ensure_ascii=False))


def _answer_hook(request: GateRequest, answering: Answering) -> int:
    """Whatever goes wrong here must not hold up an agent for ever: it is told, and the stop goes through."""
    import backend_agent as api
    from backend_agent.durable.gate import start_session
    from backend_agent.gate.hooks import read_call, word_answer, word_message
    from backend_agent.values.errors import BackendAgentError

    host, _, event = answering.hook.rpartition("-")
    hook = _find_hook(host, event, answering.hook)
    try:
        call = read_call(sys.stdin.read(), hook)
        path = Path(call.folder) if call.folder and request.path == Path() else request.path
        if event == "start":
            start_session(path, call.session)
            return 0
        asked = replace(request, path=path, session=call.session, prolonged=call.prolonged)
        answer = api.ask_gate(asked)
        told = _first_lines(answer) if answer.state == "red" else ""
        out, err = word_answer(answer, hook, told)
    except BackendAgentError as error:
        quiet = event == "start"
        out, err = ("", "") if quiet else word_message(f"not judged: {error.message}", hook)
    if out:
        click.echo(out)
    if err:
        click.echo(err, err=True)
    return 0


def _find_hook(host: str, event: str, given: str) -> HookFormat:
    from backend_agent.catalog import load_catalog
    from backend_agent.values.host import HostFormat

    known = {
        document.name: document.value.hook
        for document in load_catalog().documents(HostFormat)
        if document.value.hook
    }
    hook = known.get(host)
    if hook is None or event not in ("start", "stop"):
        names = ", ".join(f"{name}-stop" for name in sorted(known))
        raise click.BadParameter(f"{given!r}: no such hook; known are {names}", param_hint="--hook")
    return hook


def _write_reports(target: Path, delivery: Delivery, folder: Path) -> None:
    from backend_agent.gate.sarif import render_sarif
    from backend_agent.world.files import ensure_folder, read_file, write_atomic

    ensure_folder(target)
    for name in ("report.md", "report.json", "report.html"):
        write_atomic(target / name, read_file(folder / name))
    write_atomic(target / "review.sarif", render_sarif(delivery).encode())


def _tell_github(delivery: Delivery, folder: Path | None) -> None:
    """Annotations on stdout; the report as job summary, cut where the platform would refuse it."""
    import os

    from backend_agent.gate.annotations import render_annotations
    from backend_agent.world.files import append_line, read_file

    for line in render_annotations(delivery):
        click.echo(line)
    summary = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if summary and folder is not None:
        text = read_file(folder / "report.md")[:SUMMARY_LIMIT].decode("utf-8", "ignore")
        append_line(Path(summary), text)
