# Everything one does with Movie Magic. `make help` lists it; `make run PYTHON=python3.12` names another Python.
PYTHON ?= python3
BIN := .venv/bin
# Makes .venv and installs a part's locked requirements, only when they changed.
INSTALL := $(PYTHON) -I server/house/environment.py
HOUSE := $(BIN)/python -m server.house
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(addprefix --find-links ,$(PIP_FIND_LINKS))
# Three processes: tests that wait leave a core to the others.
TOGETHER := --numprocesses 3 --dist loadgroup --no-loadscope-reorder
# How many seconds the shoppers of the long soak shop.
SOAK ?= 60
# The newest versions that fit together: `make lock UPGRADE=--upgrade`.
UPGRADE ?=

.DEFAULT_GOAL := help
.PHONY: help run doctor test test-long bench check check-python check-web ready-test holes format generate lock clean install-server install-ml install-dev

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install-server ## Bring the whole house up for development: databases, API, worker, clock, web (Ctrl-C stops it)
	@exec $(HOUSE) up

doctor: install-server ## Say what a start would use on this machine, and what stands in its way
	@$(HOUSE) doctor

test: install-dev ready-test ## Run every test, browser included, long proofs in a short form; brings its own servers
	$(BIN)/python -m pytest $(TOGETHER) -m "not soak and not long"
	$(BIN)/python -m pytest -m soak --soak-seconds 15
	$(HOUSE) npm test

test-long: install-dev ready-test ## Run the long proofs: all faults, a soak, benchmarks, notebooks (SOAK=600 shops for ten minutes)
	$(BIN)/python -m pytest $(TOGETHER) -m long
	$(BIN)/python -m pytest -m soak --soak-seconds $(SOAK)

ready-test:
	@$(HOUSE) chromium
	@$(HOUSE) cluster-redis
	@$(HOUSE) build-web

check: install-dev ## Run every check: lint, format, types, import rules, and the same for the web
	@$(MAKE) --no-print-directory --output-sync --jobs 2 check-python check-web

check-python:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict server seat_engine workers ml benchmarks tests
	$(BIN)/lint-imports

check-web:
	$(HOUSE) npm run check

holes: install-dev ## Ask the package indexes about known holes of dependencies, where there is a network
	@$(HOUSE) known-holes

bench: install-dev ## Measure speed as ratios to a peer in the same run: make bench [ONLY=seats]
	$(BIN)/python -m benchmarks $(ONLY)

format: install-dev ## Bring all files into the project's format
	$(BIN)/ruff format
	$(BIN)/ruff check --fix-only
	$(HOUSE) npm run format

generate: install-dev ## Write the API's description and the clients' types anew, after a change of the API
	$(BIN)/python -m server openapi > client_sdk/openapi.json
	$(HOUSE) npm run generate

lock: install-dev ## Pin the requirements again, with hashes (UPGRADE=--upgrade takes the newest versions)
	cd requirements && ../$(COMPILE) $(UPGRADE) --output-file server.txt server.in
	cd requirements && ../$(COMPILE) $(UPGRADE) --output-file ml.txt ml.in
	cd requirements && ../$(COMPILE) $(UPGRADE) --output-file dev.txt dev.in

clean: ## Remove what was installed and built; the data in .data stays
	rm -rf .venv node_modules */node_modules web_client/.next admin_ui/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

install-server:
	@$(INSTALL) server

install-ml: install-server ## Add what training models needs (1 GB); the workers train from then on
	@$(INSTALL) ml

install-dev:
	@$(INSTALL) dev
