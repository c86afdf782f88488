# Two commands: `make demo` shows the product, `make test` proves it. Both set themselves up in .venv.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
export UV_LINK_MODE ?= hardlink
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo test check format docs lock bench clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## create .venv with everything pinned in requirements.lock

$(VENV)/.ready: requirements.lock pyproject.toml
	@bash scripts/need.sh python3 git
	@test -x $(BIN)/python || python3 -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep -E '^uv==' requirements.lock || echo uv)"
	@$(UV) pip install --quiet --compile-bytecode --python $(VENV) -r requirements.lock
	@$(UV) pip install --quiet --python $(VENV) --no-deps --editable .
	@$(BIN)/python -m compileall -q -x '/data/' src
	@touch $@

demo: setup ## create a service, add a resource by analogy, verify it, show the report
	@$(BIN)/python scripts/demo.py

test: setup ## format, lint, types, floors and the whole suite
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/python -m pytest -n auto --dist worksteal

format: setup ## format and fix what can be fixed
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: setup ## regenerate docs/reference and our agent's definition from data
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/generate_agent.py

lock: setup ## resolve requirements.lock anew (no registry host is written)
	@$(UV) pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header \
	  --group dev pyproject.toml --output-file requirements.lock

bench: setup ## the ratios of docs/evidence
	@$(BIN)/python -m bench

clean: ## remove what was set up
	@rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache
