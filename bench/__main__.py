"""`make bench`: the ratios that need nothing but this checkout."""

from __future__ import annotations

import sys

from bench import detect_ratio, startup

if __name__ == "__main__":
    sys.exit(max(startup.main(), detect_ratio.main()))
