from litestar import Litestar, Router, get, websocket

from app.plugin import Core


@get(["/", "/index"], sync_to_thread=False)
def index() -> str:
    return ""


@get("/never")
def never() -> str:
    return ""


@websocket("/feed")
async def feed(socket) -> None: ...


v2 = Router(path="/v2", route_handlers=[index])
app = Litestar([v2, feed], plugins=[Core()])
