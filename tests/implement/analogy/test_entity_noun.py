"""An entity's name says what it is; the noun leaves that out."""

from __future__ import annotations

import pytest

from backend_agent.implement.analogy.exemplar import read_entity_noun
from backend_agent.values.language import LanguageFormat
from tests.implement.analogy.kit import catalog


@pytest.mark.parametrize(
    ("name", "singular"),
    [
        ("RoleModel", ("role",)),
        ("usersTable", ("user",)),
        ("OrderEntity", ("order",)),
        ("PurchaseOrderModel", ("purchase", "order")),
        ("Table", ("table",)),
        ("TableBooking", ("table", "booking")),
    ],
)
def test_what_says_that_it_is_an_entity_is_no_part_of_its_noun(
    name: str, singular: tuple[str, ...]
) -> None:
    language = catalog().document("python", LanguageFormat)
    assert language is not None
    assert read_entity_noun(name, language).singular == singular
