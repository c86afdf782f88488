"""The process of one working tool: does the call it is ordered, tells how it goes, and its answer."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

from backend_agent.mcp.place import Place
from backend_agent.mcp.tools import BY_NAME
from backend_agent.values.errors import BackendAgentError
from backend_agent.values.event import Event
from backend_agent.values.plain import to_plain
from backend_agent.world.companion import Answers, take_order
from backend_agent.world.schema import read_arguments


def main() -> int:
    order, told = take_order()
    try:
        told.tell({"answer": to_plain(_do(order, told))})
    except BackendAgentError as error:
        told.tell({"error": error.message, "hint": error.hint})
    except KeyboardInterrupt:
        return 130
    except Exception as bug:  # noqa: BLE001 - the door: the caller is told whatever happened
        traceback.print_exc()
        told.tell({"bug": f"{type(bug).__name__}: {bug}"})
    return 0


def _do(order: dict[str, Any], told: Answers) -> object:
    tool = BY_NAME[order["tool"]]
    plain = order["place"]
    place = Place(
        root=Path(plain["root"]),
        packs=tuple(Path(pack) for pack in plain["packs"]),
        env_file=plain["env_file"],
        require_sandbox=plain["require_sandbox"],
    )

    def on_event(event: Event) -> None:
        told.tell({"event": to_plain(event)})

    return tool.call(place, read_arguments(tool.takes, order["arguments"]), on_event)


if __name__ == "__main__":
    sys.exit(main())
