"""Lists: pages that are bounded, neither skip nor repeat, and belong to who asks."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from backend_agent.values.exchange import Exchange
from backend_agent.values.probe import ProbeWords
from backend_agent.verify.probe.client import User
from backend_agent.verify.probe.desk import Desk, Made
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown

CAP = 100
MANY = 112
WALK = 12
PAGE = 5
MOST_PAGES = 60


def items_of(answer: Exchange, words: ProbeWords) -> list[Any] | None:
    """The list in an answer: itself, the member with a known name, or the only one that is a list."""
    body = answer.json()
    for _ in range(3):
        if isinstance(body, list):
            return body
        if not isinstance(body, dict):
            return None
        for name in words.list_keys:
            if isinstance(body.get(name), list):
                return list(body[name])
        lists = [each for each in body.values() if isinstance(each, list)]
        if len(lists) == 1:
            return list(lists[0])
        body = next(
            (body[name] for name in words.list_keys if isinstance(body.get(name), dict)), None
        )
    return None


def ids_of(desk: Desk, items: list[Any]) -> list[str]:
    parameter = re.findall(r"\{([^{}]+)\}", desk.thing.read.path)[-1]
    names = (parameter, *desk.words.id_keys)
    found = []
    for item in items:
        inner = item.get("node", item) if isinstance(item, dict) else item
        value = next(
            (
                inner[name]
                for name in names
                if isinstance(inner, dict) and inner.get(name) is not None
            ),
            None,
        )
        found.append(str(value))
    return found


def _limit(desk: Desk) -> str:
    assert desk.thing.listing is not None
    parameter = desk.thing.listing.parameter(desk.words.limit_parameters)
    assert parameter is not None
    return parameter.name


async def own_user(desk: Desk) -> User | None:
    """Somebody with an empty list, where lists belong to users."""
    if "guarded" in desk.lacks:
        return desk.first
    return await desk.new_user() or desk.first


async def make_many(desk: Desk, user: User | None, count: int) -> list[Made]:
    return list(await asyncio.gather(*(desk.create(user) for _ in range(count))))


@check("L01")
async def page_size_is_capped(desk: Desk) -> Judged:
    name = _limit(desk)
    assert desk.thing.listing is not None
    parameter = desk.thing.listing.parameter((name,))
    assert parameter is not None
    huge = await desk.list_page(desk.first, f"{name}=1000000000")
    if huge.status in (400, 422):
        declared = _maximum(parameter.schema) or CAP
        if declared > CAP:
            return failed(f"up to {declared} are allowed on one page", huge)
        above = await desk.list_page(desk.first, f"{name}={declared + 1}")
        below = await desk.list_page(desk.first, f"{name}=-1")
        if above.ok or below.ok:
            return await _count_capped(desk, name, CAP + 1)
        return passed(f"refused: {huge.status}", huge)
    if not huge.ok:
        return failed(f"a huge page is answered with {huge.status}", huge)
    return await _count_capped(desk, name, 1_000_000_000)


async def _count_capped(desk: Desk, name: str, size: int) -> Judged:
    user = await own_user(desk)
    made = await make_many(desk, user, MANY)
    if sum(each.answer.ok for each in made) < MANY - 5:
        return unknown("not enough things could be made", made[-1].answer)
    for asked in (size, -1):
        answer = await desk.list_page(user, f"{name}={asked}")
        items = items_of(answer, desk.words)
        if items is None and answer.ok:
            return unknown("no list was found in the answer", answer)
        if items is not None and len(items) > CAP:
            return failed(f"{len(items)} come on one page", answer)
    return passed(f"{CAP} at most", answer)


def _maximum(schema: dict[str, Any]) -> int | None:
    value = schema.get("maximum")
    for each in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        value = value if value is not None else each.get("maximum")
    return int(value) if isinstance(value, int | float) else None


@check("L02")
async def bad_page_sizes_are_refused(desk: Desk) -> Judged:
    name = _limit(desk)
    listing = desk.thing.listing
    assert listing is not None
    names = [
        name,
        *(
            each.name
            for each in listing.parameters
            if each.name in (*desk.words.offset_parameters, *desk.words.page_parameters)
        ),
    ]
    for each in names:
        for value in ("-1", "0", "abc", str(2**63), "1e9", "%00", "1.5", ""):
            answer = await desk.list_page(desk.first, f"{each}={value}")
            if answer.broke or answer.status >= 500:
                return failed(f"{each}={value} ends in {answer.status or answer.trouble}", answer)
            if answer.ok and value in ("-1", "abc") and each == name:
                items = items_of(answer, desk.words) or []
                if len(items) > CAP:
                    return failed(f"{each}={value} gives everything", answer)
    return passed(f"{len(names)} parameters")


class Walk:
    """Follows a list from page to page in whichever way it offers."""

    def __init__(self, desk: Desk, user: User | None) -> None:
        self.desk, self.user = desk, user
        self.limit = _limit(desk)
        self.size = PAGE
        self.seen: list[str] = []
        self.answers: list[Exchange] = []
        self.way = ""

    async def step(self, query: str) -> str | None:
        """Read one page; the query of the next, None at the end."""
        desk = self.desk
        answer = await desk.list_page(self.user, query)
        self.answers.append(answer)
        items = items_of(answer, desk.words)
        if not answer.ok or items is None:
            self.way = self.way or "broken"
            return None
        self.seen += ids_of(desk, items)
        return self._next(answer, len(items), query)

    def _next(self, answer: Exchange, count: int, query: str) -> str | None:
        listing = self.desk.thing.listing
        assert listing is not None
        link = re.search(r'<([^>]+)>\s*;[^,]*rel="?next"?', ",".join(answer.headers_named("link")))
        if link:
            self.way = "link"
            return urlsplit(link[1]).query
        cursor = listing.parameter(self.desk.words.cursor_parameters)
        token = find_next(answer, self.desk.words)
        if token and (token.startswith(("/", "?", "http")) or "=" in token.partition("?")[2]):
            self.way = "link"
            return urlsplit(token).query
        if cursor is not None:
            self.way = "cursor"
            return (
                f"{self.limit}={self.size}&{cursor.name}={quote(token, safe='')}" if token else None
            )
        if count < self.size or not count:
            return None
        return self._count_on(listing, query)

    def _count_on(self, listing: Any, query: str) -> str | None:
        words = self.desk.words
        offset, page = (
            listing.parameter(words.offset_parameters),
            listing.parameter(words.page_parameters),
        )
        given = parse_qs(query)
        if offset is not None:
            self.way = "offset"
            return f"{self.limit}={self.size}&{offset.name}={int(given.get(offset.name, ['0'])[0]) + self.size}"
        if page is not None:
            self.way = "page"
            first = str(page.schema.get("default", page.schema.get("minimum", 1)))
            now = int(given.get(page.name, [first if first.isdigit() else "1"])[0])
            return f"{self.limit}={self.size}&{page.name}={now + 1}"
        return None


def find_next(answer: Exchange, words: ProbeWords) -> str:
    """The cursor or link of the next page in the body, up to two levels deep."""
    body = answer.json()
    queue = [body]
    for _ in range(8):
        if not queue:
            break
        node = queue.pop(0)
        if not isinstance(node, dict):
            continue
        for name in words.next_keys:
            value = node.get(name)
            if isinstance(value, str | int) and not isinstance(value, bool) and value:
                return str(value)
            if isinstance(value, dict) and isinstance(value.get("href"), str):
                return str(value["href"])
        queue += [each for each in node.values() if isinstance(each, dict)]
    return ""


@check("L03")
async def paging_neither_skips_nor_repeats(desk: Desk) -> Judged:
    user = await own_user(desk)
    made = [await desk.create(user) for _ in range(WALK)]
    known = {each.id for each in made}
    if len(known) < WALK:
        return unknown("the things could not be made", made[-1].answer)
    walk = Walk(desk, user)
    query: str | None = f"{walk.limit}={PAGE}"
    pages = 0
    while query is not None and pages < MOST_PAGES:
        query = await walk.step(query)
        pages += 1
        # Two are added first and two taken later: at once they would make up for each other.
        if pages == 1:
            await make_many(desk, user, 2)
        if pages == 2 and desk.thing.delete is not None:
            for gone in [each for each in made if each.id in walk.seen][:2]:
                await desk.delete(gone, user)
                made.remove(gone)
    if walk.way == "broken":
        return unknown("the list could not be walked", *walk.answers[-1:])
    if pages == 1 and not known <= set(walk.seen):
        return failed("the first page does not lead to the rest", *walk.answers[:1])
    twice = sorted({each for each in walk.seen if walk.seen.count(each) > 1})
    missed = [each.id for each in made if each.id not in walk.seen]
    if twice or missed:
        told = (
            f"{len(twice)} came twice, {len(missed)} not at all, while others were made and "
            f"deleted ({walk.way or 'one page'})"
        )
        return failed(told, *walk.answers[:3])
    return passed(f"{pages} pages by {walk.way or 'one page'}", *walk.answers[:1])


@check("L04")
async def next_page_is_linked(desk: Desk) -> Judged:
    user = await own_user(desk)
    for _ in range(3):
        await desk.create(user)
    first = await desk.list_page(user, f"{_limit(desk)}=1")
    linked = re.search(r'rel="?next"?', ",".join(first.headers_named("link"))) or find_next(
        first, desk.words
    )
    if not linked:
        return failed("a page does not tell where the next one is", first)
    walk = Walk(desk, user)
    walk.size = 2
    query: str | None = f"{walk.limit}=2"
    pages = 0
    while query is not None and pages < MOST_PAGES:
        query = await walk.step(query)
        pages += 1
    return expect(
        query is None or user is desk.first,
        f"ends after {pages} pages",
        "the pages never end",
        *walk.answers[-1:],
    )


@check("L05")
async def damaged_cursor_is_400(desk: Desk) -> Judged:
    listing = desk.thing.listing
    assert listing is not None
    cursor = listing.parameter(desk.words.cursor_parameters)
    if cursor is None:
        return absent("the list has no cursor")
    user = desk.first
    for _ in range(3):
        await desk.create(user)
    first = await desk.list_page(user, f"{_limit(desk)}=1")
    token = find_next(first, desk.words)
    if not token:
        return unknown("no cursor came", first)
    flipped = (
        token[: len(token) // 2]
        + ("A" if token[len(token) // 2] != "A" else "B")
        + token[len(token) // 2 + 1 :]
    )
    for bad in (flipped, "!!!", "eyJhIjoxfQ", "%FF%FE", token[:-3]):
        answer = await desk.list_page(
            user, f"{_limit(desk)}=1&{cursor.name}={quote(bad, safe='%')}"
        )
        if answer.broke or answer.status >= 500:
            return failed(f"a damaged cursor ends in {answer.status or answer.trouble}", answer)
        if answer.ok and bad in ("!!!", "eyJhIjoxfQ"):
            return failed("a damaged cursor is taken for none or for another", answer)
    return passed("refused", answer)


@check("L06")
async def order_is_the_same_twice(desk: Desk) -> Judged:
    user = await own_user(desk)
    await make_many(desk, user, 9)
    name = _limit(desk)
    orders = [
        ids_of(desk, items_of(await desk.list_page(user, f"{name}=9"), desk.words) or [])
        for _ in range(3)
    ]
    return expect(
        orders[0] == orders[1] == orders[2],
        "the same three times",
        "the same list comes in another order",
    )


@check("L08")
async def list_belongs_to_who_asks(desk: Desk) -> Judged:
    made = await desk.create(desk.first)
    assert desk.thing.listing is not None
    name = desk.thing.listing.parameter(desk.words.limit_parameters)
    query = f"{name.name}=100" if name else ""
    theirs = await desk.list_page(desk.second, query)
    mine = await desk.list_page(desk.first, query)
    found = items_of(theirs, desk.words)
    own = items_of(mine, desk.words)
    if found is None or own is None:
        return unknown("no list was found in the answer", theirs)
    reading = await desk.read(made, desk.second)
    if reading.ok:
        return absent("the resource is shared: others may read it", reading)
    return expect(
        made.id not in ids_of(desk, found),
        "nothing of others in it",
        "the list shows what belongs to another user",
        theirs,
    )
