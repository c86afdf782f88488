"""Settings of the shop."""

from __future__ import annotations

import os
from pathlib import Path

BASE = Path(__file__).parent
DEBUG = os.environ.get("DEBUG") == "1"
