from litestar import Litestar, get


@get("/")
async def index() -> str:
    return ""


app = Litestar([index])
