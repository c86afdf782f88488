"""Uses of the exemplar outside of what is copied: which weave it in, and which lose nothing."""

from __future__ import annotations

from tests.implement.analogy.kit import SHOP, reasons, text_of, transplant

SEED = """from shop.database import get_session
from shop.models import Dish


def seed():
    session = get_session()
    for at in range(3):
        dish = Dish(label="Soup", portions=at)
        session.add(dish)
    if session.query(Dish).count() > 3:
        raise ValueError(Dish)
    first = session.query(Dish).first()
    last = session.query(Dish).filter(Dish.portions > 1).first()
    return first, last, session.query(Dish).one()
"""
WORKS = """from shop.models import Dish


def find_all(session):
    return session.query(Dish).all()
"""


def test_a_script_that_makes_examples_does_not_weave_the_exemplar_in() -> None:
    change = transplant(SHOP | {"shop/seed.py": SEED}, like="dish")
    assert text_of(change, "shop/routes/orders.py")
    assert not reasons(change)
    assert any("stay as they are: shop/seed.py" in each.text for each in change.notes)


def test_what_calls_a_nameless_function_that_works_with_the_exemplar_is_refused() -> None:
    """`crud.find_all` would go on finding dishes for orders."""
    routes = SHOP["shop/routes/dishes.py"]
    files = SHOP | {
        "shop/crud.py": WORKS,
        "shop/routes/dishes.py": routes.replace(
            "from shop.models import Dish\n",
            "from shop import crud\nfrom shop.models import Dish\n",
        ).replace(
            "return session.scalars(select(Dish).order_by(Dish.label)).all()",
            "return crud.find_all(session)",
        ),
    }
    change = transplant(files, like="dish")
    assert "`find_all` of shop/crud.py works with Dish itself" in reasons(change)
    written = text_of(change, "shop/routes/orders.py")
    assert "find_all" not in written
    assert "def read_order(" in written


def test_a_call_that_makes_the_exemplar_known_without_a_twin_is_still_missing() -> None:
    wiring = "from shop.models import Dish\n\n\ndef start(run):\n    run.register(Dish)\n"
    change = transplant(SHOP | {"shop/wiring.py": wiring}, like="dish")
    assert [each.path for each in change.refusals] == ["shop/wiring.py"]


def test_a_module_that_only_looks_like_the_exemplars_keeps_its_name() -> None:
    """`dish_guest` is no file of the dish: a copy that imports from it must find it."""
    files = SHOP | {
        "shop/dish_guest.py": "GUESTS = 3\n\n\ndef guests_of(dish):\n    return GUESTS\n",
        "shop/routes/dishes.py": SHOP["shop/routes/dishes.py"]
        .replace(
            "from shop.models import Dish\n",
            "from shop.dish_guest import GUESTS\nfrom shop.models import Dish\n",
        )
        .replace('"""Get a dish."""', "assert GUESTS"),
    }
    written = text_of(transplant(files, like="dish"), "shop/routes/orders.py")
    assert "from shop.dish_guest import GUESTS\n" in written
    assert "from shop.models import Order\n" in written


FACTORY = """from fastapi import FastAPI


def create_app():
    from shop.routes import guests
    from shop.routes.dishes import router as dish_router

    app = FastAPI()
    app.include_router(dish_router)
    app.include_router(guests.router)
    return app
"""


def test_an_import_inside_a_function_keeps_its_indentation() -> None:
    files = SHOP | {"shop/main.py": FACTORY.replace("guests.router", "guest_router").replace(
        "from shop.routes import guests", "from shop.routes.guests import router as guest_router"
    )}  # fmt: skip
    written = text_of(transplant(files, like="dish"), "shop/main.py")
    assert "    from shop.routes.orders import router as order_router\n" in written
    assert "    app.include_router(order_router)\n" in written
    compile(written, "main.py", "exec")
