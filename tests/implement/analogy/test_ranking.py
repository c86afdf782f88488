"""Which resource is learned from, and why."""

from __future__ import annotations

from backend_agent.facts import read_application
from backend_agent.implement.analogy import rank_exemplars
from backend_agent.values.stack import SimilarFiles
from tests.implement.analogy.kit import (
    PYTHON,
    SHOP,
    catalog,
    component,
    transplant,
    tree_of,
)


def rank(files: dict[str, str], like: str | None = None) -> tuple[SimilarFiles, ...]:
    tree, shop = tree_of(files), component(*PYTHON)
    return rank_exemplars(tree, shop, read_application(tree, shop, catalog()), catalog(), like)


def test_the_resource_spread_best_over_the_layers_comes_first_with_reasons() -> None:
    first, second = rank(SHOP)
    assert (first.resource, second.resource) == ("Dish", "Guest")
    assert 0 <= second.score < first.score <= 1
    assert "operations: create, read, update" in first.reasons
    assert "2 ordinary fields" not in " ".join(first.reasons)
    assert any(
        reason.startswith("3 ordinary fields: label, portions, recipe") for reason in first.reasons
    )


def test_files_are_told_by_layer() -> None:
    layers = {layer.role: layer.paths for layer in rank(SHOP)[0].layers}
    assert "shop/routes/dishes.py" in layers["routes"]
    assert layers["models"] == ("shop/models.py",)
    assert "tests/test_dishes.py" in layers["tests"]


def test_the_one_that_is_named_is_the_only_one() -> None:
    assert [each.resource for each in rank(SHOP, like="guest")] == ["Guest"]


def test_an_account_is_rarely_a_good_example() -> None:
    accounts = {
        path: text.replace("Guest", "User").replace("guest", "user") for path, text in SHOP.items()
    }
    users = next(each for each in rank(accounts) if each.resource == "User")
    assert any("account" in reason for reason in users.reasons)
    assert users.score < rank(SHOP)[1].score


def test_an_act_on_a_resource_makes_none() -> None:
    files = {
        path: text.replace('@router.post("/", status_code=201)', '@router.post("/{dish_id}/serve")')
        for path, text in SHOP.items()
    }
    dish = next(each for each in rank(files) if each.resource == "Dish")
    assert "operations: read, update" in dish.reasons


def test_of_two_equally_good_ones_built_differently_the_first_is_taken_and_the_other_told() -> None:
    soup = {
        path.replace("dishes", "soups"): text.replace("dishes", "soups")
        .replace("Dish", "Soup")
        .replace("dish", "soup")
        for path, text in SHOP.items()
        if path == "shop/routes/dishes.py"
    }
    soup["shop/soup_models.py"] = SHOP["shop/models.py"].split("class Guest")[0] + (
        "class Soup(Base):\n"
        '    __tablename__ = "soups"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    label: Mapped[str] = mapped_column(String(80))\n"
        "    portions: Mapped[int]\n"
    )
    soup["tests/services/test_soups.py"] = "def test_read_soup():\n    pass\n"
    soup["shop/services/soup.py"] = "def cook_soup():\n    pass\n"
    main = (
        SHOP["shop/main.py"]
        .replace("dishes, guests", "dishes, guests, soups")
        .replace(
            "app.include_router(guests",
            'app.include_router(soups.router, prefix="/api")\napp.include_router(guests',
        )
    )
    files = SHOP | soup | {"shop/main.py": main}
    ranked = rank(files)
    assert {ranked[0].resource, ranked[1].resource} == {"Dish", "Soup"}
    assert ranked[0].score - ranked[1].score < 0.1
    told = [each.text for each in transplant(files).notes if each.kind == "choice"]
    assert any("equally good to learn from and are built differently" in each for each in told)
    assert transplant(files, like="dish").changes
