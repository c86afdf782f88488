"""What a client may reach: the folder given at start and what lies in it, and the runs of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backend_agent.values.errors import InputError, Refused
from backend_agent.values.run import RunOptions, RunRecord
from backend_agent.world.git import find_top


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`root` is absolute and resolved; `env_file` and `packs` are absolute. All of it was chosen by
    whoever started the server, none of it by a client."""

    root: Path
    packs: tuple[Path, ...] = ()
    env_file: str = ""
    require_sandbox: bool = False

    def inside(self, path: str) -> Path:
        """The folder that a client means. Raises Refused for any outside, through links as well."""
        try:
            found = (self.root / path).resolve()
        except (OSError, ValueError, RuntimeError) as error:
            raise InputError(f"{path!r}: not a path ({error})") from None
        if not found.is_relative_to(self.root):
            raise Refused(
                f"{path}: outside of {self.root}, the folder this server was started for",
                hint="give a path below it, or start a server for that folder",
            )
        return found

    def options(self, *, component: str = "", base: str = "") -> RunOptions:
        return RunOptions(
            component=component,
            base=base,
            env_file=self.env_file,
            packs=tuple(str(pack) for pack in self.packs),
            require_sandbox=self.require_sandbox,
        )

    def runs(self) -> tuple[RunRecord, ...]:
        """The runs of this folder's repository and of those in it, newest first."""
        import backend_agent as api

        top = find_top(self.root) or self.root
        return tuple(
            record
            for record in api.list_runs()
            if record.repository
            and (
                Path(record.repository) == top or Path(record.repository).is_relative_to(self.root)
            )
        )

    def find_run(self, name: str, *, exact: bool = False) -> RunRecord:
        """The run that a client names: `last`, an id or (unless `exact`) a part of one.

        Raises InputError; runs of other folders do not exist here."""
        records = self.runs()
        if name == "last" and not exact and records:
            return records[0]
        found = [each for each in records if each.id == name]
        if not found and not exact and name != "last":
            found = [each for each in records if name and name in each.id]
        if len(found) == 1:
            return found[0]
        known = ", ".join(each.id for each in records[:3]) or "none yet"
        whole = "give the whole id; " if exact else ""
        raise InputError(f"{name}: no such run here", hint=f"{whole}the newest are: {known}")
