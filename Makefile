# make serve, make test: each sets up all that it needs. See README.md.

PYTHON ?= python3
SITE ?= site
PORT ?= 8000
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
ONLY ?=
WEAKER ?=
READY := .venv/ready

export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve site test portable check bench mutants lock clean

help:
	@echo "make serve   build the site and serve it on http://127.0.0.1:$(PORT)/"
	@echo "make test    run every test"
	@echo "make portable ONLY=\"numpy seed\"  run the tests in other environments, or in some of them"
	@echo "make site    build the site into $(SITE)/"
	@echo "make check   linters, types and a strict build"
	@echo "make mutants try small mistakes in every equation, list those that pass, and record it"
	@echo "make mutants WEAKER=accepted   record it though a check became weaker"
	@echo "make bench   speed of the package against its peers"
	@echo "make lock    pin the newest versions of the dependencies"

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("dlref needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; say make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

serve: $(READY)
	$(BIN)/python -m dlref.site
	$(BIN)/python -m mkdocs serve --dev-addr 127.0.0.1:$(PORT)

site: $(READY)
	$(BIN)/python -m dlref.site
	$(BIN)/python -m mkdocs build --strict --site-dir $(SITE)

test: $(READY)
	$(BIN)/python -m pytest -n auto

portable: $(READY)
	$(BIN)/python -m tests.portable --only "$(ONLY)"

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) site

bench: $(READY)
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_equations
	$(BIN)/python -m tests.bench_build

mutants: $(READY)
	$(BIN)/python -m dlref mutate docs --reviewed tests/equations/data/survivors.toml --record docs/assets/mutants.json $(if $(WEAKER),--accept-weaker)

lock:
	$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --universal --fork-strategy fewest --python-version 3.11 --upgrade --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--extra site --extra test --extra dev pyproject.toml --output-file requirements.txt

clean:
	rm -rf .venv .venv-portable site docs/assets/generated
