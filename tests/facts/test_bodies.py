"""What handlers take, give and ask for first."""

from __future__ import annotations

import pytest

from tests.facts.little import read

START = """
from typing import Annotated, Optional

from fastapi import APIRouter, Body, Depends, FastAPI, Query, Security
from pydantic import BaseModel

class Item(BaseModel):
    name: str

class Filter(BaseModel):
    word: str

class Page[T](BaseModel):
    items: list[T]

def first(): ...
def second(): ...
def make(role): return lambda: role

Second = Annotated[int, Depends(second)]
app = FastAPI()
"""


@pytest.mark.parametrize(
    ("parameters", "request_schema", "guards"),
    [
        ("item: Item", "Item", ()),
        ("item: Item | None = None", "Item", ()),
        ("item: Optional[Item]", "Item", ()),
        ("items: list[Item]", "Item", ()),
        ("item: Annotated[Item, Body(embed=True)]", "Item", ()),
        ("item: 'Item'", "Item", ()),
        ("filter: Annotated[Filter, Query()]", "", ()),
        ("filter: Filter = Depends()", "", ("Filter",)),
        ("name: str, *, item: Item, a=Depends(first), b: Second = 0", "Item", ("first", "second")),
        ("a=Security(make('admin'), scopes=['x'])", "", ("make",)),
        ("*args, **kwargs", "", ()),
    ],
)
def test_parameters(parameters: str, request_schema: str, guards: tuple[str, ...]) -> None:
    text = f'{START}\n@app.post("/")\ndef handle({parameters}): ...\n'
    (route,) = read({"main.py": text}, "fastapi", "pydantic").routes
    assert (route.request_schema, route.guards) == (request_schema, guards)


@pytest.mark.parametrize(
    ("decorator", "returns", "response"),
    [
        ("", "Item", "Item"),
        ("", "list[Item]", "list[Item]"),
        ("", "Page[Item] | None", "Page[Item] | None"),
        ("", "dict[str, int]", ""),
        (", response_model=Page[Item]", "object", "Page[Item]"),
        (", response_model=None", "Item", ""),
    ],
)
def test_answers(decorator: str, returns: str, response: str) -> None:
    text = f'{START}\n@app.get("/"{decorator})\ndef handle() -> {returns}: ...\n'
    (route,) = read({"main.py": text}, "fastapi", "pydantic").routes
    assert route.response_schema == response


def test_guards_stand_in_the_order_in_which_they_run() -> None:
    text = (
        f"{START}\n"
        "router = APIRouter(dependencies=[Depends(make('router'))])\n"
        "def limit(rate): ...\n"
        '@router.get("/", dependencies=[Depends(first)])\n'
        '@limit("5/minute")\n'
        "def handle(x: Second): ...\n"
        "app.include_router(router, dependencies=[Depends(second)])\n"
    )
    (route,) = read({"main.py": text}, "fastapi").routes
    assert route.guards == ("second", "make", "first", "second", "limit")


@pytest.mark.parametrize(
    ("status", "number"), [("204", 204), ("status.HTTP_202_ACCEPTED", 202), ("CREATED", 201)]
)
def test_status_is_read(status: str, number: int) -> None:
    text = (
        "from fastapi import FastAPI, status\nCREATED = 201\napp = FastAPI()\n"
        f'@app.post("/", status_code={status})\ndef handle(): ...\n'
    )
    (route,) = read({"main.py": text}, "fastapi").routes
    assert route.status == number


def test_a_handler_that_a_loaded_module_exports_by_name_has_its_text() -> None:
    files = {
        "package.json": "{}",
        "app.js": 'const app = require("express")();\nconst h = require("./h");\n'
        'app.get("/a", h.one);\napp.post("/b", h.two);\n',
        "h.js": "module.exports.one = function (req, res) { res.send(1) };\n"
        "exports.two = (req, res) => res.send(2);\n",
    }
    found = read(files, "express", language="javascript").routes
    assert [(each.path, each.body and each.body.path) for each in found] == [
        ("/a", "h.js"),
        ("/b", "h.js"),
    ]
