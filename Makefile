# Everything from nothing but Python, make and git: `make demo` shows an example team, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test attack check install catalogues bench clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,cn,pinyin]'
	@touch $@

install: $(VENV)/installed

demo: install  ## an example team's ledger, and what the tool says of it
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check  ## lint, types and the whole suite
	$(BIN)/pytest -n 2

attack: install  ## before a release: every kind of work killed at a hundred random moments, not at twenty
	SALESCLI_KILLS=100 $(BIN)/pytest -n 2 tests/crash tests/hostile

catalogues: install  ## after a sentence has changed: extract, merge and compile the translations
	$(BIN)/python salescli/locale/catalogues.py

bench: install  ## repeatable measurements against a yardstick
	$(BIN)/python bench/log.py
	$(BIN)/python bench/remind.py bench/ledgers
	$(BIN)/python bench/appraise.py bench/ledgers

clean:
	rm -rf $(VENV) demo-ledger
