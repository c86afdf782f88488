"""What of the exemplar is copied piece by piece: neighbours, imports of several blocks, what is left."""

from __future__ import annotations

import pytest

from tests.implement.analogy.kit import SHOP, added_lines, reasons, text_of, transplant

TOGETHER = {
    path: text.replace("shop.routes.dishes", "shop.routes.all")
    for path, text in SHOP.items()
    if not path.startswith("shop/routes/")
} | {
    "shop/main.py": (
        "from fastapi import FastAPI\n\nfrom shop.routes import all\n\n"
        'app = FastAPI()\napp.include_router(all.router, prefix="/api")\n'
    ),
    "shop/routes/__init__.py": "",
    "shop/routes/all.py": SHOP["shop/routes/dishes.py"]
    .replace('APIRouter(prefix="/dishes", tags=["dishes"])', "APIRouter()")
    .replace('@router.get("/', '@router.get("/dishes/')
    .replace('@router.post("/', '@router.post("/dishes/')
    .replace('@router.patch("/', '@router.patch("/dishes/'),
}


def test_one_of_several_neighbours_that_cannot_be_copied_leaves_the_others() -> None:
    routes = TOGETHER["shop/routes/all.py"].replace(
        '    """List dishes."""\n', '    """List dishes."""\n    note(Dish.portions)\n'
    )
    change = transplant(
        TOGETHER | {"shop/routes/all.py": routes}, "order label:string notes:text:optional"
    )
    assert "`read_orders`: `portions` has no counterpart" in reasons(change)
    text = text_of(change, "shop/routes/all.py")
    places = [text.index(f"def {name}(") for name in ("update_dish", "read_order", "create_order")]
    assert places == sorted(places)
    assert "def read_orders" not in text


def test_a_name_that_two_blocks_import_is_imported_anew_in_both() -> None:
    wiring = (
        "from typing import TYPE_CHECKING\n\n"
        "if TYPE_CHECKING:\n    from shop.models import Dish, Guest\n\n\n"
        "def build(*, guest_type: type[Guest], dish_type: type[Dish]) -> dict[str, object]:\n"
        '    return {"guest": guest_type}\n\n\n'
        "def start():\n    from shop.models import Dish, Guest\n\n"
        "    return build(guest_type=Guest, dish_type=Dish)\n"
    )
    text = text_of(transplant(SHOP | {"shop/wiring.py": wiring}), "shop/wiring.py")
    assert text.count("    from shop.models import Dish, Guest, Order\n") == 2


def test_a_condition_around_imports_goes_with_the_last_of_them() -> None:
    text = text_of(transplant(_checked_only(), like="dish"), "shop/order.py")
    assert "class Order(Base)" in text
    assert "TYPE_CHECKING" not in text


def test_a_file_that_would_not_parse_refuses_all_that_speaks_of_it() -> None:
    change = transplant(_checked_only("else:\n    pass\n"), like="dish")
    assert change.changes == ()
    assert "what was written does not parse, so it was dropped" in reasons(change)


def test_a_function_that_only_a_left_relation_used_is_left_with_its_imports() -> None:
    files = _dish_of_its_own(
        head="from sqlalchemy import ForeignKey, String, Table\n",
        imports="from shop.models import Menu\n",
        relation="Mapped[list[Menu]] = relationship(secondary=lambda: _menu_dish())",
        tail="\n\ndef _menu_dish() -> Table:\n    return Base.metadata.tables['menu_dish']\n",
    )
    text = text_of(transplant(files, like="dish"), "shop/order.py")
    assert "class Order(Base)" in text
    assert "_menu_" not in text
    assert "Table" not in text
    assert added_lines(transplant(files, like="dish"), "shop/main.py")


def _checked_only(otherwise: str = "") -> dict[str, str]:
    """The other model is imported only where types are checked."""
    return _dish_of_its_own(
        head="from typing import TYPE_CHECKING\n\nfrom sqlalchemy import ForeignKey, String\n",
        imports=f"\nif TYPE_CHECKING:\n    from shop.models import Menu\n{otherwise}",
        relation='Mapped[list["Menu"]] = relationship(secondary="menu_dish")',
    )


