"""Errors: the right status for each class, and problem details that tell a client all and an attacker nothing."""

from __future__ import annotations

import asyncio
import re

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.bodies import names_member, steady
from backend_agent.verify.probe.client import new_nonce
from backend_agent.verify.probe.desk import Desk, inner_object, object_of
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown
from backend_agent.verify.probe.samples import kind_of

ERRORS = "error_exchanges"


async def provoke_errors(desk: Desk) -> dict[str, Exchange]:
    """One answer of each class of error that can be provoked, made once for all that look at them."""
    lock: asyncio.Lock = desk.keeps.setdefault("error_lock", asyncio.Lock())
    async with lock:
        if ERRORS not in desk.keeps:
            desk.keeps[ERRORS] = await _provoke(desk)
    found: dict[str, Exchange] = desk.keeps[ERRORS]
    return found


async def _provoke(desk: Desk) -> dict[str, Exchange]:
    client = desk.client
    source = client.new_source()
    found = {
        "unknown route": await client.ask(
            "GET", f"{desk.prefix}/{new_nonce()}", user=desk.first, source=source
        )
    }
    wrong = find_undeclared(desk)
    if wrong:
        found["method not allowed"] = await client.ask(
            wrong[0], wrong[1], user=desk.first, source=source
        )
    if desk.resource is None:
        return found
    create = desk.thing.create
    target = desk.fill(create.path, desk.first)
    found["malformed JSON"] = await client.ask(
        "POST", target, user=desk.first, body=b'{"a": ', source=source
    )
    found["unknown id"] = await client.ask(
        "GET", await unknown_path(desk), user=desk.first, source=source
    )
    found["media type"] = await client.ask(
        "POST", target, user=desk.first, body=b"<a/>", media="application/xml", source=source
    )
    broken = break_sample(desk)
    if broken is not None:
        found["validation"] = await client.ask(
            "POST", target, user=desk.first, value=broken[0], media=create.media, source=source
        )
    if "guarded" not in desk.lacks:
        found["no credentials"] = await client.ask(*guarded_request(desk), source=source)
        if desk.first is not None and desk.first.access:
            found["bad credentials"] = await client.ask(
                *guarded_request(desk),
                headers=(("Authorization", f"{desk.first.scheme} {new_nonce()}"),),
                source=source,
            )
    return {name: answer for name, answer in found.items() if answer.status >= 400}


def guarded_request(desk: Desk) -> tuple[str, str]:
    """A secured operation that needs nothing but who is asking."""
    thing = desk.thing
    operation = next((each for each in (thing.listing, thing.read) if each and each.secured), None)
    if operation is None:
        return "POST", desk.fill(thing.create.path, desk.first)
    return "GET", desk.fill(operation.path, desk.first, "1")


def find_undeclared(desk: Desk) -> tuple[str, str] | None:
    """An ordinary method that a known address does not know: of the resource where there is one."""
    operations = desk.description.operations
    paths = [each.path for each in operations if "{" not in each.path]
    if desk.resource is not None:
        paths = [desk.thing.create.path, *paths]
    for path in paths:
        declared = {each.method for each in operations if each.path.rstrip("/") == path.rstrip("/")}
        filled = desk.fill(path, desk.first)
        # A path that an item's parameter also matches knows that one's methods.
        for other in operations:
            pattern = re.sub(r"\\\{[^{}]+\\\}", "[^/]+", re.escape(other.path))
            if re.fullmatch(pattern, filled):
                declared.add(other.method)
        for method in ("DELETE", "PATCH", "PUT"):
            if method not in declared:
                return method, filled
    return None


async def unknown_path(desk: Desk) -> str:
    """The path of a thing that does not exist, its id of the same form as real ones."""
    made = await desk.create()
    known = made.id
    if known.isdigit():
        other = (
            str(int(known) + 7_000_000)
            if len(known) < 12
            else known[:-1] + str((int(known[-1]) + 5) % 10)
        )
    elif re.fullmatch(r"[0-9a-fA-F-]{36}", known):
        other = "7b0c2a52-6f6e-4d0c-9a35-0d6f7f0a1c11"
    elif re.fullmatch(r"[0-9a-f]{24}", known):
        other = known[:8] + "0" * 15 + "1"
    else:
        other = known[: max(len(known) - 8, 0)] + new_nonce()[: min(8, len(known))]
    return desk.fill(desk.thing.read.path, desk.first, other)


