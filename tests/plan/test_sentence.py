"""Sentences that mean an operation, and those that must not be taken for one."""

from __future__ import annotations

import pytest

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.plan.sentence import understand_task
from backend_agent.values.errors import InputError
from backend_agent.values.task import (
    AddCapability,
    AddField,
    AddResource,
    RemoveField,
    RemoveResource,
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Add an orders resource with customer name, total amount and a shipped flag",
            "order customer_name:string total_amount:decimal shipped:bool",
        ),
        (
            (
                "Please add CRUD endpoints for purchase orders with a number, a status (draft, paid), "
                "an optional note, due date, sent at and quantity (int)."
            ),
            (
                "purchase_order number:string status:enum/draft,paid note:text:optional due_date:date "
                "sent_at:datetime quantity:int"
            ),
        ),
        (
            (
                "Create a resource called invoice with fields: invoiceNumber, customer email, is paid "
                "and number of items"
            ),
            "invoice invoice_number:string customer_email:email is_paid:bool items:int",
        ),
        (
            "add a categories table with name as string, and slug (unique)",
            "category name:string slug:string:unique",
        ),
        (
            "Add an Order entity having decimal total and integer count and an is active flag",
            "order total:decimal count:int is_active:bool",
        ),
        (
            "We need to add a sensors resource with latitude, longitude and a homepage url",
            "sensor latitude:float longitude:float homepage_url:url",
        ),
    ],
)
def test_a_sentence_becomes_the_equivalent_command(catalog: Catalog, text: str, words: str) -> None:
    task = understand_task(text, catalog)
    assert isinstance(task.operation, AddResource)
    assert task.command == f"backend-agent add resource {words}"
    assert task.text == text


def test_every_inferred_name_and_type_is_an_assumption_with_its_reason(catalog: Catalog) -> None:
    task = understand_task("Add an orders resource with customer name and total amount", catalog)
    assert task.assumptions == (
        "'orders' is the resource `order`",
        "`customer_name` is `string`, because of the word 'name'",
        "`total_amount` is `decimal`, because of the word 'amount'",
        "required, because nothing says optional: customer_name, total_amount",
    )


def test_an_id_in_the_sentence_is_left_out_and_said(catalog: Catalog) -> None:
    task = understand_task("Add a tags resource with id and name", catalog)
    assert task.command == "backend-agent add resource tag name:string"
    assert "`id` is left out: every resource has it" in task.assumptions


@pytest.mark.parametrize(
    "text",
    [
        "Add a rate limiter with redis and a sliding window",
        "Add an orders resource with customer name, and send an email when it ships",
        "Add an orders resource with name. Also remove the items resource.",
        "Add an orders resource",
        "Add orders with name and total",
        "Remove the orders resource with name and total",
        "Fix the login",
        "Füge eine Ressource Bestellung mit Name und Betrag hinzu",
        "Ajoute une ressource commande avec nom et total",
        "Add a users resource with passkeys, rate limits per user and (see the ticket)",
    ],
)
def test_what_does_not_clearly_mean_one_operation_has_none(catalog: Catalog, text: str) -> None:
    task = understand_task(text, catalog)
    assert task.operation is None
    assert task.command == ""
    assert task.assumptions == ()


@pytest.mark.parametrize(
    "text", ["Add health checks to the service", "please add health probes", "Implement a health check."]
)  # fmt: skip
def test_a_capability_is_known_by_its_phrases(catalog: Catalog, text: str) -> None:
    task = understand_task(text, catalog)
    assert task.operation == AddCapability(name="health-probes")
    assert task.command == "backend-agent add capability health-probes"


def test_the_words_of_the_command_are_read_with_their_options(catalog: Catalog) -> None:
    task = understand_task(
        "backend-agent add resource Order total:money --like item --owner=user --component api",
        catalog,
    )
    assert isinstance(task.operation, AddResource)
    assert task.operation.like == "item"
    assert task.operation.resource.owner == "user"
    assert task.component == "api"
    assert task.assumptions == ()
    assert task.command == (
        "backend-agent add resource order total:money --owner user --like item --component api"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the task is empty"),
        ("add resource order", "has no fields"),
        ("add resource order total:monye", "unknown type"),
        ("add resource order total:int --lik item", "unknown option"),
        ("add resource order total:int --like", "needs a value"),
        ("add capability", "takes one name"),
        ("Add an orders resource with class and name", "reserved word"),
        ("Add an orders resource with name and name", "'name' twice"),
    ],
)
def test_a_wrong_command_is_wrong_input(catalog: Catalog, text: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        understand_task(text, catalog)
    assert problem in caught.value.message
    assert caught.value.hint


def test_the_command_that_adds_fields_is_read_as_one(catalog: Catalog) -> None:
    task = understand_task("add field order priority:int:optional", catalog)
    assert isinstance(task.operation, AddField)
    assert task.operation.resource == "order"
    assert [field.name for field in task.operation.fields] == ["priority"]
    assert task.command == "backend-agent add field order priority:int:optional"


def test_a_field_without_a_type_is_a_fault_of_the_command(catalog: Catalog) -> None:
    with pytest.raises(InputError):
        understand_task("add field order priority", catalog)


def test_the_commands_that_take_out_are_read_and_sentences_about_it_are_not(
    catalog: Catalog,
) -> None:
    whole = understand_task("remove resource order", catalog)
    assert whole.operation == RemoveResource(name="order")
    part = understand_task("remove field order priority note", catalog)
    assert part.operation == RemoveField(resource="order", names=("priority", "note"))
    assert part.command == "backend-agent remove field order priority note"
    assert understand_task("remove the field that nobody uses", catalog).operation is None
    with pytest.raises(InputError):
        understand_task("remove field order priority:int", catalog)
