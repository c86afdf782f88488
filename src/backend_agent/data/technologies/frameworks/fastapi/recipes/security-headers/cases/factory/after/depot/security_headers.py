"""Headers that switch on the browser's own protections."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# OWASP REST Security Cheat Sheet: an answer that is no page needs nothing that a page needs.
NOT_A_PAGE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


class SecurityHeadersMiddleware:
    """Sets each header that the answer does not have yet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                if not headers.get("Content-Type", "").startswith("text/html"):
                    for name, value in NOT_A_PAGE.items():
                        headers.setdefault(name, value)
                # RFC 6797 section 7.2: not over plain HTTP.
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=63072000")
            await send(message)

        await self.app(scope, receive, send_with_headers)
