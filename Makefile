# Everything a fresh machine needs: `make run` starts the service, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint format clean
.DEFAULT_GOAL := run

run: .venv/.ready-run
	@$(BIN)/callcenter setup
	@exec $(BIN)/callcenter serve

test: .venv/.ready-test
	@$(BIN)/callcenter setup --only-parts
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest

lint: .venv/.ready-test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: .venv/.ready-test
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/.ready-%: setup.cfg pyproject.toml bootstrap.py
	@$(PYTHON) bootstrap.py $*
