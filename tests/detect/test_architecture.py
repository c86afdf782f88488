"""The architecture needs two signs of different kinds; the import graph is one, and shows violations."""

from __future__ import annotations

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect.imports import MOST_INDEXED, MOST_PER_LAYER, Sources, import_formats
from backend_agent.syntax.tree import parse_source
from backend_agent.values.stack import Component
from tests.detect.repositories import detect, pyproject

PROJECT = {"pyproject.toml": pyproject("fastapi", "sqlalchemy"), "uv.lock": ""}
LAYERED = {
    **PROJECT,
    "shop/main.py": "from shop.routes import orders, customers\n",
    "shop/routes/orders.py": "from shop.services.orders import find\n",
    "shop/routes/customers.py": "from ..services import customers\n",
    "shop/services/orders.py": "from shop.repositories.orders import OrderRepository\n",
    "shop/services/customers.py": "from shop.models import Customer\n",
    "shop/repositories/orders.py": "from shop.models import Order\n",
    "shop/models.py": "class Order: ...\nclass Customer: ...\n",
}
FEATURES = {
    **PROJECT,
    "shop/app.py": "from shop import orders, customers\nfrom shop.stock import router\n",
    **{
        f"shop/{feature}/{role}.py": ""
        for feature in ("orders", "customers", "stock")
        for role in ("__init__", "router", "models", "schemas", "service")
    },
}
INWARD = {
    **PROJECT,
    "shop/domain/order.py": "class Order: ...\n",
    "shop/application/place_order.py": "from shop.domain.order import Order\n",
    "shop/adapters/orders_table.py": "from shop.domain.order import Order\n",
    "shop/adapters/http.py": "from shop.application.place_order import place\n",
    "shop/ports/orders.py": "from shop.domain.order import Order\n",
}


def component_of(files: dict[str, str]) -> Component:
    return detect(files).components[0]


@pytest.mark.parametrize(
    ("files", "name", "signs"),
    [
        (LAYERED, "layered", "2 signs agree: layout, imports"),
        (FEATURES, "feature-based", "2 signs agree: layout, imports"),
        (INWARD, "hexagonal", "2 signs agree: layout, imports; also signs of clean, ddd"),
        (
            {**INWARD, "README.md": "# Shop\n\nWe follow DDD.\n"},
            "ddd",
            "3 signs agree: layout, imports, document; also signs of hexagonal, clean",
        ),
        (
            {**LAYERED, "ARCHITECTURE.md": "# Shop\n\nThe service layer decides.\n"},
            "layered",
            "3 signs agree: layout, imports, document",
        ),
    ],
    ids=["layered", "features", "hexagonal", "ddd", "layered by a sentence"],
)
def test_two_kinds_of_signs_name_it(files: dict[str, str], name: str, signs: str) -> None:
    architecture = component_of(files).architecture
    assert (architecture.name, architecture.reason) == (name, signs)
    assert len(architecture.evidence) == int(signs[0])


@pytest.mark.parametrize(
    "files",
    [
        {**PROJECT, "README.md": "Clean architecture, hexagonal, DDD, layered architecture!\n"},
        {path: "" if path.endswith(".py") else text for path, text in LAYERED.items()},
        {path: "" if path.endswith(".py") else text for path, text in FEATURES.items()},
        {
            **PROJECT,
            "shop/core/config.py": "",
            "shop/api/orders.py": "from shop.core.config import a\n",
            "shop/api/users.py": "from shop.core.config import a\n",
            "shop/services/mail.py": "from shop.core.config import a\n",
            "shop/web/pages.py": "from shop.core.config import a\n",
        },
    ],
    ids=["only words", "only folders", "only features", "a core of settings"],
)
def test_one_kind_of_sign_does_not(files: dict[str, str]) -> None:
    architecture = component_of(files).architecture
    assert architecture.name == "unknown"
    assert architecture.reason


def test_imports_against_the_order_are_violations_with_their_place() -> None:
    wrong = {**LAYERED, "shop/services/customers.py": "import os\nfrom shop.routes import orders\n"}
    graph = component_of(wrong).imports
    (violation,) = graph.violations
    assert (violation.importer, violation.imported, violation.count) == ("services", "routes", 1)
    assert str(violation.evidence[0]) == "shop/services/customers.py:2"
    assert graph.cap == MOST_PER_LAYER
    assert component_of(wrong).architecture.name == "unknown", "one in seven goes the wrong way"


