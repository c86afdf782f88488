"""Names in every case and number, inside identifiers, paths and sentences."""

from __future__ import annotations

import pytest

from backend_agent.syntax.names import (
    Styles,
    carries_words,
    rename_identifier,
    rename_prose,
    rename_text,
    swap_nouns,
)
from backend_agent.syntax.nouns import (
    pluralize_word,
    read_noun,
    singularize_word,
    split_words,
)

TO_ORDER = swap_nouns(read_noun("dish"), read_noun("order"))
TO_PURCHASE = swap_nouns(read_noun("Dish"), read_noun("purchase_order"))


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("order", "orders"), ("category", "categories"), ("day", "days"), ("box", "boxes"),
        ("dish", "dishes"), ("bus", "buses"), ("status", "statuses"), ("person", "people"),
        ("child", "children"), ("leaf", "leaves"), ("analysis", "analyses"),
        ("address", "addresses"), ("purchase", "purchases"), ("index", "indices"),
    ],
)  # fmt: skip
def test_one_and_many_lead_to_each_other(one: str, many: str) -> None:
    assert pluralize_word(one) == many
    assert singularize_word(many) == one
    assert singularize_word(one) == one
    assert pluralize_word(many) in (many, pluralize_word(many))


@pytest.mark.parametrize("word", ["news", "series", "feedback", "equipment"])
def test_an_uncountable_noun_is_known_as_such(word: str) -> None:
    assert not read_noun(word).countable


@pytest.mark.parametrize(
    "name", ["purchaseOrder", "purchase_order", "PurchaseOrder", "PURCHASE_ORDER"]
)
def test_a_name_has_the_same_words_in_every_case(name: str) -> None:
    assert split_words(name) == ("purchase", "order")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Dish", "PurchaseOrder"), ("DishCreate", "PurchaseOrderCreate"),
        ("DishesPublic", "PurchaseOrdersPublic"), ("dish", "purchase_order"),
        ("dishes", "purchase_orders"), ("dish_in", "purchase_order_in"),
        ("_dishes", "_purchase_orders"), ("DISH_LIMIT", "PURCHASE_ORDER_LIMIT"),
        ("dishId", "purchaseOrderId"), ("createDish", "createPurchaseOrder"),
        ("test_read_dishes", "test_read_purchase_orders"),
        ("dishwasher", "dishwasher"), ("radish", "radish"), ("Dishonest", "Dishonest"),
    ],
)  # fmt: skip
def test_an_identifier_keeps_its_case_and_its_number(old: str, new: str) -> None:
    assert rename_identifier(old, TO_PURCHASE) == new


def test_irregular_plurals_are_found_and_written() -> None:
    swaps = swap_nouns(read_noun("person"), read_noun("category"))
    assert rename_identifier("PeoplePublic", swaps) == "CategoriesPublic"
    assert rename_identifier("person_id", swaps) == "category_id"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Dish not found", "Order not found"),
        ("Create a dish.", "Create an order."),
        ("A dish and the dishes", "An order and the orders"),
        ("Uses DishCreate for dish_in.", "Uses OrderCreate for order_in."),
        ("Do the dishwasher.", "Do the dishwasher."),
    ],
)
def test_a_sentence_stays_a_sentence(old: str, new: str) -> None:
    assert rename_prose(old, TO_ORDER) == new


def test_the_article_follows_the_sound() -> None:
    to_user = swap_nouns(read_noun("item"), read_noun("user"))
    to_hour = swap_nouns(read_noun("item"), read_noun("hour"))
    assert rename_prose("Update an item", to_user) == "Update a user"
    assert rename_prose("Update an item", to_hour) == "Update an hour"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/api/dishes/{dish_id}", "/api/purchase-orders/{purchase_order_id}"),
        ("/dishes/:dishId", "/purchase-orders/:purchaseOrderId"),
        ("dishes", "purchase_orders"),
        ("Dish deleted", "Purchase order deleted"),
    ],
)
def test_a_path_a_label_and_a_sentence_have_their_own_styles(old: str, new: str) -> None:
    assert rename_text(old, TO_PURCHASE, Styles(url="kebab", label="snake")) == new


def test_whole_words_are_carried_and_parts_of_words_are_not() -> None:
    assert carries_words("create_dish", ("dish",))
    assert not carries_words("radishes", ("dish",), ("dishes",))


@pytest.mark.parametrize("name", ["", "_", "*"])
def test_a_name_without_a_word_is_a_noun_without_one(name: str) -> None:
    assert read_noun(name).singular == ()
    assert not read_noun(name).countable
