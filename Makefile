# Mujaz: everything that is typed. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The first Python on the path that is new enough; another one: make PYTHON=/path/to/python3.12 …
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
ifeq ($(origin PYTHON), undefined)
PYTHON := $(shell for one in python3 python3.13 python3.12 python3.11; do \
            "$$one" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { echo "$$one"; break; }; done)
endif
VENV := .venv
BIN := $(VENV)/bin
# An argument for the command behind a target: make chat ARGS="--port 8080", make bench ARGS=--quick
ARGS ?=
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.PHONY: help chat run test lint bench evaluate soak mutate install clean lock

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

chat: $(VENV)/.runtime ## the bot on a chat page in the browser; no token
	@$(BIN)/mujaz chat $(ARGS)

run: $(VENV)/.runtime ## the bot on Telegram, with the token in .env
	@$(BIN)/mujaz run $(ARGS)

test: $(VENV)/.dev ## the whole suite
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS)

lint: $(VENV)/.dev ## style, types, and which floor may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev ## the speed goals, each a ratio measured in this run
	@$(BIN)/python -m benchmarks $(ARGS)

evaluate: $(VENV)/.dev ## what extraction finds against the gold, and a baseline beside it
	@$(BIN)/python -m tests.gold $(ARGS)

soak: $(VENV)/.dev ## kill it a thousand times over 100,000 subscribers, and more; takes hours
	@$(BIN)/python -m tests.bot.traffic
	@$(BIN)/python -m tests.storage.outages
	@$(BIN)/python -m tests.soak $(ARGS)

# Which modules, and by which tests: tool.mutmut in pyproject.toml. A failing score is the exit code.
mutate: $(VENV)/.dev ## change the pure modules in every small way, and see whether a test notices
	@$(BIN)/python -m mutmut --version >/dev/null 2>&1 || { \
	  echo "make mutate needs mutmut: $(BIN)/pip install 'mutmut>=3.8,<4'" >&2; exit 1; }
	@$(BIN)/python -m mutmut run $(ARGS)
	@$(BIN)/python -m mutmut export-cicd-stats
	@$(BIN)/python -m tests.mutants

install: $(VENV)/.runtime ## only the environment: .venv/bin/mujaz

clean: ## take away the environment and the caches; the database in .mujaz stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage mutants build dist
	find bot handlers storage tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Newer versions of everything, with hashes and without addresses. Needs uv (https://docs.astral.sh/uv/).
# hatchling and editables are in it because the project itself is installed without isolation.
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade
lock: ## pin newer versions of the parts (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv on the path" >&2; exit 1; }
	printf 'hatchling\neditables\n' | $(COMPILE) pyproject.toml - -o requirements.lock
	$(COMPILE) --extra dev --constraints requirements.lock pyproject.toml -o .ci/requirements-dev.lock

$(BIN)/python:
	@[ -n "$(PYTHON)" ] && "$(PYTHON)" -c '$(NEW_ENOUGH)' || { \
	  echo "Mujaz needs Python 3.11 or newer; this machine offers $$(python3 --version 2>&1 || echo none)." \
	       "Say where one is: make PYTHON=/path/to/python3.12 chat" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Building the environment in $(VENV) with $$("$(PYTHON)" --version): once, about half a minute"
	@"$(PYTHON)" -m venv $(VENV)

# Two steps, because an editable install cannot be checked against hashes.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: .ci/requirements-dev.lock $(VENV)/.runtime
	@$(PIP) install --require-hashes --requirement .ci/requirements-dev.lock
	@touch $@