def break_sample(desk: Desk) -> tuple[dict[str, object], str] | None:
    """A body in which one required member is missing, or has a wrong type; and the member's name."""
    schema = object_of(desk.thing.create.body or {})
    made = desk.sample(desk.thing.create)
    inner = inner_object(made, desk.thing.create.body or {})
    required = [str(name) for name in schema.get("required", ()) if name in inner]
    if required:
        del inner[required[0]]
        return made, required[0]
    for name, its in schema.get("properties", {}).items():
        if kind_of(its) in ("string", "integer", "number", "boolean"):
            inner[name] = {"not": ["this"]}
            return made, str(name)
    return None


@check("E01")
async def unknown_route_is_404(desk: Desk) -> Judged:
    source = desk.client.new_source()
    answer = await desk.client.ask(
        "GET", f"{desk.prefix}/{new_nonce()}", user=desk.first, source=source
    )
    return expect(
        answer.status == 404,
        "404",
        f"an address that does not exist is answered with {answer.status}",
        answer,
    )


@check("E02")
async def no_soft_success(desk: Desk) -> Judged:
    answer = await desk.client.ask("GET", f"/{new_nonce()}/{new_nonce()}")
    return expect(
        answer.status >= 400,
        f"{answer.status}",
        f"any address is answered with {answer.status}",
        answer,
    )


@check("E03")
async def malformed_json_is_400(desk: Desk) -> Judged:
    answers = []
    for body in (b'{"a": ', b"[1,", b"not json"):
        answer = await desk.client.ask(
            "POST", desk.fill(desk.thing.create.path, desk.first), user=desk.first, body=body
        )
        answers.append(answer)
        if answer.status == 422:
            return failed(
                "what is no JSON is answered with 422: it can be read and is wrong, says that status",
                answer,
            )
        if answer.status != 400:
            return failed(
                f"what is no JSON is answered with {answer.status or answer.trouble}", answer
            )
    return passed("400", *answers[:1])


@check("E04")
async def violations_are_named(desk: Desk) -> Judged:
    broken = break_sample(desk)
    if broken is None:
        return absent("the body has no member that must be there or has a type")
    value, name = broken
    answer = await desk.client.ask(
        "POST",
        desk.fill(desk.thing.create.path, desk.first),
        user=desk.first,
        value=value,
        media=desk.thing.create.media,
    )
    if answer.status not in (400, 422):
        return failed(f"a body without what is required is answered with {answer.status}", answer)
    return expect(
        names_member(answer.json(), name),
        f"{answer.status}, names {name}",
        f"the answer does not name {name}",
        answer,
    )


@check("E05")
async def no_credentials_is_401(desk: Desk) -> Judged:
    method, path = guarded_request(desk)
    answer = await desk.client.ask(method, path, value={} if method == "POST" else None)
    return expect(
        answer.status == 401, "401", f"without credentials the answer is {answer.status}", answer
    )


@check("E06")
async def challenge_comes_with_401(desk: Desk) -> Judged:
    answers = [each for each in (await provoke_errors(desk)).values() if each.status == 401]
    answers += [each for each in desk.client.exchanges if each.status == 401][:20]
    if not answers:
        return unknown("no 401 was seen")
    bare = next((each for each in answers if not each.header("www-authenticate")), None)
    return expect(
        bare is None,
        "WWW-Authenticate is there",
        "401 without WWW-Authenticate",
        *([bare] if bare else answers[:1]),
    )


@check("E07")
async def wrong_role_is_403(desk: Desk) -> Judged:
    operation = admin_operation(desk)
    if operation is None:
        return absent("no operation for administrators is described")
    path = desk.fill(operation, desk.first)
    mine = await desk.client.ask("GET", path, user=desk.first)
    theirs = await desk.client.ask("GET", path, user=desk.admin)
    if not theirs.ok:
        return unknown(f"the administrator is refused as well: {theirs.status}", theirs)
    return expect(
        mine.status in (403, 404),
        f"{mine.status}",
        f"a user is answered with {mine.status} where an administrator is let in",
        mine,
    )


