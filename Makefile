# The two commands of this book: `make site` builds the example, `make test` tests everything.
# Both need git, make and Python 3.11 or newer, and bring the rest into .venv themselves.

ON ?= 2026-11-12
# One more than two processors: tests also wait, for browsers and servers.
JOBS ?= 3
MUTANTS ?= 200
KILLS ?= 100
SEED ?= 1

BIN := .venv/bin
BOOK := $(BIN)/partnerbook

export PYTHON

.DEFAULT_GOAL := help
.PHONY: help site serve test proof bench lint format docs lock upgrade clean runtime dev

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

site: runtime ## build the example book as of ON (default 2026-11-12), with a statement for each demo partner
	@$(BOOK) demo --on $(ON)
	@$(BOOK) build --on $(ON)
	@echo
	@echo "The book is in build/site: Russian at its root, English under en/."
	@echo "To read it: make serve, then open http://localhost:8000/"
	@link=$$($(BOOK) open P-0007) && case "$$link" in /*) link="http://localhost:8000$$link" ;; esac && \
	  echo "There, the statements of one partner of the example: $$link"

serve: runtime ## show the book on this machine, and follow each edit of program/
	@$(BOOK) serve --on $(ON)

test: dev ## run all tests; what could not run says so
	@$(BIN)/python -m tools.browser >/dev/null || true
	@$(BIN)/python -m tools.postgres >/dev/null || true
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m 'not proof'

proof: dev site ## change MUTANTS things of the built book, and demand that the audit notices each; kill KILLS closes and builds; build all real orders, and what drawn books and cases publish
	@$(BOOK) audit --on $(ON) --mutate $(MUTANTS) --seed $(SEED)
	@$(BIN)/python -m tools.kills --kills $(KILLS) --seed $(SEED)
	@PARTNERBOOK_ORDERS=all $(BIN)/python -m pytest -q tests/real/test_build.py
	@$(BIN)/python -m pytest -q -m proof

bench: dev ## measure settlement and statements against the hand-written limit
	@$(BIN)/python -m benchmarks

lint: dev ## form, types and the order of the rooms
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: dev ## put the code into form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: dev ## write the generated pages of docs/ again
	@$(BIN)/python -m tools.architecture
	@$(BIN)/python -m tools.diagnostics
	@$(BIN)/python -m tools.reference
	@$(BIN)/python -m tools.figure_pages
	@$(BIN)/python -m tools.table_pages
	@$(BIN)/python -m tools.moment_pages
	@$(BIN)/python -m tools.cookbook
	@$(BIN)/python -m tools.schema

lock: ## compile both lock files from pyproject.toml, keeping versions where possible
	@tools/lock.sh

upgrade: ## compile both lock files with the newest versions allowed
	@tools/lock.sh --upgrade

clean: ## remove what was built (the environment stays)
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

runtime:
	@tools/environment.sh runtime

dev:
	@tools/environment.sh dev
