"""A smallest test of the new routes, where the exemplar has none and tests of others show how."""

from __future__ import annotations

import pytest

from tests.implement.analogy.kit import SHOP, text_of, transplant

STORE = """from shop.models import Dish, Guest


class Store:
    def __init__(self, kind):
        self.kind = kind

    async def get(self, session, **where):
        return session.find(self.kind, where)

    async def create(self, session, values):
        return session.make(self.kind, values)


dish_store = Store(Dish)
guest_store = Store(Guest)
"""
ROUTES = '''"""Dishes over HTTP."""

from fastapi import APIRouter, Depends, Request

from shop.database import get_session
from shop.errors import Forbidden, Missing
from shop.schemas import DishCreate, DishRead
from shop.stores import dish_store, guest_store

router = APIRouter(prefix="/dishes", tags=["dishes"])


@router.get("/{dish_id}")
async def read_dish(dish_id: int, session=Depends(get_session)) -> DishRead:
    dish = await dish_store.get(session, id=dish_id)
    if not dish:
        raise Missing("Dish not found")
    return dish


@router.post("/{guest_id}", status_code=201)
async def create_dish(
    request: Request, guest_id: int, data: DishCreate, session=Depends(get_session),
    me=Depends(get_session),
) -> DishRead:
    guest = await guest_store.get(session, id=guest_id)
    if guest is None:
        raise Missing("Guest not found")
    if guest.id != me["id"]:
        raise Forbidden()
    made = await dish_store.create(session, data)
    return made
'''
GUESTS = '''"""Guests over HTTP."""

from fastapi import APIRouter, Depends, Request

from shop.database import get_session
from shop.errors import Missing
from shop.schemas import GuestCreate
from shop.stores import guest_store

router = APIRouter(prefix="/guests")


@router.post("/")
async def create_guest(request: Request, data: GuestCreate, session=Depends(get_session)):
    return await guest_store.create(session, data)


@router.delete("/{guest_id}")
async def delete_guest(guest_id: int, session=Depends(get_session), me=Depends(get_session)):
    guest = await guest_store.get(session, id=guest_id)
    if guest is None:
        raise Missing("Guest not found")
    return guest
'''
TESTS = '''"""Guests, one route at a time."""

from unittest.mock import AsyncMock, Mock, patch

import pytest

from shop.routes.guests import create_guest, delete_guest
from shop.schemas import GuestCreate


@pytest.mark.anyio
async def test_create_guest(session):
    with patch("shop.routes.guests.guest_store") as store:
        store.create = AsyncMock(return_value=Mock(id=1))
        made = await create_guest(Mock(), GuestCreate(email="ada@example.com"), session)
        assert made.id == 1


@pytest.mark.anyio
async def test_delete_guest(session, signed_in: dict):
    with patch("shop.routes.guests.guest_store") as store:
        store.get = AsyncMock(return_value=Mock(id=1))
        assert await delete_guest(1, session, signed_in)
'''
UNTESTED = {
    **{path: text for path, text in SHOP.items() if not path.startswith("tests/")},
    "shop/stores.py": STORE,
    "shop/errors.py": "class Missing(Exception):\n    pass\n\n\nclass Forbidden(Exception):\n    pass\n",
    "shop/routes/dishes.py": ROUTES,
    "shop/routes/guests.py": GUESTS,
    "tests/test_guests.py": TESTS,
}


def test_each_new_route_is_called_as_the_routes_of_others_are() -> None:
    change = transplant(UNTESTED, like="dish")
    text = text_of(change, "tests/test_orders.py")
    assert "from shop.routes.orders import create_order, read_order\n" in text
    assert (
        "@pytest.mark.anyio\nasync def test_create_order_success(session, signed_in: dict):" in text
    )
    assert 'patch("shop.routes.orders.order_store") as mock_order_store' in text
    assert "await create_order(Mock(), 3, data, session, signed_in)" in text
    assert "await read_order(3, session)" in text
    said = next(note.text for note in change.notes if "tests/test_orders.py" in note.text)
    assert said.endswith("made from the code of the new routes, in the way of tests/test_guests.py")


