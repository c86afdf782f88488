"""One small reader for each form of output: it counts what was examined and finds the faults."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from backend_agent.values.errors import DataError
from backend_agent.verify.checks.readers.alembic import read_alembic
from backend_agent.verify.checks.readers.biome import read_biome
from backend_agent.verify.checks.readers.cargo_json import read_cargo_json
from backend_agent.verify.checks.readers.cargo_test import read_cargo_test
from backend_agent.verify.checks.readers.django_check import read_django_check
from backend_agent.verify.checks.readers.docker_build import read_docker_build
from backend_agent.verify.checks.readers.eslint_json import read_eslint_json
from backend_agent.verify.checks.readers.exit_code import read_exit_code
from backend_agent.verify.checks.readers.flake8 import read_flake8
from backend_agent.verify.checks.readers.go_test_json import read_go_test_json
from backend_agent.verify.checks.readers.go_vet_json import read_go_vet_json
from backend_agent.verify.checks.readers.isort import read_isort
from backend_agent.verify.checks.readers.jest_json import read_jest_json
from backend_agent.verify.checks.readers.mocha_json import read_mocha_json
from backend_agent.verify.checks.readers.mypy import read_mypy
from backend_agent.verify.checks.readers.node_tap import read_node_tap
from backend_agent.verify.checks.readers.npm_audit_json import read_npm_audit_json
from backend_agent.verify.checks.readers.openapi_json import read_openapi_json
from backend_agent.verify.checks.readers.pip_audit_json import read_pip_audit_json
from backend_agent.verify.checks.readers.prettier import read_prettier
from backend_agent.verify.checks.readers.pylint_json import read_pylint_json
from backend_agent.verify.checks.readers.pyright_json import read_pyright_json
from backend_agent.verify.checks.readers.pytest_junit import read_junit, read_pytest
from backend_agent.verify.checks.readers.reading import Reader, Reading
from backend_agent.verify.checks.readers.ruff_format import read_ruff_format
from backend_agent.verify.checks.readers.ruff_json import read_ruff_json
from backend_agent.verify.checks.readers.rustfmt import read_rustfmt
from backend_agent.verify.checks.readers.surefire import read_surefire
from backend_agent.verify.checks.readers.tsc import read_tsc
from backend_agent.verify.checks.readers.ty import read_ty
from backend_agent.verify.checks.readers.unittest_text import read_unittest

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "alembic": read_alembic,
        "biome": read_biome,
        "black": read_ruff_format,
        "cargo-json": read_cargo_json,
        "cargo-test": read_cargo_test,
        "django-check": read_django_check,
        "docker-build": read_docker_build,
        "eslint-json": read_eslint_json,
        "exit-code": read_exit_code,
        "flake8": read_flake8,
        "go-test-json": read_go_test_json,
        "go-vet-json": read_go_vet_json,
        "isort": read_isort,
        "jest-json": read_jest_json,
        "junit": read_junit,
        "mocha-json": read_mocha_json,
        "mypy": read_mypy,
        "node-tap": read_node_tap,
        "npm-audit-json": read_npm_audit_json,
        "openapi-json": read_openapi_json,
        "prettier": read_prettier,
        "pylint-json": read_pylint_json,
        "pip-audit-json": read_pip_audit_json,
        "pyright-json": read_pyright_json,
        "pytest": read_pytest,
        "ruff-format": read_ruff_format,
        "ruff-json": read_ruff_json,
        "rustfmt": read_rustfmt,
        "surefire": read_surefire,
        "tap": read_node_tap,
        "tsc": read_tsc,
        "ty": read_ty,
        "unittest": read_unittest,
        "vitest-json": read_jest_json,
    }
)


def find_reader(name: str) -> Reader:
    """The reader that data calls `name`. Raises DataError where there is none."""
    try:
        return READERS[name]
    except KeyError:
        raise DataError(
            f"no reader is called {name!r}", hint="use one of: " + ", ".join(READERS)
        ) from None


__all__ = ["READERS", "Reader", "Reading", "find_reader"]
