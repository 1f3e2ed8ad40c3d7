# make demo       try the desk without Slack           make setup   install only
# make test       everything that is checked            make help    all there is
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
WORKERS ?= 2
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# pip's many lines as one that moves on (off a terminal: one line for each package)
PROGRESS = { n=0; of=$$(grep -c == $<); end=$$(test -t 1 && echo '\r' || echo '\n'); \
	while read -r word name _; do case $$word in \
		Collecting | Processing | Ignoring | Requirement) printf "  %d of %d  %-60.60s$$end" $$((++n)) $$of "$${name\#\#*/}" ;; \
		Installing) printf '  putting them in place %-50s\n' ... ;; \
	esac; done; }

.PHONY: help setup demo test test-faults test-networks lint bench migration pins clean dev parts

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.installed  ## install the desk into .venv

demo: setup  ## run the desk with a local workspace; PORT=8080, NO_BROWSER=1
	@$(BIN)/mentiondesk demo $(if $(NO_BROWSER),--no-browser) || test $$? -eq 130  # Ctrl-C

test: lint parts  ## run everything that is checked; with CI=true the whole networks too
	$(BIN)/pytest -n $(WORKERS) --dist worksteal
	$(if $(CI),$(MAKE) test-networks)

test-faults: dev  ## lose answers, kill processes, thousands of times
	$(BIN)/pytest -n $(WORKERS) -m "faults or not faults" --timeout 3600 tests/faults

test-networks: dev  ## whole social networks on this machine; the first time takes minutes
	$(BIN)/python tests/networks/real/install.py
	$(BIN)/pytest -m networks --timeout 900 tests/networks/real

lint: dev  ## style, types, and which way imports point
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: dev  ## measure; NAME="claim intake" for some of it
	$(BIN)/mentiondesk bench $(NAME)

migration: dev  ## write the next migration from what changed in storage/tables.py; NAME=add_rating
	$(BIN)/python -m storage.migrations.new $(NAME)
	$(BIN)/python -m tests.storage.yesterday

pins: dev  ## write the requirements files anew from pyproject.toml; UPGRADE=1 takes the newest
	test -x .cache/uv/bin/uv || { $(PYTHON) -m venv .cache/uv && .cache/uv/bin/pip install --quiet uv; }
	for group in build:requirements.txt dev:requirements-dev.txt; do \
		.cache/uv/bin/uv pip compile pyproject.toml --group $${group%:*} --universal --python-version 3.11 \
			--generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade) -o $${group#*:}; done

clean:  ## remove what was installed and cached
	rm -rf .venv .cache .demo build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

dev: .venv/.installed-dev

parts: dev
	@$(BIN)/python -m tests.fetch

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Mentiondesk needs Python 3.11 or newer; none was found." \
		"Install one (https://www.python.org/downloads/), or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv is missing." \
		"On Debian and Ubuntu: apt-get install python3-venv, then again."; exit 1; }

.venv/.installed: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing what the desk needs"
	@$(PIP) install --require-hashes -r $< | $(PROGRESS)
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r $< | $(PROGRESS)
	@touch $@