def _dish_of_its_own(*, head: str, imports: str, relation: str, tail: str = "") -> dict[str, str]:
    """A model alone in its file, with a relation to one that is not copied."""
    dish = (
        f"{head}from sqlalchemy.orm import Mapped, mapped_column, relationship\n\n"
        f"from shop.database import Base\n{imports}\n\n"
        'class Dish(Base):\n    __tablename__ = "dishes"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    label: Mapped[str] = mapped_column(String(80))\n"
        "    portions: Mapped[int]\n"
        "    recipe: Mapped[str | None] = mapped_column(String(2000))\n"
        '    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"))\n'
        f"    menus: {relation}\n{tail}"
    )
    models = SHOP["shop/models.py"].split("class Dish(")[0] + (
        '\n\nclass Menu(Base):\n    __tablename__ = "menus"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
    )
    return {
        path: text.replace(
            "from shop.models import Dish\n", "from shop.dish import Dish\n"
        ).replace("import Dish, Guest", "import Guest")
        for path, text in (SHOP | {"shop/models.py": models, "shop/dish.py": dish}).items()
    }


def _with_filter(
    *,
    default: str = "int | None = None",
    condition: str = "portions",
    done: str = "statement = statement.where(Dish.portions == portions)",
) -> dict[str, str]:
    """Dishes that can be asked for by a number, which the new resource has none of."""
    routes = SHOP["shop/routes/dishes.py"].replace(
        "def read_dishes(session=Depends(get_session)) -> list[DishRead]:\n"
        '    """List dishes."""\n'
        "    return session.scalars(select(Dish).order_by(Dish.label)).all()\n",
        f"def read_dishes(portions: {default}, session=Depends(get_session)) -> list[DishRead]:\n"
        '    """List dishes."""\n'
        "    statement = select(Dish)\n"
        f"    if {condition}:\n        {done}\n"
        "    return session.scalars(statement.order_by(Dish.label)).all()\n",
    )
    test = (
        "\n\ndef test_few_dishes(client):\n"
        '    found = client.get("/api/dishes/?portions=2").json()\n'
        '    assert {each["portions"] for each in found} == {2}\n'
    )
    return SHOP | {
        "shop/routes/dishes.py": routes,
        "tests/test_dishes.py": SHOP["tests/test_dishes.py"] + test,
    }


WITHOUT_NUMBER = "order label:string notes:text:optional"


@pytest.mark.parametrize("condition", ["portions", "(portions)", "portions is not None"])
def test_a_filter_by_a_field_that_the_new_resource_lacks_is_left_and_told(condition: str) -> None:
    change = transplant(_with_filter(condition=condition), WITHOUT_NUMBER)
    text = text_of(change, "shop/routes/orders.py")
    assert "def read_orders(session=Depends(get_session))" in text
    assert "    statement = select(Order)\n    return session.scalars(statement" in text
    told = [each.text for each in change.notes if each.kind == "left"]
    assert "the filter by portions was not copied: the new resource has no such field" in told
    assert any("`test_few_orders` was not copied" in each for each in told)
    assert "read_orders" not in reasons(change)
    assert "test_few_orders" not in reasons(change)


@pytest.mark.parametrize(
    "unlike",
    [
        {"default": "int"},
        {"condition": "not portions"},
        {"condition": "portions is None"},
        {"condition": "portions or session"},
        {"condition": "portions > 3"},
        {"done": "raise HTTPException(422)"},
        {"done": "session.info['portions'] = portions"},
        {"done": "statement = delete(portions)"},
        {"done": "statement = statement.limit(portions)\n    else:\n        raise KeyError"},
    ],
)
def test_control_flow_that_is_more_than_a_filter_refuses_the_piece(unlike: dict[str, str]) -> None:
    change = transplant(_with_filter(**unlike), WITHOUT_NUMBER)
    assert "`read_orders`: `portions` has no counterpart" in reasons(change)


def test_a_filter_by_a_field_with_a_counterpart_is_copied() -> None:
    text = text_of(transplant(_with_filter()), "shop/routes/orders.py")
    assert "statement = statement.where(Order.quantity == quantity)" in text


SERVICE = """from shop.models import Dish


class DishService{above}:
    def find_dish(self, session, dish_id):
        return session.get(Dish, dish_id)

    def count_portions(self, session):
        return sum(each.portions for each in session.query(Dish))
"""


def _with_service(above: str = "") -> dict[str, str]:
    routes = (
        SHOP["shop/routes/dishes.py"]
        .replace("router = APIRouter(", "service = DishService()\nrouter = APIRouter(")
        .replace(
            "from shop.schemas", "from shop.services.dish import DishService\nfrom shop.schemas"
        )
    )
    extra = (
        '\n\n@router.get("/{dish_id}/more")\ndef read_more(dish_id: int, session=Depends(get_session)):\n'
        "    return service.find_dish(session, dish_id)\n"
        '\n\n@router.get("/count/all")\ndef count_dishes(session=Depends(get_session)):\n'
        "    return service.count_portions(session)\n"
    )
    return SHOP | {
        "shop/services/__init__.py": "",
        "shop/services/dish.py": SERVICE.replace("{above}", above),
        "shop/routes/dishes.py": routes + extra,
    }


def test_a_method_that_cannot_be_copied_goes_alone_with_what_calls_it() -> None:
    change = transplant(_with_service(), WITHOUT_NUMBER)
    service, routes = (
        text_of(change, f"shop/{each}") for each in ("services/order.py", "routes/orders.py")
    )
    assert "def find_order(" in service
    assert "count_portions" not in service
    assert "def read_more(" in routes
    assert "def count_orders(" not in routes
    assert "`count_portions`: `portions` has no counterpart" in reasons(change)
    assert "`count_orders`: it needs count_portions, which was refused" in reasons(change)


def test_a_method_of_a_class_that_others_complete_never_goes_alone() -> None:
    change = transplant(_with_service("(Counting)"), WITHOUT_NUMBER)
    assert "`OrderService`: `portions` has no counterpart" in reasons(change)


def test_a_class_of_a_child_gains_nothing_beside_a_like_relation() -> None:
    review = (
        '\n\nclass Review(Base):\n    __tablename__ = "reviews"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        '    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"))\n'
        '    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"))\n'
        '    dish: Mapped[Dish] = relationship(back_populates="reviews")\n'
        '    guest: Mapped[Guest] = relationship(back_populates="reviews")\n'
    )
    models = SHOP["shop/models.py"] + review
    change = transplant(SHOP | {"shop/models.py": models}, like="dish")
    assert text_of(change, "shop/models.py").endswith(review)


def test_a_member_that_its_makers_would_not_give_is_left() -> None:
    board = (
        "from dataclasses import dataclass\n\nfrom shop.schemas import DishRead, GuestRead\n\n\n"
        "@dataclass\nclass Board:\n    guest: GuestRead\n    dish: DishRead\n\n\n"
        "def make_board(found, other):\n    return Board(guest=other, dish=found)\n"
    )
    schemas = SHOP["shop/schemas.py"] + "\n\nclass GuestRead(BaseModel):\n    id: int\n"
    change = transplant(SHOP | {"shop/board.py": board, "shop/schemas.py": schemas})
    assert "shop/board.py" not in change.paths or "order:" not in text_of(change, "shop/board.py")
    assert any("what makes `Board` would not give it" in each.text for each in change.notes)


def test_a_text_that_names_a_number_may_name_one_of_another_kind() -> None:
    schemas = SHOP["shop/schemas.py"].replace(
        "class DishUpdate(BaseModel):\n",
        "class DishUpdate(BaseModel):\n"
        '    @field_validator("portions")\n    def check(cls, value):\n        return value\n\n',
    )
    change = transplant(SHOP | {"shop/schemas.py": schemas}, "order label:string total:decimal")
    assert '@field_validator("total")' in text_of(change, "shop/schemas.py")
