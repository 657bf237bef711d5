# Two commands do everything on a fresh Debian or Ubuntu with Python 3.11 or newer:
#   make demo   the shipped incidents as a map and a weekly report
#   make test   every check and test, browser included
# The rest are parts of these.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
# Tests start hundreds of processes: where bytecode is not kept, each compiles the whole package anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo test lint types pytest browser docs release clean

demo: .venv/installed
	@$(BIN)/scs-tracker demo

test: .venv/installed-test browser lint types pytest

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-test
	$(BIN)/mypy

pytest: .venv/installed-test browser
	$(BIN)/pytest -n auto --dist worksteal -q

docs: .venv/installed-test
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --jobs auto docs site
	@echo "open site/index.html"

# Wheel and sdist in dist/, checked, with what they need (CycloneDX) and their hashes; nothing is uploaded.
release: .venv/installed-test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group release
	@sh .ci/release $(BIN)/python
	@$(BIN)/pytest -q -n 0 tests/test_packaging.py

browser:
	@sh .ci/browser

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || sh .ci/venv "$(PYTHON)"

# A current pip first: an old one knows neither groups nor the present spelling of extras, and warns of the latter.
.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@sh .ci/install $(BIN)/python --upgrade "pip>=25.1"
	@sh .ci/install $(BIN)/python --constraint constraints.txt -e .
	@touch $@

.venv/installed-test: .venv/installed
	@sh .ci/install $(BIN)/python --constraint constraints.txt --group test
	@touch $@

clean:
	rm -rf .venv dist tracker.db tracker.db-wal tracker.db-shm maps/html site
