# Each target is one line of intent; .venv is made on first use.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SAM    := .venv-sam/bin/sam
# Real data for benchmarks and some tests; see CONTRIBUTING.md.
DATA   := $(or $(MOODCLOUD_DATA),../shared/data)

.DEFAULT_GOAL := help
.PHONY: help demo test lint unit template requirements bench quality clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

demo: $(VENV)/ready ## upload two sample files to an S3 emulator, invoke the function, fetch the results into out/
	$(BIN)/moodcloud demo --out out

test: lint unit ## lint, types, tests

lint: $(VENV)/ready ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(VENV)/ready ## tests that need nothing but Python
	$(BIN)/pytest

template: .venv-sam/ready ## check template.yaml
	SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(SAM) validate --lint

requirements: $(VENV)/ready ## compile requirements/*.in again, with hashes
	cd requirements && for name in runtime development sam; do \
	  ../$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras --no-config $$name.in -o $$name.txt; done

bench: $(VENV)/ready ## time the job and a cloud on real data (MOODCLOUD_DATA)
	$(BIN)/python -m benchmarks.speed $(DATA)

quality: $(VENV)/ready ## how many words come out right, and how much sentiment they carry
	$(BIN)/python -m benchmarks.quality.english
	$(BIN)/python -m benchmarks.quality.korean
	if test -e $(DATA)/airline-tweets.csv; then \
	  $(BIN)/python -m benchmarks.quality.carried $(DATA)/airline-tweets.csv; \
	  $(BIN)/python -m benchmarks.quality.carried $(DATA)/sentiment140.csv.zst 50000; \
	else echo "how much sentiment words carry is measured on real data: set MOODCLOUD_DATA to its folder"; fi

clean: ## remove what make made
	rm -rf .venv .venv-* out build .aws-sam .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/ready: requirements/runtime.txt requirements/development.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "moodcloud needs Python 3.11 or later: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/runtime.txt -r requirements/development.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv-sam/ready: requirements/sam.txt
	$(PYTHON) -m venv .venv-sam
	.venv-sam/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/sam.txt
	@touch $@
