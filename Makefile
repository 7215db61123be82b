# `make run` and `make test` do all their own set-up in .venv; see docs/development.md for
# the same commands without make (macOS, Windows).

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
INDEX_DIR ?= index
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test browser clean
.DELETE_ON_ERROR:

# Index the sample reports that the project makes itself, then serve them.
run: $(VENV)/.installed
	GOVREPORT_INDEX_DIR=$(INDEX_DIR) $(BIN)/govreport demo
	GOVREPORT_INDEX_DIR=$(INDEX_DIR) $(BIN)/govreport serve --host $(HOST) --port $(PORT)

# Every check there is: tests (browser tests included), lint, format, types.
test: $(VENV)/.installed-for-tests browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

# The browser tests drive Debian's chromium; fonts so that it can draw Chinese.
browser:
	@sh .ci/browser

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; choose one with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# hatchling stands in the environment, so that building needs no second, unpinned one.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing (once; a few minutes at most) ..."
	$(PIP) install --constraint constraints.txt hatchling editables
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-for-tests: pyproject.toml constraints.txt | $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis artefacts
