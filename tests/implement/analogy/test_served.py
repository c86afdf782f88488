"""What makes the exemplar known: by alias, by text, by star; and the refusal where it is not followed."""

from __future__ import annotations

import pytest

from tests.implement.analogy.django_service import DJANGO, GARDEN
from tests.implement.analogy.kit import SHOP, added_lines, reasons, text_of, transplant

ALIASED = """from fastapi import FastAPI

from shop.api.dish import views as dishes
from shop.api.guest import views as guests

app = FastAPI()
app.include_router(dishes.router, prefix="/dishes", tags=["Dishes"])
app.include_router(guests.router, prefix="/guests", tags=["Guests"])
"""


def _in_folders() -> dict[str, str]:
    """Each resource in a folder of its own, without a file that marks it as a package."""
    files = {path: text for path, text in SHOP.items() if not path.startswith("shop/routes/")}
    for name in ("dish", "guest"):
        text = SHOP[f"shop/routes/{name}{'es' if name == 'dish' else 's'}.py"]
        prefix = f'APIRouter(prefix="/{name}{"es" if name == "dish" else "s"}")'
        files[f"shop/api/{name}/views.py"] = text.replace(prefix, "APIRouter()")
    return files | {"shop/main.py": ALIASED}


def test_a_module_under_another_name_is_registered_and_imported_under_the_new_one() -> None:
    change = transplant(_in_folders(), like="dish", served=True)
    assert not reasons(change)
    assert added_lines(change, "shop/main.py") == [
        "from shop.api.order import views as orders",
        'app.include_router(orders.router, prefix="/orders", tags=["Orders"])',
    ]


def test_a_change_whose_routes_would_not_be_served_is_refused() -> None:
    """The router goes by a second name that nothing here shows how to give."""
    main = SHOP["shop/main.py"].replace("dishes.router, prefix", "GIVEN, prefix")
    main = main.replace("app = FastAPI()\n", "GIVEN = dishes.router\napp = FastAPI()\n")
    files = SHOP | {"shop/main.py": main}
    assert transplant(files, like="dish").changes
    change = transplant(files, like="dish", served=True)
    assert not change.changes
    assert "GET /api/orders/ would not be served" in reasons(change)


def _as_applications() -> dict[str, str]:
    """Plants and keepers as applications of their own, each mounted by the text of its path."""
    files = {
        path: text for path, text in GARDEN.items() if not path.startswith(("garden/", "tests/"))
    }
    for name, own in (("keepers", "Keeper"), ("plants", "Plant")):
        files |= {
            f"{name}/__init__.py": "",
            f"{name}/migrations/__init__.py": "",
            f"{name}/apps.py": "from django.apps import AppConfig\n\n\n"
            f'class {own}sConfig(AppConfig):\n    name = "{name}"\n',
        }
    model = GARDEN["garden/models.py"].split("\n\n\n")
    head = "from django.db import models\n"
    files["keepers/models.py"] = "\n\n\n".join((head.strip(), model[1])) + "\n"
    plant = model[2].replace("models.ForeignKey(Keeper,", 'models.ForeignKey("keepers.Keeper",')
    files["plants/models.py"] = "\n\n\n".join((head.strip(), plant))
    serializers = GARDEN["garden/serializers.py"].split("\n\n\n")
    files["plants/serializers.py"] = (
        "from rest_framework import serializers\n\nfrom plants.models import Plant\n\n\n"
        + serializers[2]
    )
    files["plants/views.py"] = (
        "from rest_framework import viewsets\n\nfrom plants.models import Plant\n"
        "from plants.serializers import PlantSerializer\n\n\n"
        + GARDEN["garden/views.py"].split("\n\n\n")[2]
    )
    files["plants/urls.py"] = (
        "from rest_framework.routers import DefaultRouter\n\nfrom plants.views import PlantViewSet\n\n"
        'router = DefaultRouter()\nrouter.register("plants", PlantViewSet)\n\nurlpatterns = router.urls\n'
    )
    files["keepers/urls.py"] = "urlpatterns = []\n"
    files["config/settings.py"] = (
        'ROOT_URLCONF = "config.urls"\n'
        'INSTALLED_APPS = [\n    "rest_framework",\n    "keepers",\n    "plants",\n]\n'
    )
    files["config/urls.py"] = (
        "from django.urls import include, path\n\nurlpatterns = [\n"
        '    path("api/v2/", include("keepers.urls", namespace="k")),\n'
        '    path("api/", include("plants.urls")),\n]\n'
    )
    return files


