# The two commands of the README set everything up by themselves: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: demo test lint checkout-test wheel-test screens clean

$(VENV)/runtime: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/developer: $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

demo: $(VENV)/runtime  ## load the example, ask a question, serve on http://127.0.0.1:8000
	FTGRAPH_STORE=var/demo $(BIN)/ftgraph demo
	FTGRAPH_STORE=var/demo $(BIN)/ftgraph solutions --barrier mobilite --territory bassin:EX35-01
	FTGRAPH_STORE=var/demo $(BIN)/ftgraph serve

test: lint checkout-test wheel-test  ## lint, types, layers; what needs the repository; all other tests on the built wheel
lint: $(VENV)/developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

checkout-test: $(VENV)/developer lint
	$(BIN)/pytest -n 2 -m checkout

wheel-test: $(VENV)/developer
	PYTHON=$(CURDIR)/$(BIN)/python tests/wheel.sh

screens: $(VENV)/developer  ## the pictures of docs/screens, made again (needs chromium)
	FTGRAPH_STORE=var/screens $(BIN)/ftgraph demo
	FTGRAPH_STORE=var/screens $(BIN)/python docs/screens/terminal.py
	FTGRAPH_STORE=var/screens $(BIN)/python docs/screens/site.py

clean:
	rm -rf build dist var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
