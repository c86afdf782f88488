"""Where a command is true: the folder that has its script, or the wrapper of its program."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from backend_agent.detect.inherit import list_upwards
from backend_agent.detect.scope import Scope
from backend_agent.values.tasks import Wrapper

SCRIPT = re.compile(r"(?<!\S)(?:\./)?((?:[\w.-]+/)*[\w-]+\.(?:py|php|rb|js|mjs|ts|exs|sh))(?!\S)")


def place_script(
    line: str, folder: str, scope: Scope, exists: Callable[[str], bool]
) -> tuple[str, str, bool]:
    """The folder of the script that the command starts, the command as it is typed there, and whether
    it can only be meant there: the script is not where the command seems to run."""
    match = SCRIPT.search(" ".join(line.split()[:3]))
    if match is None:
        return folder, line, False
    path = match.group(1)
    full = posixpath.normpath(posixpath.join(folder, path))
    if exists(full):
        beside = posixpath.dirname(path)
        if not beside:
            return folder, line, False
        return posixpath.dirname(full), " ".join(line.replace(f"{beside}/", "").split()), False
    found = [each for each in scope.paths if each == path or each.endswith(f"/{path}")]
    if len(found) != 1:
        return folder, line, False
    home = found[0].removesuffix(path).rstrip("/")
    return posixpath.join(scope.folder, home) if home else scope.folder, line, True


def place_wrapper(
    line: str, folder: str, wrappers: tuple[Wrapper, ...], scope: Scope, *, whole: bool
) -> tuple[str, str]:
    """The command through a wrapper that lies in a folder above, and where it runs: a `whole` one at
    the root of the build, any other where the project is."""
    program, _, rest = line.partition(" ")
    file = next((each.file for each in wrappers if each.program == program), "")
    above = list_upwards(folder)[1:] if file and folder else []
    for distance, home in enumerate(above, 1):
        if scope.holds(home, file):
            if whole and home in scope.builds:
                return f"./{file} {rest}".strip(), home
            return f"{'../' * distance}{file} {rest}".strip(), folder
    return line, folder
