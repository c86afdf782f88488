"""Prints the routes of a Litestar application: `python litestar_routes.py MODULE:NAME[()]`."""

import importlib
import re
import sys

sys.path.insert(0, "")
module, name = sys.argv[1].split(":")
application = getattr(importlib.import_module(module), name.removesuffix("()"))
if name.endswith("()"):
    application = application()
for route in application.routes:
    for method in sorted(set(getattr(route, "methods", ())) - {"HEAD", "OPTIONS"}):
        print(method, re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path))
