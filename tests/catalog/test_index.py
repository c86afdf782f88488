"""The compiled index answers for files that did not change, and for no others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.catalog.test_documents import FLUX, write_pack

from backend_agent.catalog import read_catalog
from backend_agent.values.errors import DataError

TELL_IMPORTS = """
import sys
from pathlib import Path
from backend_agent.catalog import read_catalog
catalog = read_catalog((Path(sys.argv[1]),), Path(sys.argv[2]))
print(catalog.technology("flux").title, "pydantic" in sys.modules, "tomllib" in sys.modules)
"""


def tell_imports(pack: Path, cache: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", TELL_IMPORTS, str(pack), str(cache)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def index_of(cache: Path) -> Path:
    (index,) = cache.glob("catalog-*.json")
    return index


def test_a_second_start_reads_no_toml_and_imports_no_checker(tmp_path: Path) -> None:
    pack, cache = write_pack(tmp_path / "pack"), tmp_path / "cache"
    assert tell_imports(pack, cache) == "Flux True True"
    assert tell_imports(pack, cache) == "Flux False False"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    pack, cache = write_pack(tmp_path / "pack"), tmp_path / "cache"
    read_catalog((pack,), cache)
    write_pack(pack, FLUX.replace('"Flux"', '"Fluxes"'))
    assert read_catalog((pack,), cache).technology("flux").title == "Fluxes"
    write_pack(pack, FLUX.replace('"Flux"', "1"))
    with pytest.raises(DataError, match="title"):
        read_catalog((pack,), cache)


def test_a_touched_file_with_the_same_content_is_not_parsed_again(tmp_path: Path) -> None:
    pack, cache = write_pack(tmp_path / "pack"), tmp_path / "cache"
    read_catalog((pack,), cache)
    os.utime(pack / "technologies/frameworks/flux/technology.toml", ns=(1, 1))
    assert tell_imports(pack, cache) == "Flux False False"


def test_new_and_deleted_files_are_noticed(tmp_path: Path) -> None:
    pack, cache = write_pack(tmp_path / "pack"), tmp_path / "cache"
    read_catalog((pack,), cache)
    write_pack(pack, FLUX.replace('"flux"', '"two"'), path="frameworks/two")
    assert len(read_catalog((pack,), cache).technologies) == 2
    (pack / "technologies/frameworks/flux/technology.toml").unlink()
    assert [each.id for each in read_catalog((pack,), cache).technologies] == ["two"]


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'["other signature", []]', b"\xff"])
def test_a_broken_index_is_made_again(tmp_path: Path, broken: bytes) -> None:
    pack, cache = write_pack(tmp_path / "pack"), tmp_path / "cache"
    read_catalog((pack,), cache)
    whole = index_of(cache).read_bytes()
    index_of(cache).write_bytes(broken)
    assert read_catalog((pack,), cache).technology("flux").title == "Flux"
    assert index_of(cache).read_bytes() == whole


def test_a_cache_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    (tmp_path / "file").write_text("not a folder")
    assert read_catalog((pack,), tmp_path / "file").technology("flux")


def test_a_pack_has_an_index_of_its_own_and_costs_the_others_nothing(tmp_path: Path) -> None:
    first, cache = write_pack(tmp_path / "first"), tmp_path / "cache"
    second = write_pack(tmp_path / "second", FLUX.replace("flux", "flax"), "frameworks/flax")
    read_catalog((first, second), cache)
    assert len(list(cache.glob("catalog-*.json"))) == 2
    assert tell_imports(first, cache) == "Flux False False"
