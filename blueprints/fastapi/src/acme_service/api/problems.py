"""Every error as problem details (RFC 9457)."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy import exc as sql
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match

from acme_service.errors import OperationalError, Unavailable
from acme_service.schemas.problem import InvalidField, Problem

MEDIA_TYPE = "application/problem+json"
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
DETAILS = {
    400: "The request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not know this method.",
    413: "The body of the request is too large.",
    415: "Send the body as application/json.",
    500: "Something went wrong on our side. The request id finds it in our logs.",
}


def _problem_schema() -> dict[str, Any]:
    """The schema of a problem without references, which would not resolve within a response."""
    schema = Problem.model_json_schema()
    invalid_field = schema.pop("$defs")["InvalidField"]
    schema["properties"]["errors"] = {"type": "array", "items": invalid_field}
    return schema


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": _problem_schema()}},
    }
    for status, description in (("4XX", "The request failed."), ("5XX", "The service failed."))
}

log = structlog.stdlib.get_logger(__name__)


def problem_response(
    request: Request,
    status: int,
    *,
    slug: str | None = None,
    title: str | None = None,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[InvalidField] = (),
) -> JSONResponse:
    phrase = HTTPStatus(status).phrase
    problem = Problem(
        type="about:blank" if slug is None else f"urn:problem:acme-service:{slug}",
        title=title or phrase,
        status=status,
        detail=detail or DETAILS.get(status, phrase),
        instance=request.url.path,
        request_id=request.state.request_id,
        errors=list(errors) or None,
    )
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


async def answer_operational_error(request: Request, error: OperationalError) -> JSONResponse:
    log.log(error.level, "request_refused", reason=type(error).__name__, status=error.status)
    return problem_response(
        request,
        error.status,
        slug=error.slug,
        title=error.title,
        detail=error.detail,
        headers=error.headers,
    )


async def answer_http_exception(request: Request, error: HTTPException) -> JSONResponse:
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed_methods(request))
    return problem_response(request, error.status_code, headers=headers)


async def answer_validation_error(request: Request, error: RequestValidationError) -> JSONResponse:
    mistakes = error.errors()
    if any(mistake["type"] == "json_invalid" for mistake in mistakes):
        return problem_response(request, 400, detail="The body is not valid JSON.")
    return problem_response(
        request,
        422,
        slug="invalid-request",
        title="Invalid request",
        detail="Some values of the request are not valid.",
        errors=[_invalid_field(mistake) for mistake in mistakes],
    )


async def answer_database_outage(request: Request, error: sql.SQLAlchemyError) -> JSONResponse:
    cause = error.orig if isinstance(error, sql.DBAPIError) else error
    log.warning("database_unavailable", cause=str(cause))
    return await answer_operational_error(request, Unavailable())


def answer_unexpected_error(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected_error", exc_info=error)
    return problem_response(request, 500)


def _allowed_methods(request: Request) -> list[str]:
    """All methods of the path; the framework names only those of the first route it tried."""
    allowed = {
        method
        for method in METHODS
        for route in request.app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    }
    return sorted(allowed | {"HEAD"} if "GET" in allowed else allowed)


def _invalid_field(mistake: Mapping[str, Any]) -> InvalidField:
    source, *path = mistake["loc"]
    detail = mistake["msg"].removeprefix("Value error, ")
    if source != "body":
        return InvalidField(parameter=".".join(map(str, path)), detail=detail)
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return InvalidField(pointer="".join(f"/{part}" for part in escaped), detail=detail)


EXCEPTION_HANDLERS: dict[
    int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]
] = {
    OperationalError: answer_operational_error,
    HTTPException: answer_http_exception,
    RequestValidationError: answer_validation_error,
    sql.OperationalError: answer_database_outage,
    sql.InterfaceError: answer_database_outage,
    sql.TimeoutError: answer_database_outage,
}
