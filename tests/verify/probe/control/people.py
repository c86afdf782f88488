"""Signing up, logging in, refreshing, logging out, and what administrators may."""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets

from . import spec, tokens
from .app import App, Context, Route, answer
from .reading import Problem, check
from .store import User
from .tokens import Session
from .wire import Response

COMMON = ("password", "passwordpassword", "12345678", "123456789012", "qwertyuiopas")


class People:
    def __init__(self, app: App) -> None:
        self.app, self.store = app, app.store
        app.routes += [
            Route("POST", "/v1/users", self.sign_up, secured=False),
            Route("POST", "/v1/sessions", self.log_in, secured=False),
            Route("POST", "/v1/sessions/refresh", self.refresh, secured=False),
            Route("DELETE", "/v1/sessions/current", self.log_out),
            Route("GET", "/v1/me", self.get_me),
            Route("PATCH", "/v1/me", self.change_me),
            Route("GET", "/v1/admin/users", self.list_users, admin=True),
            Route("DELETE", "/v1/admin/users/{user_id}", self.remove_user, admin=True),
        ]
        if app.settings.admin_email:
            self.add_user(app.settings.admin_email, app.settings.admin_password, "admin")

    def add_user(self, email: str, password: str, role: str) -> User:
        hashed = tokens.hash_password(password, secrets.token_hex(8))
        user = User(id=secrets.token_hex(8), email=email, password=hashed, role=role)
        self.store.users[user.id] = user
        return user

    def show(self, user: User) -> dict[str, object]:
        return {
            "id": user.id,
            "email": user.email,
            "role": user.role,
            "display_name": user.display_name,
        }

    async def sign_up(self, context: Context) -> Response:
        self.app.count(context, self.app.attempts, f"signup {context.request.peer}")
        value = check(context.json(), spec.SIGN_UP)
        email = value["email"].lower()
        if value["password"].lower() in COMMON or len(set(value["password"])) < 4:
            raise Problem(
                422, "invalid", "The password is too common.", errors=[{"pointer": "/password"}]
            )
        async with self.store.locks[f"email {email}"]:
            await self.store.database.ask()
            if self.store.user_by_email(email):
                raise Problem(409, "taken", "The address is taken.")
            await self.store.database.ask()
            user = self.add_user(email, value["password"], "user")
        self.app.telemetry.log("INFO", "user signed up", context.trace, user_id=user.id)
        return answer(201, self.show(user), [("Location", "/v1/me")])

    async def log_in(self, context: Context) -> Response:
        value = check(context.json(), spec.LOG_IN)
        email = value["email"].lower()
        self.app.count(context, self.app.attempts, f"login {context.request.peer}")
        self.app.count(context, self.app.accounts, f"account {email}")
        await self.store.database.ask()
        user = self.store.user_by_email(email)
        right = await asyncio.to_thread(
            tokens.matches, value["password"], user.password if user else tokens.DECOY
        )
        if user is None or not right:
            self.app.telemetry.log(
                "WARNING",
                "login failed",
                context.trace,
                request_id=context.id,
                user_id=user.id if user else None,
            )
            refused = {"WWW-Authenticate": "Bearer"}
            raise Problem(
                401, "invalid-credentials", "Address or password is wrong.", headers=refused
            )
        session = Session(
            secrets.token_hex(8), user.id, secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        )
        self.store.sessions[session.id] = session
        flags = "Path=/; Secure; HttpOnly; SameSite=Strict"
        return self.tell_tokens(
            201, session, [("Set-Cookie", f"__Host-session={session.cookie}; {flags}")]
        )

    def tell_tokens(
        self, status: int, session: Session, headers: list[tuple[str, str]]
    ) -> Response:
        value = {
            "access_token": tokens.issue(session.user, session.id, self.app.settings.secret_key),
            "refresh_token": f"{session.id}.{session.refresh}", "token_type": "Bearer",
            "expires_in": tokens.ACCESS_SECONDS,
        }  # fmt: skip
        return answer(status, value, [("Cache-Control", "no-store"), *headers])

    async def refresh(self, context: Context) -> Response:
        value = check(context.json(), spec.REFRESH)
        name, _, secret = value["refresh_token"].partition(".")
        refused = Problem(
            401,
            "invalid-refresh-token",
            "The token is not valid.",
            headers={"WWW-Authenticate": "Bearer"},
        )
        async with self.store.locks[f"session {name}"]:
            await self.store.database.ask()
            session = self.store.sessions.get(name)
            if session is None or session.revoked:
                raise refused
            if not hmac.compare_digest(secret.encode(), session.refresh.encode()):
                if secret in session.used:
                    session.revoked = True
                raise refused
            session.used.add(session.refresh)
            await self.store.database.ask()
            session.refresh = secrets.token_urlsafe(32)
            return self.tell_tokens(200, session, [])

    async def log_out(self, context: Context) -> Response:
        await self.store.database.ask()
        self.store.sessions[context.session].revoked = True
        return Response(204)

    async def get_me(self, context: Context) -> Response:
        await self.store.database.ask()
        return answer(200, self.show(context.caller))

    async def change_me(self, context: Context) -> Response:
        value = check(context.json(), spec.ME, partial=True)
        await self.store.database.ask()
        for name, given in value.items():
            setattr(context.caller, name, given)
        return answer(200, self.show(context.caller))

    async def list_users(self, context: Context) -> Response:
        await self.store.database.ask()
        return answer(200, [self.show(user) for user in list(self.store.users.values())[:100]])

    async def remove_user(self, context: Context) -> Response:
        await self.store.database.ask()
        if not re.fullmatch(r"[0-9a-f]{16}", context.parameters[0]):
            raise Problem(404, "about:blank", "There is no such user.")
        self.store.users.pop(context.parameters[0], None)
        return Response(204)
