"""Prints the routes of a Django project by its resolver: `python django_routes.py SETTINGS`."""

import os
import re
import sys

sys.path.insert(0, "")
os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]

import django

django.setup()

from django.urls import URLPattern, get_resolver  # noqa: E402


def methods_of(view):
    """The methods that the view answers, as far as the framework itself knows them."""
    held = [cell.cell_contents for cell in getattr(view, "__closure__", None) or ()]
    operations = next((each for each in held if hasattr(each, "operations")), None)
    if operations is not None:
        return sorted({m for each in operations.operations for m in each.methods})
    if getattr(view, "actions", None):
        return sorted(method.upper() for method in view.actions)
    shape = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if shape is None:
        return ["ALL"]
    names = [name for name in shape.http_method_names if hasattr(shape, name)]
    return sorted(name.upper() for name in names if name not in ("head", "options"))


def plain(pattern):
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", r"{\1}", pattern)
    text = re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", text)
    text = re.sub(r"^\^|(?<=/)\^|\$$|\\Z$", "", text)
    return re.sub(r"/\?$", "/", re.sub(r"\\([./-])", r"\1", text))


def walk(patterns, prefix):
    for each in patterns:
        path = prefix + plain(str(each.pattern))
        if isinstance(each, URLPattern):
            for method in methods_of(each.callback):
                print(method, path)
        else:
            walk(each.url_patterns, path)


walk(get_resolver().url_patterns, "/")
