"""A service is needed where settings or testing jobs say so, never because a driver is installed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application, Setting
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Component
from backend_agent.verify.ground.needs import ServiceNeed, find_needs
from backend_agent.verify.ground.services import override_settings
from backend_agent.verify.ground.settings import read_settings
from tests.verify.conftest import memory_tree

Make = Callable[..., Component]


def needs(
    files: dict[str, str], component: Component, catalog: Catalog, defaults: dict[str, str]
) -> list[ServiceNeed]:
    settings = read_settings(memory_tree(files), component, catalog)
    known = tuple(
        Setting(name=name, default=value, evidence=Evidence(path="settings.py"))
        for name, value in defaults.items()
    )
    found = find_needs(settings, component, catalog, Application(settings=known))
    return [need for need in found if need.technology == "postgresql"]


def test_a_driver_alone_needs_no_server(catalog: Catalog, component: Make) -> None:
    files = {".env.example": "DATABASE_URL=sqlite:///./shop.db\n"}
    assert needs(files, component("postgresql"), catalog, {}) == []


def test_parts_in_settings_are_put_together(catalog: Catalog, component: Make) -> None:
    text = "POSTGRES_SERVER=db\nPOSTGRES_PORT=5544\nPOSTGRES_USER=ada\nPOSTGRES_DB=shop\n"
    (need,) = needs({".env": text}, component(), catalog, {})
    assert (need.host, need.port, need.user, need.databases) == ("db", 5544, "ada", ("shop",))
    assert need.certain
    assert need.reason == "POSTGRES_SERVER in .env"


def test_every_database_that_an_address_names_is_needed(catalog: Catalog, component: Make) -> None:
    text = (
        "DATABASE_URL=postgresql+asyncpg://ada:p%40ss@db:5433/shop\n"
        "TEST_DATABASE_URL=postgresql://ada@db:5433/shop_test?sslmode=disable\n"
    )
    (need,) = needs({".env": text}, component(), catalog, {})
    assert (need.user, need.port, need.databases) == ("ada", 5433, ("shop", "shop_test"))


def test_the_default_of_the_program_is_a_need(catalog: Catalog, component: Make) -> None:
    (need,) = needs({}, component(), catalog, {"DB": '"postgresql://u@localhost/app"'})
    assert (need.user, need.databases, need.reason) == ("u", ("app",), "the default of DB")


def test_a_container_file_alone_is_an_uncertain_need(catalog: Catalog, component: Make) -> None:
    files = {"compose.yml": "services: {db: {image: 'postgres:17'}}"}
    assert needs(files, component(), catalog, {}) == []
    (need,) = needs(files, component("postgresql"), catalog, {})
    assert not need.certain


@pytest.mark.parametrize(
    ("value", "port", "moved"),
    [
        ("postgresql://u:p@localhost:5432/a", 5432, None),
        ("postgresql://u:p@localhost/a", 5432, None),
        ("postgresql://u:p@db:5432/a?x=1", 5432, "postgresql://u:p@127.0.0.1:5432/a?x=1"),
        ("postgresql://u:p@localhost:5432/a", 6000, "postgresql://u:p@127.0.0.1:6000/a"),
    ],
)
def test_an_address_moves_to_the_own_server_only_where_it_must(
    catalog: Catalog, component: Make, value: str, port: int, moved: str | None
) -> None:
    (need,) = needs({".env": f"URL={value}\n"}, component(), catalog, {})
    expected = () if moved is None else (("URL", moved),)
    assert override_settings(need.carriers, need.port, port) == expected