def test_a_double_has_what_the_function_reads_of_it_and_equals_what_it_is_compared_with() -> None:
    text = text_of(transplant(UNTESTED, like="dish"), "tests/test_orders.py")
    assert 'guest_store.get = AsyncMock(return_value=Mock(id=signed_in["id"]))' in text
    assert "assert result == made" in text
    assert "mock_order_store.create.assert_called_once()" in text


def test_what_the_function_refuses_to_go_on_without_is_a_test_of_its_own() -> None:
    text = text_of(transplant(UNTESTED, like="dish"), "tests/test_orders.py")
    missing = text.split("async def test_create_order_without_guest")[1]
    assert "get = AsyncMock(return_value=None)" in missing
    assert "with pytest.raises(Missing):" in missing
    assert "async def test_read_order_without_order(session)" in text
    assert "from shop.errors import Missing\n" in text
    assert "OrderCreate(**{})" in text


def test_what_is_sent_holds_every_new_field() -> None:
    text = text_of(transplant(UNTESTED, like="dish"), "tests/test_orders.py")
    sent = text.split("data = OrderCreate(")[1].split(")")[0]
    for name in ("customer_name", "total", "quantity", "shipped", "notes"):
        assert f'"{name}":' in sent


@pytest.mark.parametrize(
    ("path", "old", "new", "gone"),
    [
        # A decorator of the repository's own: what it needs, no test shows.
        (
            "shop/routes/dishes.py",
            '@router.get("/{dish_id}")\n',
            '@router.get("/{dish_id}")\n@kept\n',
            "read_order",
        ),
        # Something else is called: no double is known to stand for it.
        (
            "shop/routes/dishes.py",
            "    made = await",
            "    weigh(data)\n    made = await",
            "create_order",
        ),
        # What a test gives is waited for.
        (
            "shop/routes/dishes.py",
            "    made = await",
            "    await session.flush()\n    made = await",
            "create_order",
        ),
        # Nothing shows what is given for the last parameter.
        ("tests/test_guests.py", ", signed_in)\n", ", make())\n", "create_order"),
    ],
)
def test_a_route_that_asks_for_more_than_is_known_has_no_test(
    path: str, old: str, new: str, gone: str
) -> None:
    routes = UNTESTED["shop/routes/dishes.py"].replace(
        "from shop.errors", "from shop.scale import kept, weigh\nfrom shop.errors"
    )
    files = UNTESTED | {"shop/scale.py": "def weigh(data):\n    return data\n\n\nkept = weigh\n"}
    files["shop/routes/dishes.py"] = routes
    assert files[path].count(old) == 1
    text = text_of(
        transplant(files | {path: files[path].replace(old, new)}, like="dish"),
        "tests/test_orders.py",
    )
    assert f"def test_{gone}" not in text
    assert "def test_" in text


@pytest.mark.parametrize(
    "tests",
    [
        "",
        "def test_guests(client):\n    assert client\n",
        TESTS.replace("AsyncMock, Mock, patch", "Mock").replace("AsyncMock", "Mock"),
    ],
)
def test_where_no_test_shows_how_none_is_invented_and_it_is_said(tests: str) -> None:
    change = transplant(UNTESTED | {"tests/test_guests.py": tests}, like="dish")
    assert not [path for path in change.paths if path.startswith("tests/")]
    said = "\n".join(note.text for note in change.notes if note.kind == "left")
    assert "Dish has no tests, so none were made: no test of another resource shows how" in said


def test_a_file_that_is_there_is_not_written_over() -> None:
    mine = {"tests/test_orders.py": "def test_mine():\n    assert True\n"}
    assert "tests/test_orders.py" not in transplant(UNTESTED | mine, like="dish").paths


def test_an_exemplar_with_tests_needs_none_of_these() -> None:
    change = transplant(SHOP)
    assert "test_create_order_success" not in text_of(change, "tests/test_orders.py")
