"""The real program killed at every point of its phases: the same change, the same verdict, no trace."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend_agent.world.survivors import RUN_MARK, find_survivors
from tests.conftest import MakeRepository, run_git
from tests.durable.nursery import ChaosRun, Nursery, is_alive, open_nursery, wait_until
from tests.implement.analogy.typescript_service import SERVICE

SHOP = {
    "requirements.txt": "fastapi>=0.115\nsqlalchemy>=2\n",
    "app/__init__.py": "",
    "app/routes/__init__.py": "",
    "app/models.py": """\
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
""",
    "app/schemas.py": """\
from pydantic import BaseModel


class ItemCreate(BaseModel):
    title: str


class ItemRead(BaseModel):
    id: int
    title: str
""",
    "app/routes/items.py": """\
from fastapi import APIRouter, HTTPException

from app.models import Item
from app.schemas import ItemCreate, ItemRead

router = APIRouter(prefix="/items", tags=["items"])
ITEMS: dict[int, Item] = {}


@router.post("/", status_code=201)
def create_item(item_in: ItemCreate) -> ItemRead:
    item = Item(id=len(ITEMS) + 1, title=item_in.title)
    ITEMS[item.id] = item
    return ItemRead(id=item.id, title=item.title)


@router.get("/{item_id}")
def read_item(item_id: int) -> ItemRead:
    item = ITEMS.get(item_id)
    if item is None:
        raise HTTPException(404, "Item not found")
    return ItemRead(id=item.id, title=item.title)
""",
    "app/main.py": """\
from fastapi import FastAPI

from app.routes import items

app = FastAPI()
app.include_router(items.router)
""",
}


@pytest.fixture(scope="module")
def pipelines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Children that reach no registry: what is tested is the run, not what its checks find."""
    home = tmp_path_factory.mktemp("home")
    with open_nursery(
        "chaos_pipeline", BACKEND_AGENT_HOME=str(home), UV_OFFLINE="1", PIP_NO_INDEX="1"
    ) as nursery:
        yield nursery


@pytest.fixture(scope="module")
def bare_pipelines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """The same with git and no toolchain, so that no environment is built at each of many tries."""
    home = tmp_path_factory.mktemp("home")
    for name in ("git", "bwrap", "sh", "true"):
        program = shutil.which(name)
        if program:
            (home / name).symlink_to(program)
    with open_nursery(
        "chaos_pipeline", BACKEND_AGENT_HOME=str(home / "own"), PATH=str(home)
    ) as nursery:
        yield nursery


def _steps(chaos: ChaosRun) -> list[str]:
    return list(dict.fromkeys(chaos.log()))


def _entries(chaos: ChaosRun) -> set[str]:
    return {path.name for path in Path(chaos.run.folder).iterdir()}


def test_a_run_killed_at_every_point_ends_like_one_that_was_not(
    bare_pipelines: Nursery, repo: MakeRepository, tmp_path: Path
) -> None:
    whole = ChaosRun(bare_pipelines, tmp_path / "whole", repo(SERVICE, name="whole-garden"))
    expected = whole.finish("start")
    assert "src/routes/orders.ts" in str(expected), expected
    assert len(_steps(whole)) == len(whole.log()) >= 6

    garden = repo(SERVICE, name="garden")
    (garden / "src" / "notes.txt").write_bytes(b"not committed\r\n")
    before = (run_git(garden, "status", "--porcelain"), run_git(garden, "rev-parse", "HEAD"))
    chaos = ChaosRun(bare_pipelines, tmp_path / "killed", garden)
    do = "start"
    for step in _steps(whole):
        for place in ("before", "between", "after"):
            chaos.kill_at(do, f"{place} {step}")
            do = "resume"
            assert chaos.record().state == "interrupted"

    assert chaos.finish() == expected
    assert [chaos.log().count(step) for step in _steps(whole)] == [3] * len(_steps(whole))
    assert (
        run_git(garden, "status", "--porcelain"),
        run_git(garden, "rev-parse", "HEAD"),
    ) == before
    assert (garden / "src" / "notes.txt").read_bytes() == b"not committed\r\n"
    assert len(run_git(garden, "worktree", "list").splitlines()) == 1
    assert _entries(chaos) == _entries(whole)
    assert find_survivors(RUN_MARK, chaos.run.id) == ()


def test_commands_die_with_the_run_that_started_them(
    pipelines: Nursery, repo: MakeRepository, tmp_path: Path
) -> None:
    chaos = ChaosRun(pipelines, tmp_path / "run", repo(SHOP))
    child = chaos.begin("start")
    wait_until(lambda: find_survivors(RUN_MARK, chaos.run.id) or not is_alive(child))
    assert is_alive(child), "no command was met"

    os.kill(child, signal.SIGKILL)
    wait_until(lambda: not is_alive(child))
    wait_until(lambda: not find_survivors(RUN_MARK, chaos.run.id))
    result = chaos.finish()

    assert result.get("state") == "finished", result
    assert find_survivors(RUN_MARK, chaos.run.id) == ()
