"""Fields that lead to another resource: by a foreign key that a model shows, or refused."""

from __future__ import annotations

import pytest

from tests.implement.analogy.kit import SHOP, added_lines, reasons, text_of, transplant

SHELVES = """

class Room(Base):
    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(20))


class Shelf(Base):
    __tablename__ = "shelves"

    id: Mapped[int] = mapped_column(primary_key=True)
    height: Mapped[int]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    backup_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="RESTRICT"))
"""
STORED = SHOP | {"shop/models.py": SHOP["shop/models.py"] + SHELVES}
UNTESTED = {path: text for path, text in STORED.items() if not path.startswith("tests/")}


def order_of(files: dict[str, str], request: str) -> str:
    """The class of the new resource."""
    text = text_of(transplant(files, request, like="dish"), "shop/models.py")
    return text.split("class Order(Base)")[1].split("\nclass ")[0]


def test_a_key_is_declared_as_another_model_declares_one_to_the_same_resource() -> None:
    written = order_of(STORED, "order label:string place:ref/room:optional")
    assert (
        'place_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"), index=True)'
        in written
    )


def test_one_that_must_be_given_is_declared_like_one_that_must() -> None:
    written = order_of(UNTESTED, "order label:string place:ref/room")
    assert (
        'place_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="RESTRICT"))'
        in written
    )


def test_what_is_sent_and_shown_carries_the_key_as_a_plain_number() -> None:
    change = transplant(STORED, "order label:string place:ref/room:optional", like="dish")
    schemas = "\n".join(added_lines(change, "shop/schemas.py"))
    assert schemas.count("place_id: int | None") >= 2
    assert "ForeignKey" not in schemas
    assert "place_id=data.place_id" in text_of(change, "shop/routes/orders.py")


def test_tests_leave_out_a_key_that_would_lead_nowhere() -> None:
    change = transplant(STORED, "order label:string place:ref/room:optional", like="dish")
    for path in ("tests/test_orders.py", "tests/factory.py"):
        assert "place" not in text_of(change, path)


def test_a_key_that_must_be_given_is_refused_where_tests_would_need_something_to_lead_to() -> None:
    change = transplant(STORED, "order label:string place:ref/room", like="dish")
    assert change.changes == ()
    assert "place_id: every test that makes one would have to make what" in reasons(change)


def test_a_key_to_another_resource_of_the_same_kind_of_key_shows_how() -> None:
    models = SHOP["shop/models.py"] + SHELVES.split("\n\nclass Shelf")[0] + "\n"
    files = {path: text for path, text in SHOP.items() if not path.startswith("tests/")}
    written = order_of(files | {"shop/models.py": models}, "order label:string place:ref/room")
    assert 'place_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))' in written
    assert 'guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"))' in written


def test_a_key_to_the_exemplar_itself_leads_to_the_exemplar() -> None:
    written = order_of(SHOP, "order label:string side:ref/dish:optional")
    assert 'side_id: Mapped[int | None] = mapped_column(ForeignKey("dishes.id"))' in written


def test_keys_of_another_type_show_nothing() -> None:
    models = SHOP["shop/models.py"] + (
        "\n\nclass Room(Base):\n"
        '    __tablename__ = "rooms"\n\n'
        "    id: Mapped[str] = mapped_column(String(8), primary_key=True)\n"
        "    label: Mapped[str] = mapped_column(String(20))\n"
    )
    change = transplant(
        SHOP | {"shop/models.py": models}, "order label:string place:ref/room", like="dish"
    )
    assert change.changes == ()
    assert "no model here shows a foreign key that one to Room could be written like" in reasons(
        change
    )


def test_the_exemplar_s_own_key_is_the_one_that_is_asked_for() -> None:
    change = transplant(SHOP, "order label:string guest:ref/guest", like="dish")
    text = text_of(change, "shop/models.py").split("class Order(Base)")[1]
    assert text.count("guest_id: Mapped") == 1
    assert any(note.text == "guest_id leads to Guest, as in Dish" for note in change.notes)


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("buyer:ref/guest:optional", "Dish leads to Guest by a relation of its own"),
        ("place:ref/cellar:optional", "no resource cellar was found here"),
        ("place:ref/room:on_delete=cascade", "leave `on_delete` out"),
    ],
)
def test_a_key_that_nothing_here_decides_is_refused(field: str, reason: str) -> None:
    change = transplant(STORED, f"order label:string {field}", like="dish")
    assert change.changes == ()
    assert reason in reasons(change)
