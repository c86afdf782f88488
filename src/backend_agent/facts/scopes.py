"""Guards that are put on routes from outside of their routers, by path or by controller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.facts.guards import name_guards
from backend_agent.facts.objects import Called, Fields, Outside, Shape, Value
from backend_agent.facts.places import fits
from backend_agent.values.routing_format import RoutingForm, ScopeForm

ALL = "ALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """`guards` of the routes of `controller`, or else of `path` (as written) with `method`."""

    routing: RoutingForm
    guards: tuple[str, ...]
    path: str = ""
    method: str = ALL
    controller: Shape | None = None
    except_for: tuple[tuple[str, str], ...] = ()


def list_scoped(
    called: Called, routing: RoutingForm, form: ScopeForm, forms: tuple[RoutingForm, ...]
) -> Iterator[Scoped]:
    """What the whole chain of calls guards, one entry per place."""
    guards: tuple[str, ...] = ()
    left_out: list[tuple[str, str]] = []
    link: Value | None = called.receiver
    while isinstance(link, Called):
        if fits(form.guards, link.name.rsplit(".", 1)[-1]):
            guards = tuple(name for each in link.arguments for name in name_guards(each, forms))
        elif fits(form.exclude, link.name.rsplit(".", 1)[-1]):
            left_out.extend(_place(each, form) for each in link.arguments)
        link = link.receiver
    for argument in called.arguments:
        if isinstance(argument, Shape):
            yield Scoped(
                routing=routing, guards=guards, controller=argument, except_for=tuple(left_out)
            )
        else:
            path, method = _place(argument, form)
            yield Scoped(
                routing=routing,
                guards=guards,
                path=path,
                method=method,
                except_for=tuple(left_out),
            )


def _place(value: Value, form: ScopeForm) -> tuple[str, str]:
    """Path and method of a place given as a text or as a record."""
    if isinstance(value, Fields):
        path, method = value.get(form.path), value.get(form.method)
        name = method.name.rsplit(".", 1)[-1] if isinstance(method, Outside) else ALL
        return (path if isinstance(path, str) else ""), name.upper()
    return (value if isinstance(value, str) else ""), ALL


def covers_route(
    scoped: Scoped, controller: Shape | None, method: str, path: str, absolute: str
) -> bool:
    """Whether the guard stands before the route; `absolute` is the scope's path below all prefixes."""
    if scoped.controller is not None:
        return scoped.controller is controller
    if scoped.method not in (ALL, method):
        return False
    if absolute.endswith("*") or "{*" in absolute or "(.*)" in absolute:
        return path.startswith(absolute.rstrip(")").rstrip("}*.(").split("{*")[0].rstrip("/"))
    return path == absolute or (scoped.method == ALL and path.startswith(f"{absolute}/"))
