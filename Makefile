# Every command of the project. `make help` lists them; each sets up what it needs first.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first that really runs: a version manager's shim may be on the path and answer nothing.
RUNS = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do $$name -c '$(RUNS)' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SITES := build/sites/index.html
LAYERS := build/layers/.ready
SITE_SOURCES := $(shell find widget demo -type f -not -path '*/node_modules/*' 2>/dev/null) docs/openapi.json
DEMO_ARGS ?=

$(VENV)/bin/uv:
	@test -n "$(PYTHON)" || { echo "Luneo needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python …"; exit 1; }
	@echo "→ Python environment ($(VENV))"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(sed -n 's/^\(uv==[0-9.]*\).*/\1/p' requirements/dev.txt)"

$(READY): requirements/dev.txt pyproject.toml | $(VENV)/bin/uv
	@echo "→ Python packages, from requirements/dev.txt"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

node_modules/.ready: package-lock.json package.json
	@echo "→ Node packages, from package-lock.json"
	@npm ci --silent --no-audit --no-fund
	@touch $@

$(SITES): node_modules/.ready $(SITE_SOURCES)
	@echo "→ Widget and pages"
	@npm run --silent build
	@touch $@

# The Lambda layers, for Lambda's platform: their sizes are tested.
$(LAYERS): $(READY) $(wildcard layers/*/requirements.txt)
	@echo "→ Lambda layers"
	@$(BIN)/python -m stacks.bundle --without-bytecode > /dev/null
	@touch $@

.PHONY: help setup demo test up check bench gallery synth openapi lock browser clean
help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: $(READY) node_modules/.ready ## install everything the other commands need

demo: setup ## personalise a product end to end on this machine; the files land in build/demo
	@$(BIN)/luneo demo $(DEMO_ARGS)

up: setup $(SITES) ## serve the shop, the widget, the API and its reference; Ctrl-C stops all of it
	@$(BIN)/luneo up

# Two processes at once, each with an AWS of its own. What calls functions runs in one, which looks back at its end
# whether every grant was used; the data layer's on the second engine run beside it, their report last.
EXERCISING := tests/functions tests/workflow tests/contract/test_grants.py
SECOND_ENGINE := build/second-engine.log
test: setup browser $(SITES) $(LAYERS) ## pass every test, those of the data layer on both engines
	@npm run --silent test
	@$(BIN)/pytest --numprocesses 2 --dist loadfile -m "not (data or e2e)" $(addprefix --ignore ,$(EXERCISING))
	@$(BIN)/pytest -m data tests/unit
	@$(BIN)/pytest -m data --dynamodb local tests/unit tests/functions > $(SECOND_ENGINE) 2>&1 & second=$$!; \
	  trap "kill $$second 2> /dev/null || true" EXIT; \
	  $(BIN)/pytest $(EXERCISING); \
	  wait $$second || { cat $(SECOND_ENGINE); exit 1; }; \
	  tail -n 3 $(SECOND_ENGINE)
	@$(BIN)/pytest -m e2e

check: setup ## the whole gate before a commit: formats, lint, types, import rules, generated files
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@npm run --silent lint
	@npm run --silent typecheck
	@$(BIN)/luneo openapi --check
	@echo "✓ all checks passed"

bench: setup ## print the speed and cost figures as ratios (benchmarks/README.md says what they mean)
	@$(BIN)/python -m benchmarks

gallery: setup ## make the contact sheets of docs/gallery anew (minutes)
	@$(BIN)/python -m local.gallery

synth: setup ## synthesise the CloudFormation templates into cdk.out, offline
	@$(BIN)/python -m stacks.app

openapi: setup ## write docs/openapi.json, docs/permissions.md and the TypeScript client's types
	@$(BIN)/luneo openapi
	@npm run --silent client

lock: $(VENV)/bin/uv ## compile the lock files anew
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml --group dev -o requirements/dev.txt
	@$(BIN)/python -m stacks.locks
	@npm install --package-lock-only --silent

browser: $(READY)
	@$(BIN)/python -m local.browser

clean: ## remove everything that was made
	@rm -rf build cdk.out $(VENV) node_modules */node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
