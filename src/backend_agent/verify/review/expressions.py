"""The regular expressions of rules, each compiled once."""

from __future__ import annotations

import re
from functools import cache


@cache
def compile_expression(regex: str) -> re.Pattern[str]:
    """`^` and `$` stand at the ends of lines, for what is searched may have several."""
    return re.compile(regex, re.MULTILINE)