def admin_operation(desk: Desk) -> str | None:
    """The path of something to read that is for administrators by its name."""
    for each in desk.description.operations:
        if (
            each.method == "GET"
            and "{" not in each.path
            and re.search(desk.words.admin_path, each.path)
        ):
            return each.path
    return None


@check("E08")
async def unknown_id_is_404(desk: Desk) -> Judged:
    answer = await desk.client.ask("GET", await unknown_path(desk), user=desk.first)
    return expect(
        answer.status == 404,
        "404",
        f"an unknown id is answered with {answer.status or answer.trouble}",
        answer,
    )


@check("E09")
async def method_not_allowed_is_405(desk: Desk) -> Judged:
    found = find_undeclared(desk)
    if found is None:
        return absent("every ordinary method is declared everywhere")
    answer = await desk.client.ask(*found, user=desk.first)
    if answer.status != 405:
        return failed(f"a method that is not there is answered with {answer.status}", answer)
    allow = answer.header("allow")
    if not allow:
        return failed("405 without Allow", answer)
    listed = {each.strip().upper() for each in allow.split(",")}
    declared = {
        each.method
        for each in desk.description.operations
        if desk.fill(each.path, desk.first).rstrip("/") == found[1].rstrip("/")
    }
    lost = sorted(declared - listed)
    if lost:
        return failed(f"Allow leaves out {', '.join(lost)}", answer)
    return expect(
        found[0] not in listed,
        f"405, Allow: {allow}",
        f"Allow names {found[0]}, which is not allowed",
        answer,
    )


@check("E10")
async def unknown_method_is_refused(desk: Desk) -> Judged:
    answer = await desk.client.ask("FROB", f"{desk.prefix or ''}/")
    return expect(
        answer.status in (400, 404, 405, 501),
        f"{answer.status}",
        f"an unknown method is answered with {answer.status or answer.trouble}",
        answer,
    )


@check("E11")
async def conflict_is_409(desk: Desk) -> Judged:
    sent = desk.sample(desk.thing.create)
    one = await desk.create_from(sent, desk.first)
    two = await desk.create_from(sent, desk.first)
    if two.answer.ok:
        if one.id and one.id == two.id:
            return failed(
                "the same thing made twice is answered with success and the first one's id",
                two.answer,
            )
        return absent("nothing of the resource must be unique")
    detail = two.answer
    if detail.status == 422 and "json" in detail.media_type:
        return failed("a conflict is answered with 422", detail)
    return expect(
        detail.status == 409,
        "409",
        f"a conflict is answered with {detail.status or detail.trouble}",
        detail,
    )


@check("E12")
async def wrong_media_type_is_415(desk: Desk) -> Judged:
    answer = await desk.client.ask(
        "POST",
        desk.fill(desk.thing.create.path, desk.first),
        user=desk.first,
        body=b"<a>1</a>",
        media="application/xml",
    )
    return expect(answer.status == 415, "415", f"XML is answered with {answer.status}", answer)


@check("E13")
async def not_acceptable_is_told(desk: Desk) -> Judged:
    made = await desk.create()
    answer = await desk.client.ask(
        "GET", made.path, user=desk.first, headers=(("Accept", "image/png"),)
    )
    fine = answer.status == 406 or (answer.status == 200 and "json" in answer.media_type)
    return expect(
        fine,
        f"{answer.status} {answer.media_type}",
        f"Accept: image/png is answered with {answer.status} {answer.media_type}",
        answer,
    )


@check("E19")
async def failed_write_has_no_effect(desk: Desk) -> Judged:
    made = await desk.create()
    before = await desk.read(made)
    if desk.thing.update is None or not before.ok:
        return absent("the resource cannot be updated")
    name = desk.text_field(desk.thing.update) or desk.number_field(desk.thing.update)
    names = list(object_of(desk.thing.update.body or {}).get("properties", {}))
    other = next((each for each in reversed(names) if each != name), "")
    if not name or not other:
        return absent("the update has less than two members")
    method, value, media = desk.change(fields={other: {"wrong": ["type"]}})
    answer = await desk.client.ask(
        method, desk.item_path(made), user=desk.first, value=value, media=media
    )
    after = await desk.read(made)
    if answer.ok:
        return unknown("a wrong type was accepted", answer)
    return expect(
        steady(before) == steady(after),
        "nothing changed",
        "a refused update changed the thing",
        answer,
        before,
        after,
    )
