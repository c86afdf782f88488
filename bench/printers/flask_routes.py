"""Prints the routes of a Flask application: `python flask_routes.py MODULE:NAME[()]`."""

import importlib
import re
import sys

sys.path.insert(0, "")
module, name = sys.argv[1].split(":")
application = getattr(importlib.import_module(module), name.removesuffix("()"))
if name.endswith("()"):
    application = application()
for rule in application.url_map.iter_rules():
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        print(method, re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule))
