from aiohttp import web

from guards import session_middleware
from views import Books, index, routes


def setup_routes(app: web.Application) -> None:
    app.router.add_get("/", index)
    app.router.add_route("POST", "/books/{isbn:\\d{13}}", index)
    app.router.add_view("/books", Books)


async def init() -> web.Application:
    app = web.Application(middlewares=[session_middleware])
    setup_routes(app)
    app.add_routes(routes)
    admin = web.Application()
    admin.add_routes([web.put("/flags/{name}", index), web.view("/shelf", Books)])
    app.add_subapp("/admin", admin)
    return app


if __name__ == "__main__":
    web.run_app(init())
