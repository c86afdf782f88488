"""Learns a running service unattended: its description, its people, a thing to make, its health."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.client import User, new_nonce
from backend_agent.verify.probe.coded import SOURCE
from backend_agent.verify.probe.desk import (
    PARAMETER,
    Desk,
    Health,
    Resource,
    find_id,
    object_of,
)
from backend_agent.verify.probe.lacks import note_lacks
from backend_agent.verify.probe.openapi import Description, Operation, read_description
from backend_agent.verify.probe.people import log_in, make_user, settle_scheme
from backend_agent.verify.probe.profile import Profile
from backend_agent.verify.probe.refusals import learn_bodies
from backend_agent.verify.probe.roles import find_resources, find_roles
from backend_agent.verify.probe.samples import make_sample

MOST_RESOURCES = 8
MOST_BASES = 3
SPEC_IN_PAGE = re.compile(
    r"""["'(]([^"'()\s]*(?:openapi|swagger|api-docs|docs-json|doc\.json)[^"'()\s]*)["')]"""
)
Tell = Callable[[str], None]


async def learn_description(desk: Desk, given: bytes | None, source: str) -> Description:
    """The description that was given, else the first that the service answers itself."""
    if given is not None:
        return read_description(given, source)
    trouble = "no OpenAPI description was found"
    bases = find_bases(desk)
    for path in (base + path for base in ("", *bases) for path in desk.words.spec_paths):
        answer = await desk.client.ask(
            "GET",
            path,
            headers=(("Accept", "application/json, application/yaml;q=0.8, */*;q=0.5"),),
        )
        if answer.status == 200 and answer.body.lstrip()[:1] not in (b"<", b""):
            read = read_description(answer.body, path)
            if read.operations:
                return read
            trouble = read.trouble or f"{path} describes no operation"
        elif answer.trouble and not answer.status:
            trouble = f"{path}: {answer.trouble}"
    for page in ("/docs", "/swagger", "/api/docs", "/", "/swagger-ui", "/api"):
        answer = await desk.client.ask("GET", page, headers=(("Accept", "text/html"),))
        for match in SPEC_IN_PAGE.findall(answer.text)[:4] if answer.status == 200 else ():
            path = urlsplit(urljoin(page, match)).path
            read = read_description((await desk.client.ask("GET", path)).body, path)
            if read.operations:
                return read
    return Description(trouble=trouble)


def find_bases(desk: Desk) -> tuple[str, ...]:
    """Paths below which it says in its log that all of it is served."""
    if "bases" not in desk.keeps:
        # Once, before its log tells of what was asked.
        told = desk.held.logs() if desk.held else ""
        found = re.findall(desk.words.base_told, told, re.IGNORECASE)
        desk.keeps["bases"] = tuple(dict.fromkeys(each.rstrip("/") for each in found))[:MOST_BASES]
    bases: tuple[str, ...] = desk.keeps["bases"]
    return bases


async def learn_service(
    desk: Desk, profile: Profile, tell: Tell, resources: tuple[str, ...] = ()
) -> None:
    """Fill the desk; a thing at one of the paths `resources` is preferred. What is missing is told in
    `desk.lacks`, never raised."""
    coded = desk.description.source == SOURCE
    if coded:
        doors = desk.words.login_path + "|" + desk.words.signup_path
        await learn_bodies(desk, _posts(desk, doors), None)
    desk.prefix = find_prefix(desk.description, find_bases(desk))
    desk.roles = find_roles(desk.description, desk.words)
    if profile.roles is not None:
        desk.roles = profile.roles(desk.description, desk.roles)
    await _learn_health(desk)
    await _set_up(desk)
    await _learn_people(desk, profile)
    tell("people")
    if coded:
        await learn_bodies(desk, _posts(desk, ""), desk.first)
    await _learn_resource(desk, profile, resources)
    tell("resource")
    note_lacks(desk)


def _posts(desk: Desk, pattern: str) -> list[Operation]:
    """What makes something without being told where, those first that can be read back."""
    reads = {each.path.rpartition("/")[0] for each in desk.description.operations if each.is_item}
    posts = [
        each
        for each in desk.description.operations
        if each.method == "POST"
        and not PARAMETER.search(each.path)
        and re.search(pattern, each.path, re.IGNORECASE)
    ]
    return sorted(posts, key=lambda each: each.path.rstrip("/") not in reads)


def find_prefix(description: Description, bases: tuple[str, ...] = ()) -> str:
    """The first segments that at least 60 % of the paths share, one of `bases` among them."""
    paths = [each.path for each in description.operations]
    prefix = ""
    for _ in range(3):
        nexts: dict[str, int] = {}
        for path in paths:
            rest = (
                path.removeprefix(prefix + "/").partition("/")[0]
                if path.startswith(prefix + "/")
                else ""
            )
            if rest and not rest.startswith("{"):
                nexts[rest] = nexts.get(rest, 0) + 1
        best = max(nexts, key=lambda each: nexts[each], default="")
        usual = re.fullmatch(r"api|v\d+|rest", best) or f"{prefix}/{best}" in bases
        if not best or nexts[best] < 0.6 * len(paths) or not usual:
            break
        prefix = f"{prefix}/{best}"
    return prefix


async def _learn_health(desk: Desk) -> None:
    nowhere = await desk.client.ask("GET", f"/{new_nonce()}")
    bases = find_bases(desk)

    async def find(paths: tuple[str, ...], taken: tuple[str, ...] = ()) -> str:
        declared = {each.path for each in desk.description.operations if each.method == "GET"}
        below = (*paths, *(base + path for base in bases for path in paths))
        ordered = sorted(
            (path for path in below if path not in taken), key=lambda path: path not in declared
        )
        for path in ordered:
            answer = await desk.client.ask("GET", path)
            same = nowhere.status == answer.status and nowhere.body == answer.body
            if answer.status in (200, 204, 503) and not same and "html" not in answer.media_type:
                return path
        return ""

    live = await find(desk.words.live_paths)
    ready = await find(desk.words.ready_paths, (live,))
    startup = await find(desk.words.startup_paths, (live, ready))
    desk.health = Health(live=live, ready=ready, startup=startup)


async def _set_up(desk: Desk) -> None:
    """What a service of our own offers to make its tables is asked for, before anybody signs up."""
    for each in desk.description.operations if desk.held else ():
        plain = each.method in ("GET", "POST") and not PARAMETER.search(each.path)
        if plain and re.search(desk.words.setup_path, each.path, re.IGNORECASE):
            await desk.client.ask(each.method, each.path, seconds=20.0)


async def _learn_people(desk: Desk, profile: Profile) -> None:
    operations = desk.description.operations
    made, trouble = await _make_two(desk, profile)
    scheme = made[0].scheme if made else "Bearer"
    for user in made:
        user.scheme = scheme
    desk.first = made[0] if made else None
    desk.second = made[1] if len(made) > 1 else None
    doors = (desk.roles.signup, desk.roles.login)
    # Only who describes the whole of itself can be seen to have no users.
    told = bool(operations) and desk.description.source != SOURCE
    absent = told and not any(doors) and not any(each.secured for each in operations)
    if trouble or not made:
        desk.lacks["users"] = (absent, "the service has no users" if absent else trouble)
    admin = profile.admin or _seeded_admin(desk)
    if admin is not None:
        admin.source, admin.scheme = desk.client.new_source(), scheme
        trouble = await log_in(desk, admin)
        if trouble:
            desk.lacks["admin"] = (False, trouble)
        elif desk.first is None:
            # The only one who is known makes the things; of what others may, he tells nothing.
            desk.first = admin
            desk.lacks["admin"] = (False, "no user beside the administrator is known")
        else:
            desk.admin = admin

    async def another() -> User | None:
        user = await make_user(desk, scheme)
        return None if isinstance(user, str) else user

    desk.keeps["new_user"] = another if not profile.users else _nobody


async def _make_two(desk: Desk, profile: Profile) -> tuple[list[User], str]:
    """Two users of the same role, given or made, logged in; and what went wrong."""
    operations = desk.description.operations
    open_to_users = [
        each.path
        for each in operations
        if each.method == "GET" and each.secured and "{" not in each.path
    ]
    given = list(profile.users)
    made: list[User] = []
    for _ in range(2):
        if given:
            user: User | str = given.pop(0)
            assert isinstance(user, User)
            user.source = desk.client.new_source()
            user = await log_in(desk, user) or user
        else:
            user = await make_user(desk, made[0].scheme if made else "Bearer")
        if isinstance(user, str):
            return made, user
        if not made and open_to_users and user.scheme != "Basic":
            trouble = await settle_scheme(desk, user, open_to_users)
            if trouble:
                return [user], trouble
        made.append(user)
    return made, ""


def _seeded_admin(desk: Desk) -> User | None:
    """The administrator that the service makes itself from its settings, where those are known."""
    if desk.held is None:
        return None
    found: dict[str, str] = {}
    for kind, pattern in (
        ("name", desk.words.admin_identity_setting),
        ("password", desk.words.admin_password_setting),
    ):
        for name, value in desk.held.settings.items():
            if value and re.search(pattern, name, re.IGNORECASE):
                found.setdefault(kind, value)
    if len(found) < 2:
        return None
    fields = {"email": found["name"], "username": found["name"]}
    return User(fields=fields, password=found["password"])


async def _nobody() -> User | None:
    return None


