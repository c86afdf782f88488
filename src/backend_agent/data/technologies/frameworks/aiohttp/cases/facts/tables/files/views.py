from aiohttp import web

from guards import admin_only

routes = web.RouteTableDef()


class Books(web.View):
    async def get(self):
        return web.Response()

    @admin_only
    async def post(self):
        return web.Response()


async def index(request):
    return web.Response()


@routes.delete("/books/{isbn}")
@admin_only
async def remove(request):
    return web.Response()
