"""What of the exemplar is copied piece by piece: neighbours, imports of several blocks, what is left."""

from __future__ import annotations

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


def test_a_function_that_only_a_left_relation_used_is_left_with_its_imports() -> None:
    models = {
        "shop/models.py": SHOP["shop/models.py"].split("class Dish(")[0]
        + '\n\nclass Menu(Base):\n    __tablename__ = "menus"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n",
        "shop/dish.py": (
            "from sqlalchemy import ForeignKey, String, Table\n"
            "from sqlalchemy.orm import Mapped, mapped_column, relationship\n\n"
            "from shop.database import Base\nfrom shop.models import Menu\n\n\n"
            'class Dish(Base):\n    __tablename__ = "dishes"\n\n'
            "    id: Mapped[int] = mapped_column(primary_key=True)\n"
            "    label: Mapped[str] = mapped_column(String(80))\n"
            "    portions: Mapped[int]\n"
            "    recipe: Mapped[str | None] = mapped_column(String(2000))\n"
            '    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"))\n'
            "    menus: Mapped[list[Menu]] = relationship(secondary=lambda: _menu_dish())\n\n\n"
            "def _menu_dish() -> Table:\n    return Base.metadata.tables['menu_dish']\n"
        ),
    }
    files = SHOP | models
    files = {
        path: text.replace(
            "from shop.models import Dish\n", "from shop.dish import Dish\n"
        ).replace("import Dish, Guest", "import Guest")
        for path, text in files.items()
    }
    text = text_of(transplant(files, like="dish"), "shop/order.py")
    assert "class Order(Base)" in text
    assert "_menu_" not in text
    assert "Table" not in text
    assert added_lines(transplant(files, like="dish"), "shop/main.py")
