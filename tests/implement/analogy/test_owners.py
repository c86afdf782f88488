"""What other entities do with the exemplar is theirs; the next exemplar is tried where one fails."""

from __future__ import annotations

import pytest

from tests.implement.analogy.kit import SHOP, added_lines, reasons, text_of, transplant

TABLES = """

class Table(Base):
    __tablename__ = "tables"

    id: Mapped[int] = mapped_column(primary_key=True)
    seats: Mapped[int]
    dishes: Mapped[list["Dish"]] = relationship(secondary="servings")
"""
SERVING = '''"""Tables over HTTP."""

from fastapi import APIRouter, Depends

from shop.database import get_session
from shop.models import Dish, Table
from shop.schemas import DishRead, DishUpdate, TableRead, TableUpdate

router = APIRouter(prefix="/tables")


@router.get("/{table_id}")
def read_table(table_id: int, session=Depends(get_session)):
    return session.get(Table, table_id)


@router.get("/{table_id}/dishes")
def read_served(table_id: int, session=Depends(get_session)) -> list[DishRead]:
    served = session.query(Dish).filter(Dish.table_id == table_id)
    kept = session.query(Table).filter(Table.table_id == table_id)
    return [served, kept]


@router.patch("/{table_id}/serve")
def serve_table(table_id: int, dish_id: int, session=Depends(get_session)):
    if Dish is None:
        raise ValueError(DishUpdate)
    for each in session.query(Dish):
        session.add(Dish(label=each.label))
    return [DishRead, TableRead]
'''


def _with_tables() -> dict[str, str]:
    tables = "\n\nclass TableRead(BaseModel):\n    id: int\n    dishes: list[DishRead]\n"
    return SHOP | {
        "shop/models.py": SHOP["shop/models.py"] + TABLES,
        "shop/schemas.py": SHOP["shop/schemas.py"]
        + tables
        + "\n\nclass TableUpdate(BaseModel):\n    seats: int\n",
        "shop/routes/tables.py": SERVING,
    }


def test_uses_in_the_places_of_another_entity_do_not_weave_the_exemplar_in() -> None:
    change = transplant(_with_tables(), like="dish")
    assert "class OrderCreate" in text_of(change, "shop/schemas.py")
    assert not reasons(change)
    told = [each.text for each in change.notes if "what Table does with Dish" in each.text]
    places = "shop/models.py, shop/routes/tables.py, shop/schemas.py"
    assert told == [f"what Table does with Dish stays its own: {places}"]


@pytest.mark.parametrize("path", ["shop/routes/tables.py", "shop/models.py", "shop/schemas.py"])
def test_a_twin_of_the_places_own_entity_is_no_registration(path: str) -> None:
    change = transplant(_with_tables(), like="dish")
    written = {each.path: added_lines(change, path) for each in change.changes if each.path == path}
    assert not [line for line in written.get(path, []) if "served" in line or "secondary" in line]
    assert "shop/routes/tables.py" not in {each.path for each in change.changes}


def test_a_twin_of_a_third_entity_in_a_file_named_after_one_is_a_registration() -> None:
    files = _with_tables()
    files["shop/tables.py"] = (
        "from shop.models import Dish, Guest, Table\n\n\n"
        "class TableNames:\n    pass\n\n\n"
        "KNOWN = [\n    Dish,\n    Guest,\n    Table,\n]\n"
    )
    change = transplant(files, like="dish")
    assert "    Order," in added_lines(change, "shop/tables.py")


def test_a_raise_and_a_condition_on_one_line_count_as_one_place() -> None:
    files = dict(SHOP)
    files["shop/report.py"] = (
        "from shop.models import Dish\n\n\n"
        "def report(session):\n"
        "    return [Dish.id, Dish.label, Dish.portions, Dish.recipe, Dish.guest_id]\n"
    )
    change = transplant(files, like="dish")
    assert change.changes
    assert "use of `Dish`" in reasons(change)


def test_the_file_that_tells_the_migration_tool_of_the_models_tells_it_of_the_new_one() -> None:
    told = "from shop.models import Dish, Guest\n\ntarget_metadata = Base.metadata\n"
    files = SHOP | {
        "alembic/env.py": f"from shop.database import Base\n{told}",
        "alembic/versions/1_dishes.py": "from shop.models import Dish\n\nprint(Dish)\n",
    }
    change = transplant(files, like="dish")
    assert "from shop.models import Dish, Guest, Order" in text_of(change, "alembic/env.py")
    assert "alembic/versions/1_dishes.py" not in {each.path for each in change.changes}


def _with_menus(body: str) -> dict[str, str]:
    """Dishes stand on menus by a table of their own; the menu's class says what it is in its name."""
    menu = TABLES.replace("Table", "MenuModel").replace('"tables"', '"menus"')
    relation = '    menus: Mapped[list["MenuModel"]] = relationship(secondary="servings")\n'
    models = SHOP["shop/models.py"].replace("    created_at: Mapped[datetime]\n", "")
    schemas = SHOP["shop/schemas.py"].replace(
        "    portions: int\n    recipe: str | None\n",
        "    portions: int\n    recipe: str | None\n    menus: list[int]\n",
    )
    routes = SHOP["shop/routes/dishes.py"].replace('"""Create a dish."""', body)
    return SHOP | {
        "shop/models.py": models + relation + menu,
        "shop/schemas.py": schemas,
        "shop/routes/dishes.py": routes,
    }


def test_a_relation_through_a_table_of_its_own_is_not_copied_from_any_layer() -> None:
    change = transplant(_with_menus("pass"), like="dish")
    assert (
        "menus" not in text_of(change, "shop/models.py").split("class Order(")[1].split("class")[0]
    )
    assert "menus" not in text_of(change, "shop/schemas.py").split("class OrderRead")[1]
    assert not reasons(change)


@pytest.mark.parametrize("body", ["dish.menus.clear()", 'data["menus"]', "keep(Dish.menus)"])
def test_code_that_works_with_such_a_relation_is_refused(body: str) -> None:
    change = transplant(_with_menus(body), like="dish")
    assert "`menus` is a relation that the copy has none of" in reasons(change)
    assert "def create_order(" not in text_of(change, "shop/routes/orders.py")


OUTSIDE = {
    "shop/models.py": """from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from accounts_library import AccountTable
from shop.database import Base


class User(AccountTable, Base):
    dishes = relationship("Dish", back_populates="user")


class Dish(Base):
    __tablename__ = "dishes"

    id = Column(Integer, primary_key=True)
    label = Column(String, nullable=False)
    portions = Column(Integer, nullable=False)
    user_id = Column(Integer, ForeignKey("user.id"), nullable=False)
    user = relationship("User", back_populates="dishes")
""",
}


def test_a_parent_whose_table_a_library_declares_leads_to_the_new_resource_too() -> None:
    plain = SHOP["shop/schemas.py"].replace(
        "    recipe: str | None = Field(default=None, max_length=2000)\n", ""
    )
    change = transplant(
        SHOP | OUTSIDE | {"shop/schemas.py": plain}, "order customer_name:string quantity:int"
    )
    added = added_lines(change, "shop/models.py")
    assert '    orders = relationship("Order", back_populates="user")' in added
    assert '    user = relationship("User", back_populates="orders")' in text_of(
        change, "shop/models.py"
    )
