from aiohttp import web


@web.middleware
async def session_middleware(request, handler):
    return await handler(request)


def admin_only(handler):
    async def inner(request):
        return await handler(request)

    return inner
