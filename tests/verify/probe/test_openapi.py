"""Operations are read from every version of OpenAPI, and broken descriptions are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backend_agent.verify.probe.openapi import MOST_SPEC, read_description


def read(document: dict[str, Any]) -> Any:
    return read_description(json.dumps(document).encode(), "/openapi.json")


def test_openapi_3_resolves_references_and_the_base_path() -> None:
    found = read(
        {
            "openapi": "3.1.0",
            "servers": [{"url": "https://api.example/v2/"}],
            "security": [{"b": []}],
            "paths": {
                "/orders/{id}": {
                    "parameters": [{"name": "id", "in": "path", "required": True}],
                    "put": {
                        "requestBody": {"$ref": "#/components/requestBodies/O"},
                        "responses": {"200": {"$ref": "#/components/responses/R"}},
                    },
                    "get": {"security": [], "responses": {}},
                }
            },
            "components": {
                "schemas": {
                    "O": {
                        "type": "object",
                        "properties": {"a": {"$ref": "#/components/schemas/A"}},
                    },
                    "A": {"type": "integer"},
                },
                "requestBodies": {
                    "O": {
                        "content": {
                            "text/csv": {},
                            "application/json": {"schema": {"$ref": "#/components/schemas/O"}},
                        }
                    }
                },
                "responses": {
                    "R": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/A"}}
                        }
                    }
                },
            },
        }
    )
    get, put = sorted(found.operations, key=lambda each: each.method)
    assert (put.key, put.media, put.secured, get.secured) == (
        "PUT /v2/orders/{id}",
        "application/json",
        True,
        False,
    )
    assert put.body["properties"]["a"] == {"type": "integer"}
    assert put.replies == (("200", {"type": "integer"}),)
    assert [each.name for each in put.parameters] == ["id"]


def test_openapi_2_bodies_and_forms() -> None:
    found = read(
        {
            "swagger": "2.0",
            "basePath": "/api",
            "paths": {
                "/login": {
                    "post": {
                        "parameters": [
                            {
                                "in": "formData",
                                "name": "password",
                                "type": "string",
                                "required": True,
                            }
                        ],
                        "responses": {"200": {"description": ""}},
                    }
                },
                "/items": {
                    "post": {
                        "parameters": [
                            {"in": "body", "name": "b", "schema": {"$ref": "#/definitions/I"}}
                        ],
                        "responses": {},
                    }
                },
            },
            "definitions": {
                "I": {"type": "object", "required": ["n"], "properties": {"n": {"type": "string"}}}
            },
        }
    )
    login, items = found.operations
    assert (login.path, login.media) == ("/api/login", "application/x-www-form-urlencoded")
    assert login.body["required"] == ["password"]
    assert items.body["required"] == ["n"]


def test_a_circle_of_references_ends() -> None:
    found = read(
        {
            "openapi": "3.0.0",
            "paths": {
                "/n": {
                    "post": {
                        "requestBody": {
                            "content": {
                                "application/json": {"schema": {"$ref": "#/components/schemas/N"}}
                            }
                        },
                        "responses": {},
                    }
                }
            },
            "components": {
                "schemas": {
                    "N": {
                        "type": "object",
                        "properties": {"next": {"$ref": "#/components/schemas/N"}},
                    }
                }
            },
        }
    )
    assert found.operations[0].body["properties"]["next"] == {}


def test_all_of_is_folded() -> None:
    found = read(
        {
            "openapi": "3.0.0",
            "paths": {
                "/n": {
                    "post": {
                        "requestBody": {
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "allOf": [
                                            {
                                                "type": "object",
                                                "required": ["a"],
                                                "properties": {"a": {"type": "string"}},
                                            },
                                            {
                                                "required": ["b"],
                                                "properties": {"b": {"type": "integer"}},
                                            },
                                        ]
                                    }
                                }
                            }
                        },
                        "responses": {},
                    }
                }
            },
        }
    )
    assert sorted(found.operations[0].body["required"]) == ["a", "b"]
    assert sorted(found.operations[0].body["properties"]) == ["a", "b"]


def test_yaml_is_read_as_well() -> None:
    found = read_description(b"openapi: 3.0.0\npaths:\n  /a:\n    get: {responses: {}}\n", "a.yaml")
    assert [each.key for each in found.operations] == ["GET /a"]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        (b"<html>", "neither JSON nor YAML"),
        (b"[1]", "neither JSON nor YAML"),
        (b'{"a": 1}', "no OpenAPI description"),
        (b'{"openapi": "3.0.0", "paths": []}', "no OpenAPI description"),
        (b'{"openapi": "3.0.0", "paths": ', "neither JSON nor YAML"),
        (b"- " * 100_000, "neither JSON nor YAML"),
        (b"[" * 100_000, "neither JSON nor YAML"),
        (b" " * (MOST_SPEC + 1), "more than"),
    ],
    ids=["html", "list", "other", "no paths", "cut", "deep list", "deep", "large"],
)
def test_what_is_no_description_is_told(text: bytes, trouble: str) -> None:
    found = read_description(text, "/x")
    assert found.operations == ()
    assert trouble in found.trouble


def test_odd_members_do_not_break_the_rest() -> None:
    found = read(
        {
            "openapi": "3.0.0",
            "servers": "none",
            "paths": {
                "/a": {"get": {"responses": None, "parameters": [7, {"in": "query", "name": "q"}]}},
                "/b": None,
                "/c": {"post": {"requestBody": {"$ref": "#/nowhere"}, "responses": {"200": 7}}},
            },
        }
    )
    assert [each.key for each in found.operations] == ["GET /a", "POST /c"]


def test_a_description_of_five_megabytes_is_read() -> None:
    paths = {
        f"/things{number}/{{id}}": {"get": {"description": "x" * 800, "responses": {}}}
        for number in range(6000)
    }
    assert len(read({"openapi": "3.1.0", "paths": paths}).operations) == 6000
