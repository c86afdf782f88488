"""A repository that ships a generator of resources is told so, with the words to call it."""

from __future__ import annotations

from backend_agent.catalog import load_catalog
from backend_agent.implement.generators import find_generators, tell_generators
from backend_agent.values.changes import ChangeSet, FileChange, Refusal
from backend_agent.values.stack import Component
from backend_agent.world.tree import MemoryTree

CATALOG = load_catalog()


def calls(files: dict[str, str], path: str = "") -> dict[str, bool]:
    """By call, whether it asks questions."""
    tree = MemoryTree({name: text.encode() for name, text in files.items()})
    component = Component(path=path, name="shop", language="typescript", technologies=())
    return {each.call: each.asks for each in find_generators(tree, component, CATALOG)}


def test_hygen_is_called_by_the_script_that_the_package_has_for_it() -> None:
    files = {
        "package.json": '{"scripts": {"generate:resource": "hygen resource new"}}',
        "_templates/resource/new/controller.ejs.t": "",
        "_templates/resource/new/service.ejs.t": "",
        "_templates/resource/new/prompt.js": "",
        "_templates/page/new/view.ejs.t": "",
    }
    assert calls(files) == {"npm run generate:resource": True}


def test_hygen_without_a_prompt_asks_nothing() -> None:
    assert calls({"_templates/crud/add/route.t": ""}) == {"npx hygen crud add": False}


def test_plop_names_its_generators_in_its_file() -> None:
    files = {
        "plopfile.mjs": "export default (plop) => {\n  plop.setGenerator('module', {});\n"
        '  plop.setGenerator("react-hook", {});\n};\n'
    }
    assert calls(files) == {"npx plop module": True}


def test_a_plugin_of_the_workspace_is_in_reach_of_every_component_and_anothers_folder_is_not() -> (
    None
):
    listed = '{"generators": {"entity": {"factory": "./entity", "schema": "./s.json"}}}'
    files = {"tools/shop/generators.json": listed, "apps/api/src/main.ts": ""}
    assert calls(files, "apps/api") == {"npx nx generate shop:entity": False}
    assert calls({"apps/web/generators.json": listed}, "apps/api") == {}


def test_only_a_collection_of_the_projects_own_counts_for_nest() -> None:
    assert calls({"nest-cli.json": '{"collection": "@nestjs/schematics"}'}) == {}
    assert calls({"nest-cli.json": '{ "collection": "./schematics" }'}) == {
        "npx nest generate --collection ./schematics resource NAME": False
    }


def test_a_broken_manifest_hides_no_generator() -> None:
    files = {"package.json": "{", "_templates/crud/add/route.t": ""}
    assert calls(files) == {"npx hygen crud add": False}


def test_a_change_carries_it_as_a_note_and_a_refusal_as_the_way_out() -> None:
    tree = MemoryTree({"_templates/crud/add/route.t": b""})
    component = Component(path="", name="shop", language="typescript", technologies=())
    generators = find_generators(tree, component, CATALOG)
    change = FileChange(path="a.ts", before=None, after=b"", purpose="", maker="analogy")
    told = tell_generators(ChangeSet(changes=(change,)), generators)
    assert "this repository makes resources with Hygen: `npx hygen crud add`" in told.notes[0].text
    refused = tell_generators(
        ChangeSet(refusals=(Refusal(subject="order", reason="no"),)), generators
    )
    assert [each.snippet for each in refused.refusals] == ["", "npx hygen crud add"]
    assert tell_generators(ChangeSet(), generators) == ChangeSet()
