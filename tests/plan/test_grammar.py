"""The short form of fields: what it reads, and how each fault is shown."""

from __future__ import annotations

import pytest

from backend_agent.plan.field_types import FIELD_TYPES, NOT_BUILT_TYPES, OTHER_SPELLINGS
from backend_agent.plan.grammar import parse_field, parse_resource, write_field, write_resource
from backend_agent.values.errors import InputError
from backend_agent.values.task import FieldSpec


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total:money", FieldSpec(name="total", type="money")),
        ("customer:ref/Customer", FieldSpec(name="customer", type="ref", arguments=("Customer",))),
        ("quantity:int:min=1", FieldSpec(name="quantity", type="int", min="1")),
        (
            "status:enum/draft,paid:default=draft",
            FieldSpec(name="status", type="enum", arguments=("draft", "paid"), default="draft"),
        ),
        ("notes:text:optional", FieldSpec(name="notes", type="text", optional=True)),
        ("sku:string/64:unique", FieldSpec(name="sku", type="string", arguments=("64",), unique=True)),
        (
            "weight:decimal/8,3:min=-0.5:max=10",
            FieldSpec(name="weight", type="decimal", arguments=("8", "3"), min="-0.5", max="10"),
        ),
        (
            "parent:ref/Order:optional:on_delete=set_null:index",
            FieldSpec(
                name="parent", type="ref", arguments=("Order",), optional=True, index=True,
                on_delete="set_null",
            ),
        ),
    ],
)  # fmt: skip
def test_a_field_is_read_and_written_back_the_same(text: str, expected: FieldSpec) -> None:
    assert parse_field(text) == expected
    assert parse_field(write_field(expected)) == expected


@pytest.mark.parametrize(
    "written", ["customerName", "Customer-Name", "customer_name", "CustomerName"]
)
def test_names_of_any_case_become_snake_case(written: str) -> None:
    assert parse_field(f"{written}:string").name == "customer_name"


def test_a_resource_is_its_name_and_its_fields_in_order() -> None:
    resource = parse_resource(("PurchaseOrder", "total:money", "paid:bool"), owner="User")
    assert resource.name == "purchase_order"
    assert [field.name for field in resource.fields] == ["total", "paid"]
    assert write_resource(resource) == "purchase_order total:money paid:bool --owner user"


@pytest.mark.parametrize(
    ("text", "column", "problem", "hint"),
    [
        ("total", 1, "has no type", "write `total:TYPE`"),
        (":int", 1, "a name is missing", "choose another name"),
        ("total:monye", 7, "unknown type 'monye'", "did you mean `money`?"),
        ("total:str", 7, "unknown type 'str'", "did you mean `string`?"),
        ("total:wibble", 7, "unknown type", "Types: string, text"),
        ("tags:refs/Tag", 6, "not built yet", "two `ref` fields"),
        ("total:int:min=x", 11, "'x' is not a number", "`min` of 'total'"),
        ("total:int:min=1.5", 11, "not a whole number", "`min`"),
        ("total:int:min=5:max=4", 17, "min=5 is above max=4", "make the two agree"),
        ("total:int:minimum=1", 11, "unknown option", "did you mean `min`?"),
        ("total:int:optional=yes", 11, "takes no value", "`optional` alone"),
        ("total:int:optional:optional", 20, "there twice", "keep one"),
        ("total:int:min=", 11, "needs a value", "`min=…`"),
        ("total:bool:min=1", 12, "`bool` has no bounds", "leave out `min`"),
        ("paid:bool:default=yes", 11, "not true or false", "`default`"),
        ("total:int:min=1:default=0", 17, "outside the bounds", "agree"),
        ("status:enum", 8, "needs values", "enum/draft,paid"),
        ("status:enum/draft,draft", 13, "'draft' is there twice", "enum/"),
        ("status:enum/draft,1x", 13, "'1x' is not a word", "enum/"),
        ("status:enum/a,b:default=c", 17, "none of a, b", "`default`"),
        ("customer:ref", 10, "needs an argument", "ref/Customer"),
        ("customer:ref/A/B", 16, "a second `/`", "comma"),
        ("customer:ref/A:on_delete=drop", 16, "none of restrict, cascade", "on_delete"),
        ("customer:ref/A:on_delete=set_null", 16, "may be empty", "add `optional`"),
        ("total:int:on_delete=cascade", 11, "is for `ref`", "on_delete"),
        ("price:decimal/2,4", 15, "4 decimals do not fit into 2 digits", "decimal/12,2"),
        ("name:string/0", 13, "not a whole number above 0", "string/64"),
        ("name:string/10:max=20", 16, "above the length 10", "agree"),
        ("paid:bool/1", 11, "takes no argument", "`paid:bool`"),
        ("id:int", 1, "already has the field 'id'", "leave it out"),
        ("class:string", 1, "reserved word", "another name"),
        ("1st:string", 1, "is not a name", "another name"),
        ("größe:int", 1, "is not a name", "another name"),
        ("name:string:search", 13, "'search' is not built yet", "by hand"),
    ],
)
def test_a_fault_says_what_where_and_what_to_do(
    text: str, column: int, problem: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        parse_field(text)
    assert problem in caught.value.message
    assert hint in caught.value.hint
    shown = caught.value.message.splitlines()
    assert f"(column {column})" in shown[0]
    assert shown[1] == f"    {text}"
    assert shown[2].index("^") - 4 == column - 1


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((), "needs a name"),
        (("order",), "has no fields"),
        (("total:int",), "the resource's name comes first"),
        (("class", "a:int"), "reserved word"),
        (("order", "total:int", "Total:money"), "'total' twice"),
    ],
)
def test_a_faulty_resource_is_refused_with_what_to_do(words: tuple[str, ...], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_resource(words)
    assert problem in caught.value.message
    assert caught.value.hint


def test_every_type_can_be_written_in_its_shortest_form() -> None:
    needed = {"enum": "/a,b", "ref": "/Customer"}
    for type_ in FIELD_TYPES:
        assert parse_field(f"value:{type_}{needed.get(type_, '')}").type == type_


def test_other_spellings_lead_to_types_that_exist_and_are_no_types_themselves() -> None:
    assert set(OTHER_SPELLINGS.values()) <= set(FIELD_TYPES)
    assert not (set(OTHER_SPELLINGS) | set(NOT_BUILT_TYPES)) & set(FIELD_TYPES)
