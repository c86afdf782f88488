"""The description of the control, in OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
SIGN_UP = {
    "type": "object",
    "required": ["email", "password"],
    "additionalProperties": False,
    "properties": {
        "email": {"type": "string", "format": "email", "maxLength": 254},
        "password": {"type": "string", "format": "password", "minLength": 12, "maxLength": 256},
    },
}
LOG_IN = {
    **SIGN_UP,
    "properties": {
        "email": {"type": "string", "format": "email", "maxLength": 254},
        "password": {"type": "string", "format": "password", "maxLength": 256},
    },
}
REFRESH = {
    "type": "object",
    "required": ["refresh_token"],
    "additionalProperties": False,
    "properties": {"refresh_token": {"type": "string", "maxLength": 256}},
}
ME = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"display_name": {"type": ["string", "null"], "maxLength": 100}},
}
NOTE = {
    "type": "object",
    "required": ["title", "quantity"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 200},
        "text": {"type": ["string", "null"], "maxLength": 2000},
        "quantity": {"type": "integer", "minimum": 0, "maximum": 2147483647},
        "link": {"type": ["string", "null"], "format": "uri", "maxLength": 500},
    },
}
SHOWN_NOTE = {
    "type": "object",
    "required": ["id", "owner_id", "title", "quantity", "created_at", "version"],
    "properties": {
        "id": TEXT, "owner_id": TEXT, "title": TEXT, "text": {"type": ["string", "null"]},
        "quantity": {"type": "integer"}, "link": {"type": ["string", "null"]},
        "created_at": {"type": "string", "format": "date-time"}, "version": {"type": "integer"},
    },
}  # fmt: skip
SHOWN_USER = {
    "type": "object",
    "required": ["id", "email", "role"],
    "properties": {
        "id": TEXT, "email": TEXT, "role": {"type": "string", "enum": ["user", "admin"]},
        "display_name": {"type": ["string", "null"]},
    },
}  # fmt: skip
TOKENS = {
    "type": "object",
    "required": ["access_token", "refresh_token", "token_type", "expires_in"],
    "properties": {
        "access_token": TEXT, "refresh_token": TEXT, "token_type": TEXT, "expires_in": {"type": "integer"},
    },
}  # fmt: skip
KEY = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": TEXT}
TRANSFER = {
    "type": "object",
    "required": ["amount"],
    "additionalProperties": False,
    "properties": {"amount": {"type": "integer", "minimum": 1, "maximum": 1000}},
}
PAGE = {
    "type": "object",
    "required": ["items", "next_cursor"],
    "properties": {
        "items": {"type": "array", "items": SHOWN_NOTE},
        "next_cursor": {"type": ["string", "null"]},
    },
}
PROBLEM = {"application/problem+json": {"schema": {"type": "object"}}}
LIMIT = {
    "name": "limit",
    "in": "query",
    "schema": {"type": "integer", "minimum": 1, "maximum": 100},
}
CURSOR = {"name": "cursor", "in": "query", "schema": {"type": "string"}}


def operation(
    status: int, schema: dict[str, Any] | None = None, body: dict[str, Any] | None = None, *,
    secured: bool = True, parameters: list[dict[str, Any]] | None = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    answer: dict[str, Any] = {"description": "Done."}
    if schema is not None:
        answer["content"] = {"application/json": {"schema": schema}}
    made: dict[str, Any] = {
        "responses": {
            str(status): answer,
            "4XX": {"description": "The request failed.", "content": PROBLEM},
            "5XX": {"description": "The service failed.", "content": PROBLEM},
        },
        "security": [{"bearer": []}] if secured else [],
        "parameters": parameters or [],
        **more,
    }
    if body is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return made


def describe() -> dict[str, Any]:
    item = {"name": "note_id", "in": "path", "required": True, "schema": TEXT}
    user = {"name": "user_id", "in": "path", "required": True, "schema": TEXT}
    people = {"type": "array", "items": SHOWN_USER}
    return {
        "openapi": "3.1.0",
        "info": {"title": "control", "version": "1"},
        "paths": {
            "/v1/users": {"post": operation(201, SHOWN_USER, SIGN_UP, secured=False)},
            "/v1/sessions": {"post": operation(201, TOKENS, LOG_IN, secured=False)},
            "/v1/sessions/refresh": {"post": operation(200, TOKENS, REFRESH, secured=False)},
            "/v1/sessions/current": {"delete": operation(204)},
            "/v1/me": {"get": operation(200, SHOWN_USER), "patch": operation(200, SHOWN_USER, ME)},
            "/v1/admin/users": {"get": operation(200, people)},
            "/v1/admin/users/{user_id}": {"delete": operation(204, parameters=[user])},
            "/v1/notes": {
                "get": operation(200, PAGE, parameters=[LIMIT, CURSOR]),
                "post": operation(201, SHOWN_NOTE, NOTE),
            },
            "/v1/notes/{note_id}": {
                "get": operation(200, SHOWN_NOTE, parameters=[item]),
                "put": operation(200, SHOWN_NOTE, NOTE, parameters=[item]),
                "patch": operation(200, SHOWN_NOTE, {**NOTE, "required": []}, parameters=[item]),
                "delete": operation(204, parameters=[item]),
            },
            "/v1/transfers": {
                "post": operation(201, {"type": "object"}, TRANSFER, parameters=[KEY])
            },
            "/v1/status": {
                "get": operation(200, {"type": "object"}, secured=False, deprecated=True)
            },
        },
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }
