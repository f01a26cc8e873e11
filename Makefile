# Each target is one line of intent; .venv is made on first use.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SAM    := .venv-sam/bin/sam
PYTEST := $(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal
KERNEL := layers/moodcloud/kernel
# Real data for benchmarks and some tests; see CONTRIBUTING.md.
DATA   := $(or $(MOODCLOUD_DATA),../shared/data)

# Else each process that a test starts compiles the library anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-all lint unit template image browser-test container-test stack-test local stack deploy push wheels docs notebook notebook-image package platform-wheels arm64 version requirements sbom bench fuzz fuzz-quick extremes quality clean simulate load

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

demo: $(VENV)/ready ## upload two sample files to an S3 emulator, invoke the function, fetch the results into out/
	$(BIN)/python -m tools.run_demo

# Beside each other; what lint says comes last, and a failure of either is one of both.
test: $(VENV)/ready ## lint, types, tests
	@said=$$(mktemp); $(MAKE) --no-print-directory lint >$$said 2>&1 & lint=$$!; \
	$(MAKE) --no-print-directory unit; unit=$$?; \
	wait $$lint; lint=$$?; cat $$said; rm -f $$said; [ $$unit = 0 ] && [ $$lint = 0 ]

lint: $(VENV)/ready ## style, types, and which part may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/ready ## tests that need nothing but Python, without the slow ones
	$(PYTEST) -m "not slow"

test-slow: $(VENV)/ready ## the slow ones, and laws with many examples
	LAWS=many $(PYTEST) -m "slow or hypothesis"

test-all: lint ## lint, all tests, laws with many examples; which branches they take
	LAWS=many $(PYTEST) --cov --cov-report=term:skip-covered

browser-test: $(VENV)/ready ## test report.html in Chromium; screenshots in out/screenshots/
	$(PYTEST) --dist loadfile tests/browser

template: .venv-sam/ready ## check template.yaml
	SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(SAM) validate --lint

image: .venv-sam/ready ## build the image, as `moodcloud`, too
	SAM_CLI_TELEMETRY=0 $(SAM) build && docker tag analyzefunction:latest moodcloud

notebook-image: ## build an image of JupyterLab with the library, as `moodcloud-notebook` (Docker)
	.ci/docker-up
	docker build --target notebook --tag moodcloud-notebook .

container-test: $(VENV)/ready .venv-sam/ready ## test the image (Docker)
	.ci/docker-up
	$(BIN)/pytest tests/container -s

stack-test: $(VENV)/ready .venv-sam/ready .venv-ministack/ready ## test the stack, deployed to an emulator (Docker)
	.ci/docker-up
	$(BIN)/pytest tests/stack -s

load: $(VENV)/ready .venv-sam/ready .venv-ministack/ready ## a thousand uploads at once (LOAD) through the stack on the emulator; durations (Docker)
	.ci/docker-up
	LOAD=$(or $(LOAD),1000) $(BIN)/pytest tests/stack/test_load.py -s

large: $(VENV)/ready .venv-sam/ready .venv-ministack/ready ## a large FILE through the stack on the emulator, TIMES over; its results are the command line's (Docker)
	.ci/docker-up
	$(BIN)/python -m tests.local_aws.large $(FILE) --times $(or $(TIMES),1)

local: $(VENV)/ready .venv-sam/ready ## sam local invoke with an S3 emulator, results in out/local/ (Docker)
	$(BIN)/python -m tools.run_locally

stack: $(VENV)/ready .venv-sam/ready .venv-ministack/ready ## the stack on an AWS emulator, until Ctrl-C (Docker)
	$(BIN)/python -m tools.run_stack

deploy: image ## deploy to your account
	$(SAM) deploy --guided

push: ## build and push the image: REGISTRY=ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME
	tools/push "$(REGISTRY)" $(ARCHITECTURES)

wheels: $(VENV)/ready ## check that the image needs no compiler, on x86_64 and arm64
	$(BIN)/python -m tools.check_wheels

docs: $(VENV)/ready ## write the pages and pictures of docs/ that follow from the code
	$(BIN)/python -m tools.build_docs
	$(BIN)/python -m tools.build_pictures

notebook: .venv-notebook/ready ## open notebooks/explore.ipynb in JupyterLab
	PYTHONPATH=$(CURDIR)/layers/moodcloud/python .venv-notebook/bin/jupyter lab notebooks/explore.ipynb

package: $(VENV)/ready ## build the packages; use the wheel with the newest and the oldest libraries
	$(BIN)/python -m tools.check_package

platform-wheels: .venv-compiler/ready ## build a wheel for each platform, with the compiled counting kernel
	.venv-compiler/bin/python -m tools.build_wheels

arm64: $(VENV)/ready .venv-compiler/ready ## run what is built for arm64 under QEMU, check its results (Debian)
	$(BIN)/python -m tools.check_arm64 build/arm64

version: $(VENV)/ready ## give the program a version and record the bytes of its results: VERSION=0.2.1; UNRELEASED=1 where nobody has any yet
	$(BIN)/python -m tools.set_version $(VERSION) $(if $(UNRELEASED),--unreleased)

requirements: $(VENV)/ready ## compile requirements/*.in again, with hashes
	cd requirements && for name in runtime development build sam ministack notebook compiler bench; do \
	  ../$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras --no-config $$name.in -o $$name.txt; done
	$(BIN)/python -m tools.build_sbom

sbom: $(VENV)/ready ## write requirements/sbom.cdx.json, what the image holds of others (CycloneDX)
	$(BIN)/python -m tools.build_sbom

bench: $(VENV)/ready .venv-bench/ready ## measure speed and memory on real data (MOODCLOUD_DATA), as the page docs/performance.md
	$(BIN)/python -m benchmarks.speed $(DATA)

fuzz: $(VENV)/ready ## read 30,000 damaged files, for an hour at most
	$(BIN)/python -m tests.fuzz --cases 30000 --seconds 3600

fuzz-quick: $(VENV)/ready ## read 3,000 damaged files (CASES, from FIRST on), for ten minutes at most
	$(BIN)/python -m tests.fuzz --first $(or $(FIRST),0) --cases $(or $(CASES),3000) --seconds 600

extremes: $(VENV)/ready ## bombs and giants: time and memory of each
	$(BIN)/pytest tests/extremes -s

simulate: $(VENV)/ready ## live through histories of uploads in memory: HISTORIES=1000000, FIRST=0 to go on from another
	$(BIN)/python -m tests.simulation --first $(or $(FIRST),0) --histories $(or $(HISTORIES),1000000)

quality: $(VENV)/ready ## how many words come out right, how much sentiment they carry, what chance makes of them
	$(BIN)/python -m benchmarks.quality.english
	$(BIN)/python -m benchmarks.quality.korean
	$(BIN)/python -m benchmarks.quality.lemmas
	$(BIN)/python -m benchmarks.quality.chance samples/reviews-en.csv
	$(BIN)/python -m benchmarks.quality.chance samples/reviews-ko.csv
	if test -e $(DATA)/airline-tweets.csv; then \
	  $(BIN)/python -m benchmarks.quality.chance $(DATA)/airline-tweets.csv; \
	  $(BIN)/python -m benchmarks.quality.chance $(DATA)/amazon-alexa.tsv; \
	  $(BIN)/python -m benchmarks.quality.carried $(DATA)/airline-tweets.csv; \
	  $(BIN)/python -m benchmarks.quality.carried $(DATA)/sentiment140.csv.zst 50000; \
	  for file in airline-tweets.csv sentiment140-20k.csv amazon-alexa.tsv; do \
	    $(BIN)/python -m benchmarks.quality.scored vader $(DATA)/$$file; done; \
	  $(BIN)/python -m benchmarks.quality.scored nsmc $(DATA)/nsmc-200k.tsv.zst 150000; \
	else echo "how much sentiment words and scores carry is measured on real data: set MOODCLOUD_DATA to its folder"; fi

clean: ## remove what make made
	rm -rf .venv .venv-* .coverage dist out build .aws-sam .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/ready: requirements/runtime.txt requirements/development.txt pyproject.toml setup.py $(wildcard $(KERNEL)/*/*)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "moodcloud needs Python 3.11 or later: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements/runtime.txt -r requirements/development.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c 'import moodcloud.counting._kernel' 2>/dev/null || echo "no C compiler was found: words are counted by SQL, which takes twice as long"
	@touch $@

# Each in an environment of its own: they pin libraries the project uses at other versions.
.venv-%/ready: requirements/%.txt
	$(PYTHON) -m venv --clear .venv-$*
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r $<
	@touch $@
