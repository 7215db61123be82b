# `make run` and `make test` do all their own set-up in .venv; see docs/development.md for
# the same commands without make (macOS, Windows).

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
INDEX_DIR ?= index
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test bench bench-large bench-stock bench-web bench-accuracy fuzz pictures browser office clean
.DELETE_ON_ERROR:

# Index the sample reports that the project makes itself, then serve them. Where the index
# holds somebody's own reports, the demo refuses, and this says what to do instead.
run: $(VENV)/.installed
	@GOVREPORT_INDEX_DIR=$(INDEX_DIR) $(BIN)/govreport demo || { \
	  echo "看示例：make run INDEX_DIR=另一个文件夹；看自己的报告：$(BIN)/govreport --index-dir $(INDEX_DIR) serve"; \
	  exit 1; }
	GOVREPORT_INDEX_DIR=$(INDEX_DIR) $(BIN)/govreport serve --host $(HOST) --port $(PORT)

# Every check there is: tests (browser tests included), lint, format, types.
test: $(VENV)/.installed-for-tests browser office
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

# Search beside other engines over 10,000 generated reports, below 20 minutes on a free machine;
# writes docs/performance.md. Accuracy takes longer than fits beside it: make bench-accuracy.
bench: $(VENV)/.installed-for-tests
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[bench]'
	$(BIN)/python benchmarks/search_speed.py --reports 1000 --reports 10000

# The same over 100,000 reports: about an hour, 25 GB of disk in the user's cache folder. The
# other engines' indexes are kept there, so that the next run is quicker.
bench-large: $(VENV)/.installed-for-tests
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[bench]'
	nice $(BIN)/python benchmarks/search_speed.py --reports 100000 --reuse

# Whoosh as it comes and words of jieba over 10,000 reports, which build too slowly for `bench`.
bench-stock: $(VENV)/.installed-for-tests
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[bench]'
	nice $(BIN)/python benchmarks/search_speed.py --stock --reports 10000

# The pages under ten readers at once over 10,000 generated reports: two to three minutes, and ten more where
# the archive is made for the first time; writes docs/web-performance.md, fails where a page is
# slower than promised.
bench-web: $(VENV)/.installed-for-tests
	$(BIN)/python benchmarks/web_load.py

# The README's pictures of the pages, from sample reports.
pictures: $(VENV)/.installed-for-tests browser
	$(BIN)/python tests/browser/screenshot.py

# Accuracy and speed by kind, on generated files that chromium and LibreOffice print and
# convert; minutes, and much longer where scans are recognised for the first time. Fails where
# a promise is broken.
bench-accuracy: $(VENV)/.installed-for-tests browser office
	$(BIN)/python benchmarks/accuracy.py --count 60 --output docs/accuracy.md
	@for each in pdf_speed ingest_speed scan_accuracy; do \
	  if [ -f benchmarks/$$each.py ]; then \
	    echo; echo "benchmarks/$$each.py"; $(BIN)/python benchmarks/$$each.py || exit 1; \
	  fi; \
	done

# Looks for files that break a reader: SECONDS for each kind, on Linux.
SECONDS ?= 60
fuzz: $(VENV)/.installed-for-tests
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[fuzz]'
	nice $(BIN)/python benchmarks/fuzz.py --seconds $(SECONDS)

# The browser tests drive Debian's chromium; fonts so that it can draw Chinese.
browser:
	@sh .ci/browser

# The tests of old Word and Excel files need LibreOffice.
office:
	@sh .ci/office

$(BIN)/python:
	@sh .ci/python $(PYTHON)
	$(PYTHON) -m venv $(VENV)

# What builds packages (hatchling ours, setuptools jieba, which has no wheel) stands in the
# environment, so that building needs no second, unpinned one.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing (once; a few minutes at most) ..."
	$(PIP) install --constraint constraints.txt hatchling editables setuptools
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-for-tests: pyproject.toml constraints.txt | $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[test,ocr]'
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis artefacts