async def _learn_resource(desk: Desk, profile: Profile, resources: tuple[str, ...]) -> None:
    candidates = find_resources(desk.description, desk.words, desk.roles)
    candidates = tuple(
        sorted(candidates, key=lambda each: not _is_preferred(each.create.path, resources))
    )
    if profile.resource:
        candidates = (
            tuple(each for each in candidates if each.create.path == profile.resource) or candidates
        )
    first = ""
    for candidate in candidates[:MOST_RESOURCES]:
        for attempt in (_try_plain, _try_whole, _try_parents):
            trouble = await attempt(desk, candidate)
            if not trouble:
                return
            # Of the likeliest one, and of the plainest attempt, the reason is told.
            first = first or trouble
    desk.resource = None
    trouble = first or "no pair of POST and GET by id was found"
    desk.lacks["resource"] = (not candidates, trouble)


def _is_preferred(path: str, resources: tuple[str, ...]) -> bool:
    """Whatever its parameters are called; what was read from code may lack the prefix of a mount."""
    own = PARAMETER.sub("{}", path).rstrip("/")
    return any(own.endswith(PARAMETER.sub("{}", each).rstrip("/")) for each in resources if each)


async def _try_plain(desk: Desk, candidate: Resource) -> str:
    desk.resource = candidate
    made = await desk.create()
    return await _judge_made(desk, made.answer, made.path)


async def _try_whole(desk: Desk, candidate: Resource) -> str:
    """With every member: some are required although the description does not say so."""
    desk.resource = candidate
    schema = object_of(candidate.create.body or {})
    whole = make_sample(schema, new_nonce(), whole=True)
    extra = (
        {
            name: value
            for name, value in whole.items()
            if name not in schema.get("required", ()) and not name.lower().endswith("id")
        }
        if isinstance(whole, dict)
        else {}
    )
    if not extra:
        return "the thing could not be made"
    made = await desk.create(fields=extra)
    trouble = await _judge_made(desk, made.answer, made.path)
    if not trouble:
        texts = {name: value for name, value in extra.items() if not isinstance(value, str)}
        names = {name for name in extra if name not in texts}
        desk.resource = replace(
            candidate, create=_require(candidate.create, tuple(names)), fixed=tuple(texts.items())
        )
    return trouble


def _require(operation: Operation, names: tuple[str, ...]) -> Operation:
    """The operation with these members required, so that every sample has them anew."""
    body = operation.body or {}
    schema = object_of(body)
    tightened = {**schema, "required": list(dict.fromkeys((*schema.get("required", ()), *names)))}
    if (
        schema is body
        or "properties" not in body
        or schema.get("properties") == body.get("properties")
    ):
        return replace(operation, body=tightened)
    only = next(iter(body["properties"]))
    return replace(operation, body={**body, "properties": {only: tightened}})


async def _try_parents(desk: Desk, candidate: Resource) -> str:
    """Make first what a member like `author_id` points at."""
    schema = object_of(candidate.create.body or {})
    fixed: dict[str, Any] = {}
    for name in schema.get("required", ()):
        owner = re.sub(r"(_id|Id)$", "", str(name))
        if owner == name:
            continue
        parent = next(
            (
                each
                for each in find_resources(desk.description, desk.words, desk.roles)
                if _names(each.create, owner)
            ),
            None,
        )
        if parent is None:
            return f"{name} points at something that cannot be made"
        desk.resource = parent
        made = await desk.create()
        if not made.id:
            return f"{name} points at something that could not be made: {made.answer.brief()}"
        fixed[str(name)] = int(made.id) if made.id.isdigit() else made.id
    if not fixed:
        return _told(desk, candidate)
    desk.resource = replace(candidate, fixed=tuple(fixed.items()))
    again = await desk.create()
    return await _judge_made(desk, again.answer, again.path)


def _told(desk: Desk, candidate: Resource) -> str:
    last = next((each for each in reversed(desk.client.exchanges) if each.method == "POST"), None)
    detail = f": {last.brief()}: {last.text[:160]}" if last else ""
    return f"{candidate.create.key} made nothing{detail}"


def _names(operation: Operation, owner: str) -> bool:
    last = operation.path.rstrip("/").rpartition("/")[2].lower().replace("-", "_")
    return last.rstrip("s") == owner.lower().rstrip("s")


async def _judge_made(desk: Desk, answer: Exchange, path: str) -> str:
    """Whether the thing was made and can be read back; a public one is tried without a user as well."""
    if not answer.ok or not path:
        return f"{desk.thing.create.key}: {answer.brief()}: {answer.text[:160]}"
    read = await desk.client.ask("GET", path, user=desk.first)
    if read.status == 200 and (
        find_id(read, desk.thing.read, desk.words) or read.json() is not None
    ):
        return ""
    return f"what was made cannot be read: {read.brief()}"
