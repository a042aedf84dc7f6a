# Every target makes the environment it needs in .venv, once.
PYTHON ?= python3
STUDY  ?= data/demo
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help app start-files suggest reconcile synthesise review content report test test-quick test-slow check bench bench-quality clean

help: ## say what there is
	@echo "secondcoder: a machine second coder for qualitative research"
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-15s %s\n", $$1, $$2}'
	@echo "A study of your own: make suggest STUDY=path/to/folder"

app: $(VENV)/.run ## open the page for whole studies in the browser (STUDIES=… for another folder of them)
	$(BIN)/secondcoder app $(if $(STUDIES),"$(STUDIES)")

suggest: $(VENV)/.run ## themes, matches, suggested codes and a report (the demonstration study, or STUDY=…)
	$(BIN)/secondcoder suggest "$(STUDY)"

reconcile: $(VENV)/.run ## suggest with the vectors that are there, after the coding has changed
	$(BIN)/secondcoder reconcile "$(STUDY)"

synthesise: $(VENV)/.run ## a case-study synthesis in four steps (the demonstration's case studies, or STUDY=…)
	$(BIN)/secondcoder synthesise "$(STUDY)"

review: $(VENV)/.run ## open the review page: check suggested codes against your own
	$(BIN)/secondcoder review "$(STUDY)"

content: $(VENV)/.run ## count the coding: themes, questions, facets, kinds of source, queries to resolve
	$(BIN)/secondcoder content "$(STUDY)"

report: $(VENV)/.run ## write report and workbook of the latest run again
	$(BIN)/secondcoder report "$(STUDY)"

test: $(VENV)/.dev ## run the test suite (what takes longer is left to test-slow)
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

test-quick: $(VENV)/.dev ## run what needs neither encoder, browser nor whole studies (under 90 seconds)
	$(BIN)/pytest -m "not slow and not real" -n 2

test-slow: $(VENV)/.dev ## run what takes longer: many trials, many files, many passages
	$(BIN)/pytest -m slow

check: $(VENV)/.dev ## linting, formatting, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# SLOW=1 adds SetFit and Turftopic; FLAGS passes on what `python -m benchmarks.quality --help` says.
bench-quality: $(VENV)/.dev $(if $(SLOW),$(VENV)/.peers) ## measure against peers, write the tables of docs/quality.md (needs ../shared)
	PYTHONPATH=pipeline $(BIN)/python -m benchmarks.quality $(if $(SLOW),--slow) $(FLAGS)

# FLAGS: --only demo,1000 for some parts, --release to keep the figures as the last release's.
bench: $(VENV)/.dev ## measure speed and memory, write docs/performance.md (needs ../shared)
	PYTHONPATH=pipeline $(BIN)/python -m benchmarks.speed $(FLAGS)

# Start files and files that remove, the package and its constraints: one download, one double click.
start-files: $(VENV)/.run ## pack what people without a terminal download: dist/secondcoder-start.zip
	rm -rf dist/start
	$(PIP) wheel --quiet --no-deps --wheel-dir dist/start .
	cp constraints.txt start/secondcoder-windows.bat start/READ-ME-FIRST.txt dist/start/
	cp start/secondcoder.sh dist/start/secondcoder-linux.sh
	cp start/secondcoder.sh dist/start/secondcoder-macos.command
	cp start/secondcoder-windows.bat dist/start/secondcoder-windows-remove.bat
	cp start/secondcoder.sh dist/start/secondcoder-linux-remove.sh
	cp start/secondcoder.sh dist/start/secondcoder-macos-remove.command
	chmod 755 dist/start/*.sh dist/start/*.command
	cd dist/start && $(abspath $(BIN))/python -m zipfile -c ../secondcoder-start.zip *

clean: ## remove the environment and caches; never a study or its runs
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find pipeline tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "secondcoder needs Python 3.11 to 3.13; name one with PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch first and by itself, so that the version named here is the one that is used.
$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --quiet -c constraints.txt torch==2.13.0
	$(PIP) install --quiet -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(PIP) install --quiet -c constraints.txt -e '.[dev,oracles]'
	@touch $@

# Turftopic asks for an older rich than the rest allows, and still uses pkg_resources; later
# versions import igraph, which is GPL.
$(VENV)/.peers: $(VENV)/.dev
	$(PIP) install --quiet -c constraints.txt -e '.[bench]'
	$(PIP) install --quiet --no-deps turftopic==0.12.0
	@touch $@
