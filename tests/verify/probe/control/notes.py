"""The control's resource: notes that belong to their users, with versions, pages and idempotency keys."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from typing import Any

from . import spec
from .app import App, Context, Route, answer
from .reading import Problem, check
from .store import Kept, Note, utc_now
from .wire import Response

MOST = 100
PAGE = 20
KEY = re.compile(r'"?[\x21\x23-\x7e]{8,128}"?\Z')


class Notes:
    def __init__(self, app: App) -> None:
        self.app, self.store = app, app.store
        app.routes += [
            Route("POST", "/v1/notes", self.create),
            Route("GET", "/v1/notes", self.list),
            Route("GET", "/v1/notes/{note_id}", self.get),
            Route("PUT", "/v1/notes/{note_id}", self.put),
            Route("PATCH", "/v1/notes/{note_id}", self.patch),
            Route("DELETE", "/v1/notes/{note_id}", self.delete),
            Route("POST", "/v1/transfers", self.transfer),
        ]

    # --- making

    async def create(self, context: Context) -> Response:
        key = context.request.header("idempotency-key")
        if key is None:
            return await self.make(context)
        if not KEY.match(key):
            raise Problem(400, "bad-key", "The Idempotency-Key is malformed.")
        place = (context.caller.id, key.strip('"'))
        fingerprint = hashlib.sha256(context.request.body).hexdigest()
        kept = self.store.keys.get(place)
        if kept is not None:
            return self.replay(kept, fingerprint)
        self.store.keys[place] = kept = Kept(fingerprint)
        try:
            response = await self.make(context)
        except BaseException:
            del self.store.keys[place]
            raise
        kept.answer = (response.status, list(response.headers), response.body)
        return response

    def replay(self, kept: Kept, fingerprint: str) -> Response:
        if kept.fingerprint != fingerprint:
            raise Problem(422, "key-reused", "The key was used for another request.")
        if kept.answer is None:
            raise Problem(409, "in-flight", "The first request is still under way.")
        status, headers, body = kept.answer
        return Response(status, list(headers), body)

    async def make(self, context: Context) -> Response:
        value = check(context.json(), spec.NOTE)
        owner = context.caller.id
        async with self.store.locks[f"title {owner} {value['title']}"]:
            await self.store.database.ask()
            self.refuse_taken(owner, value["title"], "")
            await self.store.database.ask()
            self.store.number += 1
            note = Note(
                id=secrets.token_hex(12), owner=owner, title=value["title"], text=value.get("text"),
                quantity=value["quantity"], link=value.get("link"), number=self.store.number, created_at=utc_now(),
            )  # fmt: skip
            self.store.notes[note.id] = note
        return answer(
            201, note.shown(), [("Location", f"/v1/notes/{note.id}"), ("ETag", tag_of(note))]
        )

    def refuse_taken(self, owner: str, title: str, own: str) -> None:
        for note in self.store.notes.values():
            if note.owner == owner and note.title == title and note.id != own:
                raise Problem(409, "taken", "There is a note of this title.")

    async def transfer(self, context: Context) -> Response:
        if context.request.header("idempotency-key") is None:
            raise Problem(400, "key-required", "Send an Idempotency-Key.")
        value = check(context.json(), spec.TRANSFER)
        await self.store.database.ask()
        return answer(201, {"amount": value["amount"]})

    # --- reading

    async def find(self, context: Context) -> Note:
        await self.store.database.ask()
        note = self.store.notes.get(context.parameters[0])
        # What belongs to others is answered like what does not exist.
        if note is None or note.owner != context.caller.id:
            raise Problem(404, "about:blank", "There is no such note.")
        return note

    async def get(self, context: Context) -> Response:
        note = await self.find(context)
        wanted = context.request.header("if-none-match") or ""
        if tag_of(note) in [each.strip().removeprefix("W/") for each in wanted.split(",")]:
            return Response(304, [("ETag", tag_of(note))])
        return answer(200, note.shown(), [("ETag", tag_of(note))])

    async def list(self, context: Context) -> Response:
        limit = read_limit(context.query.get("limit", [str(PAGE)])[0])
        cursor = context.query.get("cursor", [None])[0]
        before = None if cursor is None else read_cursor(cursor, self.app.settings.secret_key)
        await self.store.database.ask()
        notes = self.store.notes_of(context.caller.id)
        rest = [note for note in notes if before is None or note.number < before]
        page = rest[:limit]
        following = (
            write_cursor(page[-1].number, self.app.settings.secret_key)
            if len(rest) > limit
            else None
        )
        return answer(200, {"items": [note.shown() for note in page], "next_cursor": following})

    # --- changing

    async def put(self, context: Context) -> Response:
        value = check(context.json(), spec.NOTE)
        return await self.change(context, {"text": None, "link": None, **value})

    async def patch(self, context: Context) -> Response:
        value = check(context.json(), spec.NOTE, partial=True)
        return await self.change(context, value)

    async def change(self, context: Context, value: dict[str, Any]) -> Response:
        note = await self.find(context)
        async with self.store.locks[f"note {note.id}"]:
            await self.store.database.ask()
            self.demand_match(context, note)
            if "title" in value:
                self.refuse_taken(note.owner, value["title"], note.id)
            for name, given in value.items():
                setattr(note, name, given)
            note.version += 1
            return answer(200, note.shown(), [("ETag", tag_of(note))])

    def demand_match(self, context: Context, note: Note) -> None:
        wanted = context.request.header("if-match")
        if wanted is None:
            raise Problem(428, "precondition-required", "Send If-Match.")
        if wanted.strip() != "*" and tag_of(note) not in [
            each.strip() for each in wanted.split(",")
        ]:
            raise Problem(
                412, "precondition-failed", "The note has changed.", headers={"ETag": tag_of(note)}
            )

    async def delete(self, context: Context) -> Response:
        note = await self.find(context)
        self.store.notes.pop(note.id, None)
        return Response(204)


def tag_of(note: Note) -> str:
    return f'"{note.id}-{note.version}"'


def read_limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= MOST:
        raise Problem(422, "invalid", f"limit is 1 to {MOST}.", errors=[{"parameter": "limit"}])
    return int(text)


def write_cursor(number: int, key: str) -> str:
    text = str(number)
    seal = hashlib.sha256(f"{key} {text}".encode()).hexdigest()[:12]
    return base64.urlsafe_b64encode(f"{text}.{seal}".encode()).decode().rstrip("=")


def read_cursor(cursor: str, key: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        number = int(text.partition(".")[0])
    except ValueError:
        raise Problem(400, "bad-cursor", "The cursor is damaged.") from None
    if write_cursor(number, key) != cursor:
        raise Problem(400, "bad-cursor", "The cursor is damaged.")
    return number