def test_imports_in_comments_and_texts_are_none() -> None:
    quiet = {
        **LAYERED,
        "shop/models.py": '"""Used by\nfrom shop.routes import orders\n"""\n# from shop.routes import orders\n',
    }
    assert component_of(quiet).imports.violations == ()


def test_domain_that_imports_an_adapter_is_a_violation() -> None:
    graph = component_of(
        {**INWARD, "shop/domain/order.py": "from shop.adapters.http import x\n"}
    ).imports
    assert [(each.importer, each.imported) for each in graph.violations] == [
        ("domain", "infrastructure")
    ]


@pytest.mark.parametrize(
    ("importer", "target", "found"),
    [
        ("src/a/b.ts", "../c/d", "src/c/d.ts"),
        ("src/a/b.ts", "../c/d.js", "src/c/d.ts"),
        ("src/a/b.ts", "@/c", "src/c"),
        ("src/a/b.ts", "c/d", None),
        ("cmd/main.go", "example.com/shop/internal/order", "internal/order"),
        ("cmd/main.go", "example.com/other/internal/order", None),
        ("cmd/main.go", "errors", None),
        ("x/Api.java", "com.shop.order.Order", "src/main/java/com/shop/order/Order.java"),
        ("x/Api.java", "java.util.List", None),
        ("Shop.Api/A.cs", "Shop.Domain.Orders", "Shop.Domain/Orders"),
        ("src/http/mod.rs", "crate::db", "src/db"),
    ],
)
def test_import_is_followed_to_the_component_own_file(
    importer: str, target: str, found: str | None
) -> None:
    paths = (
        "src/a/b.ts", "src/c/d.ts", "cmd/main.go", "internal/order/service.go", "errors/errors.go",
        "x/Api.java", "src/main/java/com/shop/order/Order.java", "Shop.Api/A.cs",
        "Shop.Domain/Orders/Order.cs", "src/http/mod.rs", "src/db/mod.rs",
    )  # fmt: skip
    formats = import_formats(load_catalog())
    sources = Sources(paths=paths, names=("example.com/shop",), formats=formats)
    form = sources.format_of(importer)
    assert form is not None
    assert sources.resolve(target, importer, form[0]) == found


def test_several_services_with_a_gateway_are_microservices() -> None:
    files = {
        f"services/{name}/{path}": text
        for name in ("orders", "stock", "mail")
        for path, text in {"pyproject.toml": pyproject("fastapi"), "app.py": ""}.items()
    }
    assert detect(files).architecture.name == "unknown"
    compose = "services:\n  gateway:\n    image: nginx\n"
    found = detect({**files, "compose.yaml": compose}).architecture
    assert found.name == "microservices"
    assert "3 services" in found.reason
    two = {path: text for path, text in files.items() if "mail" not in path}
    assert detect({**two, "compose.yaml": compose}).architecture.name == "unknown"


def test_every_language_imports_by_kinds_that_its_grammar_knows() -> None:
    for form in import_formats(load_catalog()):
        for file in form.files:
            root = parse_source("", file.grammar)
            for kind in form.kinds:
                assert root.find_all(kind=kind) == []


def test_modules_that_a_framework_imports_by_name_are_wired() -> None:
    apps = {
        f"shop/apps/{app}/{role}.py": ""
        for app in ("orders", "customers")
        for role in ("__init__", "models", "views", "serializers")
    }
    settings = 'INSTALLED_APPS = [\n    "shop.apps.orders",\n    "shop.apps.customers",\n]\n'
    files = {"requirements.txt": "django\n", "shop/settings.py": settings, **apps}
    architecture = component_of(files).architecture
    assert architecture.name == "feature-based"
    assert str(architecture.evidence[1]) == "shop/settings.py:2"


def test_imports_of_very_many_sources_are_followed_among_a_sample() -> None:
    paths = tuple(f"shop/area{n % 40}/thing_{n}.py" for n in range(MOST_INDEXED + 500))
    sources = Sources(paths=paths, names=("shop",), formats=import_formats(load_catalog()))
    assert sources.indexed == MOST_INDEXED
    assert len(sources.where) < MOST_INDEXED + 100
    assert sources.where[("shop", "area0")] == "shop/area0"
