"""What stands before the handlers: the chain in the order of one file, and who checks access."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.ask import detect_repository
from backend_agent.detect.access import describe_access
from backend_agent.values.application import Route
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Component, Convention
from tests.conftest import MakeRepository
from tests.detect.repositories import detect, pyproject

EXPRESS = '{"dependencies": {"express": "5"}}'


def convention(component: Component, name: str) -> Convention | None:
    return next((each for each in component.conventions if each.name == name), None)


@pytest.mark.parametrize(
    ("files", "chain"),
    [
        (
            {
                "package.json": EXPRESS,
                "src/app.js": (
                    "app.use(helmet());\n// app.use(old());\napp.use(express.json({limit: 1}));\n"
                    "app.use('/v1', limiter);\napp.use('/v1', routes);\napp.use(errors);\n"
                ),
            },
            "helmet → express.json → limiter → errors",
        ),
        (
            {
                "pyproject.toml": pyproject("fastapi"),
                "app/main.py": (
                    "app.add_middleware(Cors, origins=['*'])\napp.add_middleware(\n    Sessions,\n)\n"
                ),
            },
            "Sessions → Cors",
        ),
        (
            {
                "requirements.txt": "django\n",
                "shop/settings.py": (
                    "MIDDLEWARE = [\n    'django.middleware.security.SecurityMiddleware',\n"
                    "    # 'shop.Old',\n    'shop.middleware.Tenant',\n]\n"
                ),
            },
            "SecurityMiddleware → Tenant",
        ),
        (
            {
                "go.mod": "module shop\n\nrequire github.com/gin-gonic/gin v1.10.0\n",
                "main.go": "r.Use(gin.Logger(), gin.Recovery())\nv1.Use(auth.Require(db))\n",
            },
            "gin.Logger → gin.Recovery → auth.Require",
        ),
        (
            {
                "Cargo.toml": '[package]\nname = "shop"\n[dependencies]\naxum = "0.8"\n',
                "src/main.rs": ".layer(from_fn(check_token))\n.layer(TraceLayer::new_for_http())\n",
            },
            "TraceLayer → check_token",
        ),
        (
            {
                "Shop.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>\n',
                "Program.cs": "o.UseNpgsql(x);\napp.UseCors();\napp.UseAuthentication();\n",
            },
            "UseCors → UseAuthentication",
        ),
    ],
)
def test_chain_is_read_in_the_order_in_which_it_runs(files: dict[str, str], chain: str) -> None:
    found = convention(detect(files).components[0], "middleware chain")
    assert found is not None
    assert found.value == chain
    assert found.evidence[0].line > 0


def route(path: str, *guards: str, exempt: str = "") -> Route:
    return Route(
        method="GET", path=path, handler="h", evidence=Evidence(path="a.py"), guards=guards,
        exempt=exempt,
    )  # fmt: skip


def test_guards_are_counted_by_the_routes_that_they_stand_before() -> None:
    routes = (
        route("/a", "Logs", "get_user"),
        route("/b", "Logs", "get_user", "require_admin"),
        route("/c", "Logs", "get_user", exempt="Public"),
        route("/d", "Logs"),
    )
    chain, access = describe_access(routes)
    assert (chain.value, chain.share) == ("Logs → get_user", 0.75)
    assert (access.value, access.share) == ("get_user", 0.5)
    assert [(each.value, each.count) for each in access.counts] == [
        ("get_user", 2), ("require_admin", 1), ("nothing", 2),
    ]  # fmt: skip
    assert access.evidence[0].text == "GET /a"


def test_headers_and_login_forms_check_no_access() -> None:
    assert describe_access((route("/a", "SecurityHeaders"), route("/b", "LoginRequestForm")))[
        1:
    ] == ()  # fmt: skip


def test_doors_are_told_who_checks_access(repo: MakeRepository) -> None:
    code = (
        "from fastapi import Depends, FastAPI\n\napp = FastAPI()\n\n\ndef get_user(): ...\n\n\n"
        "@app.get('/a', dependencies=[Depends(get_user)])\ndef a(): ...\n\n\n"
        "@app.get('/b')\ndef b(): ...\n"
    )
    root: Path = repo({"pyproject.toml": pyproject("fastapi"), "main.py": code})
    found = convention(detect_repository(root).components[0], "access is checked by")
    assert found is not None
    assert [(each.value, each.count) for each in found.counts] == [("get_user", 1), ("nothing", 1)]


def test_program_that_is_too_large_is_named(repo: MakeRepository) -> None:
    files = {f"shop/m{number}.py": "" for number in range(301)}
    root = repo({"pyproject.toml": pyproject("fastapi"), **files})
    assert "who checks access in .: not read from 301 sources, only from at most 300" in (
        detect_repository(root).unknown
    )


def test_brief_of_ours_is_nobody_s_instruction() -> None:
    brief = (
        "<!-- backend-agent: begin (x) -->\n- test: `pytest ours`\n<!-- backend-agent: end -->\n"
    )
    stack = detect({"pyproject.toml": pyproject("fastapi"), "AGENTS.md": f"{brief}`pytest x`\n"})
    (test,) = [each for each in stack.components[0].commands if each.kind == "test"]
    assert (test.argv, test.evidence and test.evidence.line) == (("pytest", "x"), 4)


def test_file_that_is_only_named_like_a_manifest_makes_no_project() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi"),
            "app/core/setup.py": "import fastapi\nimport redis\n\n\ndef create(): ...\n",
        }
    )
    assert [each.path for each in stack.components] == [""]
