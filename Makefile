# The two commands are `make run` and `make test`; `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check dev bench lock

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

.venv/.run-ready: requirements/run.txt pyproject.toml scripts/environment.sh
	@sh scripts/environment.sh $(PYTHON) run

.venv/.dev-ready: requirements/run.txt requirements/dev.txt pyproject.toml scripts/environment.sh
	@sh scripts/environment.sh $(PYTHON) dev

run: .venv/.run-ready ## set everything up and serve the product with its demo clinic
	@exec $(BIN)/voxanne serve --demo

test: .venv/.dev-ready ## set everything up and run all tests
	@sh scripts/system_packages.sh
	@$(BIN)/python -m tests.prepare
	@$(BIN)/python -m pytest

check: .venv/.dev-ready ## format, lint, types and the house's import rules
	@$(BIN)/ruff format --check src tests bench migrations
	@$(BIN)/ruff check src tests bench migrations
	@$(BIN)/mypy
	@$(BIN)/lint-imports

dev: .venv/.dev-ready ## the environment with the development tools

bench: .venv/.dev-ready ## print every figure that the documentation claims
	@$(BIN)/voxanne bench --all

lock: ## resolve the requirements again (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
		--group build pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group build --group dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt
