# The first `make run` or `make test` sets everything up in .venv. More arguments: make test ARGS="-k questionnaire"
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-emit-index-url \
	--custom-compile-command "make lock"

.PHONY: run workshop test lint format bench screenshots lock

run: .venv/run
	$(BIN)/python -m streamlit run app.py $(ARGS)

workshop: .venv/run
	$(BIN)/python -m ssi_core workshop $(ARGS)

test: .venv/dev
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 $(ARGS)

lint: .venv/dev
	$(BIN)/ruff check $(ARGS)
	$(BIN)/ruff format --check $(ARGS)
	$(BIN)/pyright --pythonpath $(BIN)/python

format: .venv/dev
	$(BIN)/ruff check --fix $(ARGS)
	$(BIN)/ruff format $(ARGS)

bench: .venv/dev
	$(BIN)/python -m tests.bench.scoring
	$(BIN)/python -m tests.bench.reading
	$(BIN)/python -m tests.bench.fuzz
	$(BIN)/python -m tests.bench.coaching $(ARGS)
	$(BIN)/python -m tests.bench.store
	$(BIN)/python -m tests.bench.workshop

screenshots: .venv/dev
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

lock: # needs uv; ARGS=--upgrade for newer versions
	$(COMPILE) $(ARGS) --output-file requirements.txt requirements.in
	$(COMPILE) $(ARGS) --output-file requirements-dev.txt requirements-dev.in

.venv/run: requirements.txt | $(BIN)/pip
	@echo "Installing what the app needs; this takes a minute, once."
	$(INSTALL) $<
	@touch $@

.venv/dev: requirements-dev.txt | $(BIN)/pip
	@echo "Installing what the app and its tests need; this takes a minute or two, once."
	$(INSTALL) $<
	@touch $@

$(BIN)/pip:
	$(PYTHON) -c "import sys; sys.exit('Python 3.11 or newer is needed.' if sys.version_info < (3, 11) else 0)"
	$(PYTHON) -m venv .venv
