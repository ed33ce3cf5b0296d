# Two commands do all the set-up: `make tag` runs the main job, `make test` proves it. Everything lands in .venv and cache.
PYTHON ?= python3
VENV ?= .venv
export SUMMARISE_CACHE_DIR ?= $(CURDIR)/cache
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

.PHONY: help tag test check format docs bench lock clean

help:
	@echo "make tag     tag the papers of seeds/ with the embedded model, into out/seeds.jsonl"
	@echo "make test    run the tests, with a real model on three papers"
	@echo "make check   format, lint, types, import contracts"
	@echo "make bench   run the benchmarks"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "summarise needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@echo "Setting up $(VENV): a minute the first time"
	@$(PYTHON) -m venv $(VENV)

# requirements-dev.lock holds everything that requirements.lock holds.
$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp

tag: $(VENV)/run.stamp
	$(BIN)/summarise tag seeds/*.txt --local -o out/seeds.jsonl
	@echo "Look at the disagreements:  $(BIN)/summarise conflicts out/seeds.jsonl"

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/dev.stamp
	$(BIN)/python tests/write_commands.py
	$(BIN)/python tests/replayed.py
	$(BIN)/python tests/own_replayed.py

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.start_up
	$(BIN)/python -m benchmarks.rule_quality
	$(BIN)/python -m benchmarks.rule_speed
	$(BIN)/python -m benchmarks.prompts
	$(BIN)/python -m benchmarks.own_schemas
	$(BIN)/python -m benchmarks.injection
	$(BIN)/python -m benchmarks.tag_seeds
	$(BIN)/python -m benchmarks.trust
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.review_page_speed

# The locks carry hashes and no index's address; uv resolves them for every platform. setuptools builds the package.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
lock:
	echo 'setuptools>=77' | $(LOCK) pyproject.toml - --extra local -o requirements.lock
	$(LOCK) pyproject.toml --extra dev -o requirements-dev.lock
	$(LOCK) benchmarks/trust/peers/requirements.in -o benchmarks/trust/peers/requirements.txt
	$(LOCK) benchmarks/throughput/peers/requirements.in -o benchmarks/throughput/peers/requirements.txt

clean:
	rm -rf $(VENV) build dist out *.egg-info
