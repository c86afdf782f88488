"""A new kind of document is one line: these tests read every kind through the same door."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import write_files

from backend_agent.catalog import load_catalog, read_catalog
from backend_agent.values.errors import DataError, InputError
from backend_agent.values.standard import StandardArea
from backend_agent.values.technology import Technology

FLUX = """
id = "flux"
title = "Flux"
kind = "framework"
packages = ["flux"]

[[signals]]
type = "dependency"
registry = "pypi"
pattern = "^flux$"
example = "flux"

[[commands]]
kind = "lint"
argv = ["flux", "lint"]
"""


def write_pack(root: Path, text: str = FLUX, path: str = "frameworks/flux") -> Path:
    write_files(root, {f"technologies/{path}/technology.toml": text})
    return root


def test_a_technology_is_read_with_its_signals_and_commands(tmp_path: Path) -> None:
    catalog = read_catalog((write_pack(tmp_path),))
    flux = catalog.technology("flux")
    assert flux.signals[0].pattern == "^flux$"
    assert flux.commands[0].argv == ("flux", "lint")
    assert catalog.technologies_of("framework") == (flux,)
    assert catalog.find_technology("other") is None


def test_documents_carry_the_place_they_were_read_from(tmp_path: Path) -> None:
    write_files(tmp_path, {"standards/rest.toml": 'title = "REST"\norder = 1\nstandards = []\n'})
    catalog = read_catalog((write_pack(tmp_path),))
    (technology,) = catalog.documents(Technology)
    assert (technology.technology, technology.name) == ("flux", "flux")
    assert technology.path == "technologies/frameworks/flux/technology.toml"
    (area,) = catalog.documents(StandardArea)
    assert (area.technology, area.name, area.value.title) == ("", "rest", "REST")


def test_files_beside_a_document_and_notes_are_readable(tmp_path: Path) -> None:
    write_files(tmp_path, {"technologies/frameworks/flux/notes.md": "Mind the gap.\n"})
    catalog = read_catalog((write_pack(tmp_path),))
    (document,) = catalog.documents(Technology)
    assert catalog.notes("flux") == "Mind the gap.\n"
    assert catalog.file(document, "notes.md") == "Mind the gap.\n"
    assert catalog.files(document).paths() == ("notes.md", "technology.toml")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("colour = 1", "colour: unknown key"),
        ('language = ["python"]', "language: Input should be a valid string"),
        ('status = { state = "retired" }', "status.state: Input should be 'active'"),
        ("implies = [1]", "implies.0: Input should be a valid string, not 1"),
    ],
)
def test_wrong_data_is_told_by_file_key_and_expectation(
    tmp_path: Path, line: str, told: str
) -> None:
    pack = write_pack(tmp_path, f"{line}\n{FLUX}")
    with pytest.raises(DataError) as error:
        read_catalog((pack,))
    assert f"technologies/frameworks/flux/technology.toml: {told}" in error.value.message


def test_a_missing_key_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, FLUX.replace('title = "Flux"', ""))
    with pytest.raises(DataError, match=r"technology.toml: title: missing"):
        read_catalog((pack,))


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"not valid TOML: .*line 1"):
        read_catalog((write_pack(tmp_path, "id = \n"),))


def test_a_file_where_no_document_belongs_is_passed_over(tmp_path: Path) -> None:
    write_files(tmp_path, {"pyproject.toml": "=", "technologies/frameworks/flux/x.toml": "="})
    assert read_catalog((write_pack(tmp_path),)).technology("flux")


def test_proofs_and_material_are_not_read_as_documents(tmp_path: Path) -> None:
    cases = {f"technologies/frameworks/flux/{name}/x.toml": "=" for name in ("cases", "files")}
    write_files(tmp_path, cases)
    assert read_catalog((write_pack(tmp_path),)).technology("flux")


def test_two_packs_cannot_define_the_same_technology(tmp_path: Path) -> None:
    first = write_pack(tmp_path / "first")
    second = write_pack(tmp_path / "second", path="tools/flux")
    with pytest.raises(DataError, match="also defined by"):
        read_catalog((first, second))


def test_a_pack_stands_beside_our_own_data(tmp_path: Path) -> None:
    catalog = load_catalog((write_pack(tmp_path),))
    assert catalog.technology("flux").title == "Flux"
    assert catalog.technology("fastapi").title == "FastAPI"


def test_a_pack_that_is_no_folder_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        load_catalog((tmp_path / "absent",))


def test_asking_for_an_unknown_technology_names_it() -> None:
    with pytest.raises(DataError, match="no technology has the id 'nope'"):
        load_catalog().technology("nope")


def test_asking_for_a_shape_that_is_no_document_says_what_to_do() -> None:
    with pytest.raises(DataError) as error:
        load_catalog().documents(Path)
    assert error.value.hint == "add it to catalog/forms.py"
