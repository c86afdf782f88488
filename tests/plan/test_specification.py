"""`backend.yaml`: the same fields as the short form, words that stay words, nothing left out."""

from __future__ import annotations

import pytest

from backend_agent.plan.grammar import parse_resource
from backend_agent.plan.specification import read_specification
from backend_agent.values.errors import InputError, Refused

SHOP = """\
spec: 1
service: {name: my-shop, database: sqlite}
resources:
  Product:
    owner: User
    fields:
      sku: string 64 unique
      price: decimal 12,2 min=0
      mode: enum on,off,no default=off
      notes: text optional
  OrderLine:
    fields: {product: ref Product on_delete=restrict, quantity: int min=1 max=99}
"""


def test_a_file_gives_the_same_values_as_the_short_form() -> None:
    service = read_specification(SHOP)
    assert (service.name, service.database) == ("my-shop", "sqlite")
    assert service.resources == (
        parse_resource(
            (
                "Product", "sku:string/64:unique", "price:decimal/12,2:min=0",
                "mode:enum/on,off,no:default=off", "notes:text:optional",
            ),
            owner="User",
        ),
        parse_resource(
            ("order_line", "product:ref/Product:on_delete=restrict", "quantity:int:min=1:max=99")
        ),
    )  # fmt: skip


def test_words_that_an_older_yaml_takes_for_booleans_stay_words() -> None:
    text = "spec: 1\nservice: {name: on}\nresources: {no: {fields: {yes: bool default=true}}}\n"
    service = read_specification(text)
    assert service.name == "on"
    assert service.resources[0].name == "no"
    assert service.resources[0].fields[0].name == "yes"


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("", "the file is empty", "spec: 1"),
        ("spec: 1\nservice: [a", "backend.yaml:2: not YAML", "indentation"),
        ("- a\n", "expected keys and values, found a list", "docs"),
        ("spec: 2\nservice: {name: a}", "backend.yaml:1: spec: unknown version '2'", "spec: 1"),
        ("service: {name: a}", "spec is missing", "spec:"),
        ("spec: 1\n", "service is missing", "service:"),
        ("spec: 1\nservice: {name: My Shop}", "'My Shop' is not a service name", "my-shop"),
        ("spec: 1\nservice: {name: a, databse: x}", "service.databse: unknown key", "`database`"),
        ("spec: 1\nservice: {name: a, database: oracle}", "unknown database 'oracle'", "sqlite"),
        ("spec: 1\nservice: {name: a}\nresource: {}", "resource: unknown key", "`resources`"),
        (
            "spec: 1\nservice: {name: a}\nresources:\n  Order:\n    fields:\n      total: monye",
            "backend.yaml:6: resources.Order.fields.total: unknown type 'monye' (column 8)",
            "`money`",
        ),
        (
            "spec: 1\nservice: {name: a}\nresources: {Order: {fields: {}}}",
            "resources.Order.fields: no fields",
            "total",
        ),
        (
            "spec: 1\nservice: {name: a}\nresources: {Order: {fields: {total: [int]}}}",
            "expected one text, found a list",
            "docs",
        ),
        (
            "spec: 1\nservice: {name: a}\nresources: {Order: {fields: {a: int, a: int}}}",
            "resources.Order.fields.a is there twice",
            "one of them",
        ),
        (
            "spec: 1\nservice: {name: a}\nresources: {Order: {fields: {a: int}}, order: {fields: {a: int}}}",
            "a second resource 'order'",
            "another name",
        ),
        (
            "spec: 1\nservice: &s {name: a, again: *s}",
            "contains itself",
            "alias",
        ),
    ],
)  # fmt: skip
def test_a_fault_names_the_line_the_place_and_what_to_do(
    text: str, problem: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_specification(text, databases=("sqlite", "postgres"))
    assert problem in caught.value.message
    assert hint in caught.value.hint


def test_what_is_not_built_yet_is_named_all_of_it_with_what_to_do() -> None:
    text = SHOP.replace(
        "    owner: User\n", "    owner: User\n    events: [created]\n    state: {}\n"
    )
    with pytest.raises(Refused) as caught:
        read_specification(text + "custom: [GET /feed -> list Product]\n")
    lines = caught.value.message.splitlines()
    assert lines[0] == "not built yet:"
    assert [line.split(": ")[1] for line in lines[1:]] == [
        "custom", "resources.Product.events", "resources.Product.state",
    ]  # fmt: skip
    assert all(line.split(": ", 2)[2] for line in lines[1:])
