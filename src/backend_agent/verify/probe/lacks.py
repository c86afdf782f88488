"""Tells of each need that checks have why it is not there: provably absent, or merely not found."""

from __future__ import annotations

from backend_agent.verify.probe.desk import Desk


def note_lacks(desk: Desk) -> None:
    """Enter into `desk.lacks` what was not learned; what stands there already stays."""
    trouble = desk.description.trouble or "no description"
    _lack(desk, "spec", desk.description.operations, trouble, absent=False)
    _note_thing(desk)
    _note_people(desk)
    health = desk.health.live or desk.health.ready
    _lack(desk, "live", health, "no address that tells the health was found", absent=False)


def _lack(desk: Desk, need: str, there: object, reason: str, *, absent: bool) -> None:
    if not there:
        desk.lacks.setdefault(need, (absent, reason))


def _note_thing(desk: Desk) -> None:
    thing = desk.resource
    known = thing is not None
    listing = thing.listing if thing else None
    limit = listing.parameter(desk.words.limit_parameters) if listing else None
    guarded = thing and (thing.read.secured or thing.create.secured) and desk.first
    rows: tuple[tuple[str, object, str, bool], ...] = (
        ("resource", thing, "no resource was found", False),
        ("update", thing and thing.update, "the resource cannot be updated", known),
        ("delete", thing and thing.delete, "the resource cannot be deleted", known),
        ("list", listing, "the resource has no list", known),
        ("paging", limit, "the list has no parameter for the size of a page", listing is not None),
        ("guarded", guarded, "the resource is open to all", known and not _is_secured(desk)),
    )
    for need, there, reason, absent in rows:
        _lack(desk, need, there, reason, absent=absent)


def _is_secured(desk: Desk) -> bool:
    return desk.thing.read.secured or desk.thing.create.secured


def _note_people(desk: Desk) -> None:
    first = desk.first
    _lack(desk, "users", desk.second, "a second user could not be made", absent=False)
    # Where the service has no users at all, what belongs to users is absent as well.
    nobody = "users" in desk.lacks and desk.lacks["users"][0]
    absent = first is not None or nobody
    always = first is not None and first.scheme == "Basic"
    cookie = first and first.login and first.login.headers_named("set-cookie")
    rows: tuple[tuple[str, object, str, bool], ...] = (
        ("token", first and first.access and first.scheme != "Basic", "no token is used", absent),
        ("jwt", first and first.access.count(".") == 2, "the token is no JWT", absent),
        ("login", first and desk.roles.login, "nobody can log in", nobody or always),
        ("refresh", first and first.refresh and desk.roles.refresh, "no refresh token", absent),
        ("logout", desk.roles.logout, "no operation to log out was found", True),
        ("cookie", cookie, "no cookie is set at login", absent),
        ("admin", desk.admin, "no administrator is known", nobody),
    )
    for need, there, reason, is_absent in rows:
        _lack(desk, need, there, reason, absent=is_absent)
