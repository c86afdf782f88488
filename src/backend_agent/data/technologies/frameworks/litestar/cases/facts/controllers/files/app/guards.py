from litestar.security.jwt import JWTAuth


def requires_admin(connection, handler): ...


auth = JWTAuth(token_secret="", exclude=["^/health", "/public"])
