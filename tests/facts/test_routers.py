"""Routers that a program puts together in unusual ways, or that nobody can read."""

from __future__ import annotations

from tests.facts.little import read, routes

ROUTER = "from fastapi import APIRouter\n\nrouter = APIRouter()\n"
ITEM = ROUTER + '\n\n@router.get("/{id}")\ndef show(id: int): ...\n'


def test_import_circle_is_followed_once() -> None:
    found = read(
        {
            "a.py": "from b import router\nfrom fastapi import FastAPI\n"
            "app = FastAPI()\napp.include_router(router)\n",
            "b.py": f"import a\n{ITEM}",
        },
        "fastapi",
    )
    assert routes(found) == ["GET /{id}"]


def test_names_imported_all_at_once_are_found() -> None:
    found = read(
        {
            "shop/main.py": "from fastapi import FastAPI\nfrom shop.api import *\n"
            "app = FastAPI()\napp.include_router(router, prefix=PREFIX)\n",
            "shop/api/__init__.py": "from .items import *\nPREFIX = '/api'\n",
            "shop/api/items.py": ITEM,
        },
        "fastapi",
    )
    assert routes(found) == ["GET /api/{id}"]


def test_module_named_like_a_library_is_not_taken_for_it() -> None:
    found = read(
        {
            "app/fastapi.py": "def FastAPI(): ...\n",
            "app/__init__.py": "",
            "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
            '@app.get("/x")\ndef x(): ...\n',
        },
        "fastapi",
    )
    assert routes(found) == ["GET /x"]


def test_own_subclass_of_a_router_is_a_router() -> None:
    found = read(
        {
            "main.py": "from fastapi import APIRouter, FastAPI\n\n\n"
            "class Versioned(APIRouter):\n    version = 1\n\n\n"
            'router = Versioned(prefix="/v1")\n\n\n'
            '@router.get("/x")\ndef x(): ...\n\n\napp = FastAPI()\napp.include_router(router)\n',
        },
        "fastapi",
    )
    assert routes(found) == ["GET /v1/x"]


def test_router_mounted_twice_serves_twice() -> None:
    found = read(
        {
            "items.py": ITEM,
            "main.py": "from fastapi import FastAPI\nimport items\napp = FastAPI()\n"
            'for version in ("v1", "v2"):\n'
            '    app.include_router(items.router, prefix=f"/{version}")\n',
        },
        "fastapi",
    )
    assert routes(found) == ["GET /v1/{id}", "GET /v2/{id}"]


def test_router_that_mounts_itself_ends() -> None:
    files = {"main.py": ITEM + 'router.include_router(router, prefix="/x")\n'}
    assert routes(read(files, "fastapi")) == []


def test_endless_recursion_of_the_program_ends() -> None:
    text = "from fastapi import FastAPI\n\n\ndef make() -> FastAPI:\n    return make()\n\n\napp = make()\n"
    assert routes(read({"main.py": text}, "fastapi")) == []


def test_unreadable_prefix_is_said_with_its_place() -> None:
    found = read(
        {
            "items.py": ITEM,
            "main.py": "import os\nfrom fastapi import FastAPI\nimport items\n"
            'app = FastAPI()\napp.include_router(items.router, prefix=os.environ["P"])\n',
        },
        "fastapi",
    )
    assert [(str(e), e.text.split(":")[0]) for e in found.unresolved] == [
        ("main.py:5", "prefix cannot be read")
    ]


def test_syntax_error_in_one_file_leaves_the_others() -> None:
    found = read(
        {
            "broken.py": "from fastapi import APIRouter\ndef (:\n  x = = 1\n",
            "main.py": "from fastapi import FastAPI\napp = FastAPI()\n\n\n"
            '@app.get("/x")\ndef x(): ...\n',
        },
        "fastapi",
    )
    assert routes(found) == ["GET /x"]


def test_file_nested_too_deeply_is_named() -> None:
    deep = "x = " + "(" * 3000 + "1" + ")" * 3000 + "\n"
    found = read({"deep.py": f"import fastapi as FastAPI\n{deep}"}, "fastapi")
    assert [str(e) for e in found.unresolved] == ["deep.py"]


def test_file_too_large_to_be_written_by_hand_is_named() -> None:
    found = read({"data.py": "from fastapi import FastAPI\n" + "x = 1\n" * 70_000}, "fastapi")
    assert [(str(e), e.text.split(":")[0]) for e in found.unresolved] == [("data.py", "not read")]


def test_other_frameworks_calls_mean_nothing_without_their_data() -> None:
    files = {
        "main.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef x(): ...\n"
    }
    assert routes(read(files, "flask")) == []


ITEMS = """import express from 'express';
const router = express.Router();
router.get('/', (req, res) => res.json([]));
export default router;
"""
MORE = ITEMS.replace("get('/'", "post('/'")


def test_every_router_of_one_call_is_mounted() -> None:
    found = read(
        {
            "src/list.ts": ITEMS,
            "src/make.ts": MORE,
            "src/app.ts": "import express from 'express';\nimport list from './list';\nimport make from './make';\n"
            "const app = express();\napp.use('/items', list, make);\n",
        },
        "express",
        language="typescript",
    )
    assert routes(found) == ["GET /items", "POST /items"]


def test_a_module_named_from_the_programs_own_folder_is_found() -> None:
    found = read(
        {
            "src/items/list.ts": ITEMS,
            "src/app.ts": "import express from 'express';\nimport list from 'src/items/list';\n"
            "const app = express();\napp.use('/items', list);\n",
        },
        "express",
        language="typescript",
    )
    assert routes(found) == ["GET /items"]


def test_a_table_names_the_method_that_registers() -> None:
    found = read(
        {
            "src/app.ts": "import express from 'express';\n"
            "const table = [{ path: '/items', method: 'get' }, { path: '/items', method: 'post' }];\n"
            "const app = express();\n"
            "table.forEach((each) => {\n  app[each.method](each.path, (req, res) => res.end());\n});\n",
        },
        "express",
        language="typescript",
    )
    assert routes(found) == ["GET /items", "POST /items"]


def test_what_waits_for_the_plugins_registers_too() -> None:
    found = read(
        {
            "src/app.js": "import Fastify from 'fastify';\nconst app = Fastify();\n"
            "app.after(() => {\n  app.get('/items', async () => []);\n});\n",
        },
        "fastify",
        language="javascript",
    )
    assert routes(found) == ["GET /items"]