def test_an_application_of_its_own_is_made_anew_with_what_mounts_it() -> None:
    change = transplant(_as_applications(), like="plant", technologies=DJANGO, served=True)
    assert not reasons(change)
    assert {"orders/__init__.py", "orders/migrations/__init__.py", "orders/apps.py"} <= set(
        change.paths
    )
    assert added_lines(change, "config/settings.py") == ['    "orders",']
    assert added_lines(change, "config/urls.py") == ['    path("api/", include("orders.urls")),']


@pytest.mark.parametrize("text", ['TAGS = ["plants", "trees"]\n', 'WORD = "plants"\n'])
def test_a_word_that_is_no_application_there_is_no_registration(text: str) -> None:
    files = _as_applications() | {"config/words.py": text}
    change = transplant(files, like="plant", technologies=DJANGO, served=True)
    assert "config/words.py" not in change.paths
    assert not reasons(change)


STARRED = """from providers import Factory

from shop.services import *


class Container:
    dish_service = Factory(DishService)
    guest_service = Factory(GuestService)
"""


def test_what_a_star_brings_is_registered_like_a_name_that_is_imported() -> None:
    files = SHOP | {
        "shop/services/__init__.py": "from shop.services.dish import DishService\n"
        "from shop.services.guest import GuestService\n",
        "shop/services/dish.py": "class DishService:\n    pass\n",
        "shop/services/guest.py": "class GuestService:\n    pass\n",
        "shop/container.py": STARRED,
    }
    change = transplant(files, like="dish")
    assert added_lines(change, "shop/container.py") == ["    order_service = Factory(OrderService)"]
    assert "from shop.services.order import OrderService" in text_of(
        change, "shop/services/__init__.py"
    )


def test_an_example_that_is_the_default_of_a_helpers_parameter_stays_one() -> None:
    helper = (
        "\n\ndef build_dish(id: int = 1, label: str = 'Soup', portions: int = 2, recipe: str = 'x'):\n"
        "    return Dish(id=id, label=label, portions=portions, recipe=recipe)\n"
    )
    files = SHOP | {"tests/factory.py": SHOP["tests/factory.py"] + helper}
    written = text_of(transplant(files, like="dish"), "tests/factory.py")
    made = written.split("def build_order(")[1].split("):")[0]
    assert made.count("=") == made.count(":") == 6
    assert "None" not in made


ALONE = """

class DishRepository:
    def find_dishes(self, session, label):
        return session.query(Dish).filter_by(label=label).all()

    def create_dish(self, session, label):
        session.add(Dish(label=label, guest_id=1))
"""


def test_a_lone_field_that_a_list_cannot_be_written_for_is_a_single_use() -> None:
    models = SHOP["shop/models.py"].replace("    portions: Mapped[int]\n", "").replace(
        "    recipe: Mapped[str | None] = mapped_column(String(2000))\n", ""
    )  # fmt: skip
    files = {path: text for path, text in SHOP.items() if "dishes" not in path}
    files |= {
        "shop/main.py": SHOP["shop/main.py"],
        "shop/models.py": models.replace('"portions >= 0"', '"guest_id >= 0"'),
        "shop/schemas.py": "from pydantic import BaseModel\n\n\nclass DishCreate(BaseModel):\n    label: str\n",
        "shop/repository.py": "from shop.models import Dish\n" + ALONE,
        "shop/routes/dishes.py": "from fastapi import APIRouter, Depends\n\n"
        "from shop.database import get_session\nfrom shop.models import Dish\n"
        "from shop.schemas import DishCreate\n\nrouter = APIRouter(prefix='/dishes')\n\n\n"
        "@router.get('/')\ndef read_dishes(session=Depends(get_session)):\n"
        "    return session.query(Dish).all()\n\n\n"
        "@router.post('/')\ndef create_dish(data: DishCreate, session=Depends(get_session)):\n"
        "    return Dish(label=data.label, guest_id=1)\n",
    }
    change = transplant(files, "order customer:string total:decimal", like="dish")
    repository = text_of(change, "shop/repository.py")
    assert "find_orders(self, session, customer):" in repository
    assert "filter_by(customer=customer)" in repository
    assert "create_order(self, session, customer, total):" in repository
    assert "Order(customer=customer, total=total, guest_id=1)" in repository
    assert "Order(customer=data.customer, total=data.total, guest_id=1)" in text_of(
        change, "shop/routes/orders.py"
    )
