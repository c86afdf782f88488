"""Settings for checks come from the example, the committed file, the jobs that test, and the user."""

from __future__ import annotations

from collections.abc import Callable

from backend_agent.catalog import Catalog
from backend_agent.values.stack import Component
from backend_agent.verify.ground.settings import Settings, read_settings
from tests.verify.conftest import memory_tree

WORKFLOW = """
on: push
env:
  REGION: eu
jobs:
  test:
    services:
      db:
        image: postgres:17
        env: {POSTGRES_PASSWORD: secret, POSTGRES_DB: shop}
    env:
      DATABASE_URL: postgresql://postgres:secret@localhost:5433/shop
      TOKEN: ${{ secrets.TOKEN }}
    steps:
      - run: pip install -r requirements.txt
      - run: pytest
        env: {DEBUG: true}
  deploy:
    env: {ENVIRONMENT: production}
    steps:
      - run: ./deploy.sh
"""


def values(settings: Settings) -> dict[str, str]:
    return dict(settings.pairs)


def test_only_jobs_that_test_are_read(
    catalog: Catalog, component: Callable[..., Component]
) -> None:
    tree = memory_tree({".github/workflows/ci.yml": WORKFLOW})
    found = read_settings(tree, component(), catalog)
    assert values(found) == {
        "REGION": "eu",
        "DATABASE_URL": "postgresql://postgres:secret@localhost:5433/shop",
        "DEBUG": "true",
    }
    assert [(each.image, each.certain) for each in found.services] == [("postgres:17", True)]


def test_the_strongest_source_has_the_last_word(
    catalog: Catalog, component: Callable[..., Component]
) -> None:
    tree = memory_tree(
        {".env.example": "A=example\nB=example\nEMPTY=\n", "api/.env": "B=own\nC=own\n"}
    )
    found = read_settings(tree, component(path="api"), catalog, env_file="C=given\n")
    assert values(found) == {"A": "example", "B": "own", "C": "given"}
    assert [each.source for each in found.values] == [".env.example", "api/.env", "--env-file"]


def test_an_example_counts_only_for_required_names_where_a_job_tells_how_to_test(
    catalog: Catalog, component: Callable[..., Component]
) -> None:
    files = {".env.example": "ENVIRONMENT=production\nKEY=k\n"}
    files[".github/workflows/ci.yml"] = "jobs: {t: {steps: [{run: make test}]}}"
    found = read_settings(memory_tree(files), component(), catalog, required=frozenset({"KEY"}))
    assert values(found) == {"KEY": "k"}
    files[".github/workflows/ci.yml"] = (
        "jobs: {t: {steps: [{run: cp .env.example .env}, {run: make test}]}}"
    )
    found = read_settings(memory_tree(files), component(), catalog)
    assert set(values(found)) == {"ENVIRONMENT", "KEY"}


def test_a_broken_file_is_told_with_its_line(
    catalog: Catalog, component: Callable[..., Component]
) -> None:
    tree = memory_tree({".github/workflows/ci.yml": "jobs:\n  a: [1\n"})
    faults = read_settings(tree, component(), catalog).faults
    assert len(faults) == 1
    assert faults[0].startswith(".github/workflows/ci.yml:")
