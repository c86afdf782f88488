"""Commands that a project or a person sets around tools: they hear the call, and can say no."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

from backend_agent.implement.agent.bench import Bench
from backend_agent.implement.agent.tools.text import cut_middle
from backend_agent.values.agent import Hook
from backend_agent.values.conversation import ToolCall

SAYS_NO = 2
LONGEST = 60.0


def run_hooks(
    hooks: tuple[Hook, ...], when: str, bench: Bench, call: ToolCall, answer: str = ""
) -> str:
    """What the first hook said that ended with exit code 2, "" where none did.

    They run in the sandbox, as commands of the model do: a repository can set them."""
    for hook in hooks:
        if hook.when != when or not fnmatchcase(call.name, hook.tool):
            continue
        told = {"tool": call.name, "arguments": call.arguments, "answer": answer}
        done = bench.shell.run(hook.command, LONGEST, json.dumps(told).encode())
        if done.exit_code == SAYS_NO:
            said = (done.errors or done.output).strip()
            return cut_middle(said, 2_000) or f"the hook `{hook.command}` said no"
    return ""
