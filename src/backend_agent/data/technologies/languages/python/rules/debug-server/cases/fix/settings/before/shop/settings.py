"""Settings of the shop."""

from __future__ import annotations

from pathlib import Path

BASE = Path(__file__).parent
DEBUG = True
