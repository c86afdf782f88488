"""Our own definition: readable by our own loader, current, and made from the standards."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import types
import typing

from backend_agent.agents import PHASES, render_definition
from backend_agent.agents.read import read_definition
from backend_agent.catalog import load_catalog
from backend_agent.values.definition import AgentDefinition, Prose
from backend_agent.values.delivery import Delivery
from tests.house.sources import PACKAGE, ROOT


def test_the_shipped_definition_is_what_data_and_workflow_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate_agent.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0)


def test_the_shipped_definition_is_one_without_a_note() -> None:
    path = PACKAGE / "data" / "agents" / "backend-agent.md"
    got = read_definition(path.read_bytes(), str(path), "package")
    assert isinstance(got, AgentDefinition)
    assert (got.name, got.model, got.notes) == ("backend-agent", "sonnet", ())
    assert "use proactively" in got.description.reveal().lower()
    assert {"Read", "Edit", "Write", "Bash"} <= {tool.name for tool in got.tools or ()}


def test_it_holds_every_phase_and_every_must_of_the_standards() -> None:
    standards = load_catalog().standards
    text = render_definition(standards)
    for guide in PHASES:
        assert f"**{guide.phase.capitalize()}**" in text
    for standard in standards:
        assert (f"- {standard.id}" in text) == (standard.level == "must")


def test_no_delivery_can_hold_the_prose_of_a_definition() -> None:
    """Walks every type that a delivery may hold; none is a definition or prose."""
    seen: set[object] = set()
    waiting: list[object] = [Delivery]
    while waiting:
        shape = waiting.pop()
        if shape in seen:
            continue
        seen.add(shape)
        waiting += typing.get_args(shape)
        if dataclasses.is_dataclass(shape) and isinstance(shape, type):
            waiting += typing.get_type_hints(shape).values()
    assert len([each for each in seen if dataclasses.is_dataclass(each)]) > 20
    assert not {AgentDefinition, Prose, object, typing.Any} & seen
    assert types.NoneType in seen
