# Everything here sets up what it needs in .venv; nothing is installed outside this folder.
# `make` alone lists the targets.

# The first Python on the path that is new enough; `make PYTHON=/path/to/python3.12 …` names another.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(if $(shell $(p) -c \
	'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo yes),$(p))))
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
DEMO := data/demo

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-fast system-packages check format bench bench-process bench-start bench-mirror bench-mojibake bench-confidence bench-crawl bench-export bench-search bench-exact bench-browse bench-extract bench-lists expect tables docs messages pictures samples lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: $(VENV)/.user ## install what a user needs into .venv

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "covidmeet needs Python 3.11 or newer on the path" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "this Python has no venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.user: requirements.lock | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements.lock
	@$(RUN) -m tools.link_command
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements-dev.lock
	@$(RUN) -m tools.link_command
	@touch $@ $(VENV)/.user

demo: $(VENV)/.user ## archive the samples, export them, show what was stripped, repaired and rejected
	@rm -rf $(DEMO)
	@$(RUN) -m covidmeet demo $(DEMO)

PYTEST = $(RUN) -m pytest -q -n 2 --dist worksteal

test: $(VENV)/.dev ## run all tests, twelve minutes on two cores
	$(PYTEST)

test-fast: $(VENV)/.dev ## run the tests that start no processes, two minutes
	$(PYTEST) -m "not slow"

# Some tests need programs that are no Python packages: a browser, systemd's checker, a clock to set. They skip
# where these are missing.
system-packages: ## install what some tests need from Debian, where apt-get is there and may
	@command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] || exit 0; missing=; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v systemd-analyze >/dev/null || missing="$$missing systemd"; \
	command -v faketime >/dev/null || missing="$$missing faketime"; \
	[ -z "$$missing" ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing; } \
		>/dev/null || echo "could not install$$missing; the tests that need them are skipped" >&2

check: $(VENV)/.dev ## lint, format and types
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/mypy --platform win32 --cache-dir .mypy_cache/win32 covidmeet

format: $(VENV)/.dev ## format the code
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format

bench: $(VENV)/.dev ## one table: CPU, memory, sizes beside their floors; PARTS="pages store" measures these alone
	$(RUN) -m bench.table $(PARTS) --articles $(or $(ARTICLES),20000)

bench-process: $(VENV)/.dev ## CPU a page; AGAINST=commit compares with another one
	$(RUN) -m bench.process --stages $(if $(AGAINST),--against $(AGAINST))

bench-start: $(VENV)/.dev ## CPU of the commands that only read
	$(RUN) -m bench.start

bench-mirror: $(VENV)/.dev ## how much of the mirror damage is undone, how fast
	$(RUN) -m bench.mirror

bench-mojibake: $(VENV)/.dev ## how much of the wrong decodings is undone, how fast
	$(RUN) -m bench.mojibake

bench-confidence: $(VENV)/.dev ## how far the confidence of repairs can be trusted
	$(RUN) -m bench.confidence

bench-crawl: $(VENV)/.dev ## pages a minute against a bare spider, re-runs, memory
	$(RUN) -m bench.crawl

bench-lists: $(VENV)/.dev ## lists of real pages: articles and next page; FOLDERS=… names them
	$(RUN) -m bench.lists $(FOLDERS)

bench-search: $(VENV)/.dev ## how fast articles are stored and found, and what they take on disc
	$(RUN) -m bench.search

bench-exact: $(VENV)/.dev ## whether the search finds what reading every text finds
	$(RUN) -m bench.exact

bench-browse: $(VENV)/.dev ## how long the server works on the pages of browse
	$(RUN) -m bench.browse

bench-export: $(VENV)/.dev ## how fast articles are exported, in how much memory
	$(RUN) -m bench.export

# The folders have pages with a reader's answer; bench/extract.py says in what form.
FOLDERS ?= $(wildcard ../shared/realpages*)
bench-extract: $(VENV)/.dev ## text and fields of unknown pages, beside other extractors: make bench-extract FOLDERS=...
	$(RUN) -m bench.extract --left-out $(FOLDERS)

expect: $(VENV)/.dev ## propose expectations for a site's sample pages: make expect SITE=x
	$(RUN) -m tools.expect $(SITE)

tables: $(VENV)/.dev ## write the tables of README and docs that follow from the code
	$(RUN) -m tools.readme
	$(RUN) -m tools.settings_table

docs: $(VENV)/.dev ## build the documentation as a site into site/
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet --strict

pictures: $(VENV)/.dev ## take the documentation's pictures of the demo's archive anew
	$(RUN) -m tools.pictures

messages: $(VENV)/.dev ## bring the catalogue of Chinese messages up to date, tell what wants a translation
	$(RUN) -m tools.catalogue

samples: $(VENV)/.dev ## pack the sample pages into data/samples
	$(RUN) -m tools.pack_samples

# `make lock UPGRADE=` keeps the versions that still fit. pip stays what the environment came with.
UPGRADE := --upgrade
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --no-emit-package pip \
	--custom-compile-command "make lock" pyproject.toml

lock: $(VENV)/bin/python ## renew requirements*.lock and requirements.txt from the ranges in pyproject.toml
	$(PIP) uv
	$(COMPILE) --generate-hashes $(UPGRADE) --group dev -o requirements-dev.lock
	$(COMPILE) --generate-hashes --upgrade -c requirements-dev.lock -o requirements.lock
	$(COMPILE) --no-deps --no-annotate --upgrade -c requirements-dev.lock -o requirements.txt

clean: ## remove the environment, caches and the demo's files
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis
