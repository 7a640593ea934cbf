# The work is done by lms/installation; this file is the list of what can be asked for.
PYTHON ?= python3
PORT ?= 8000
PYTEST_ARGS ?= -n 2 --dist worksteal
LOCK_ARGS ?=
LRS_SUITE ?=
FAULTS_ARGS ?=
# Texts are UTF-8, whatever the language of the terminal.
PYTHONUTF8 = 1
export PORT PYTEST_ARGS LOCK_ARGS LRS_SUITE FAULTS_ARGS PYTHONUTF8

SETUP = @command -v $(PYTHON) >/dev/null || { echo "Stopped. There is no $(PYTHON) on the PATH. Install Python ≥ 3.11 \
and run again, or name one: make $@ PYTHON=python3.12" >&2; exit 1; }; exec $(PYTHON) -m lms.installation

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast lint bench conformance faults lock translations assets clean

help: ## Show this list
	@sed -nE 's/^([a-z-]+): ## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

demo: ## Set up what is missing and serve the demo city on http://127.0.0.1:8000 (PORT=8001 changes it)
	$(SETUP) demo

test: ## Set up, then style, types, import rules and the whole suite (PYTEST_ARGS="-k search")
	$(SETUP) test

test-fast: ## The tests without database and browser
	$(SETUP) test-fast

lint: ## Style, types and import rules
	$(SETUP) lint

bench: ## Measure; prints a table and writes JSON
	$(SETUP) bench

conformance: ## ADL's conformance suite on both databases (LRS_SUITE=path to a checkout with its npm packages)
	$(SETUP) conformance

faults: ## Try to break the record store on both databases: kills, a full disk, bad bodies (FAULTS_ARGS="--kills 5")
	$(SETUP) faults

lock: ## Pin all packages again, needs the network (LOCK_ARGS=--upgrade takes newer versions)
	$(SETUP) lock

translations: ## Take new texts from the source into the translation catalogues
	$(SETUP) translations

assets: ## Build style sheet, icons and fonts from the npm packages
	$(SETUP) assets

clean: ## Remove what the set-up made; the database in instance/ stays
	rm -rf .venv .browser .browser.new node_modules node_modules.new lms/web/static/vendor lms/web/static/vendor.new *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
