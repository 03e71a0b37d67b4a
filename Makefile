# Everything a newcomer needs; each target sets up what it uses.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
# Half as many tests again as there are cores: a third of their time they wait for programs, sockets and clocks.
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 2) * 3 // 2)")

.PHONY: demo test check bench drill soak truth docs clean

demo: $(READY)  ## four questions on the sample market, with pictures under demo/
	@$(BIN)/bellwether demo

# In the order of the folders: the drills, which wait in real time, come first and not alone at the end. Compiled files
# are kept also where the environment says otherwise: without them each worker rewrites the assertions of every test
# file in every run, half of the time that it takes to collect them.
test: $(READY_DEV)  ## all tests; those that need what this machine lacks say so
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(READY_DEV)  ## style, types and layers, as in CI
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY_DEV)  ## side-by-side measurements, printed as ratios
	$(BIN)/python -m benchmarks

drill: $(READY_DEV)  ## deliveries under kill -9, 429, 5xx and cut connections
	$(BIN)/python -m benchmarks.drill

soak: $(READY_DEV)  ## 10,000 mixed questions over HTTP: memory, files and threads
	$(BIN)/python -m benchmarks.soak

truth: $(READY_DEV)  ## every figure of every answer beside an independent recomputation, on whole and damaged data
	$(BIN)/python -m benchmarks.truth

docs: $(READY_DEV)  ## write docs/commands.md and the README's pictures from the program
	$(BIN)/python -m bot.cli.docs

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11, 5) and 'Bellwether needs Python 3.11.5 or newer: make PYTHON=python3.12')"
	@echo "Setting up $(VENV): its packages are some 300 MB; a minute or two with a fast connection."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(READY_DEV): $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
