"""A service is started as its files document it, else where its code makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.catalog import Catalog
from backend_agent.detect import choose_component, detect_stack
from backend_agent.verify.service.starts import list_starts
from backend_agent.world.tree import FolderTree
from tests.conftest import write_files

GO = 'package main\n\nimport "github.com/gin-gonic/gin"\n\nfunc main() { gin.Default().Run() }\n'
MODULE = "module shop\n\ngo 1.22\n\nrequire github.com/gin-gonic/gin v1.10.0\n"
EXPRESS = "const express = require('express');\nconst app = express();\napp.listen(3000);\n"
FLASK = "from shop import create_app\n\napp = create_app()\n"


@pytest.mark.parametrize(
    ("files", "start"),
    [
        ({"go.mod": MODULE, "main.go": GO}, ("go", "run", ".")),
        (
            {
                "go.mod": MODULE,
                "cmd/api/main.go": GO,
                "examples/a/main.go": GO,
                "x/x.go": "package x",
            },
            ("go", "run", "./cmd/api"),
        ),
        (
            {"package.json": '{"dependencies": {"express": "4"}}', "src/server.js": EXPRESS},
            ("node", "src/server.js"),
        ),
        (
            {"requirements.txt": "flask\n", "autoapp.py": FLASK, "tests/app.py": FLASK},
            ("flask", "--app", "autoapp", "run", "--port", "8000"),
        ),
    ],
    ids=["go", "go-command", "express", "flask"],
)
def test_the_file_that_makes_the_service_tells_its_start(
    tmp_path: Path, catalog: Catalog, files: dict[str, str], start: tuple[str, ...]
) -> None:
    write_files(tmp_path, files)
    tree = FolderTree(tmp_path, files)
    component = choose_component(detect_stack(tree, catalog), "", "")
    assert start in [argv for argv, _ in list_starts(tree, component, catalog, ())][:2]


def test_what_only_helps_or_tests_is_no_service(tmp_path: Path, catalog: Catalog) -> None:
    files = {"go.mod": MODULE, "scripts/seed.go": GO, "shop.go": "package shop\n"}
    write_files(tmp_path, files)
    tree = FolderTree(tmp_path, files)
    component = choose_component(detect_stack(tree, catalog), "", "")
    assert list_starts(tree, component, catalog, ()) == ()
