# Two commands are enough: `make demo` runs the program, `make test` proves it. Both install what is missing first.
PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python -m
INSTALL := $(PYTHON) fremrykk/local/install.py
# Without compiled modules every program the tests start compiles thousands of them anew: half of its start.
unexport PYTHONDONTWRITEBYTECODE

# What has a longer form than `make test` has time for: the machine, the races, the walks past every page.
PROVED := tests/privacy/machine tests/privacy/residue tests/privacy/test_crashes.py tests/privacy/test_mailing_size.py \
  tests/privacy/test_races.py tests/privacy/test_reference.py tests/privacy/test_restriction_walk.py \
  tests/accounts/test_rotate_keys_killed.py tests/accounts/test_tells_nothing.py tests/candidates/adapters/test_strange_files.py \
  tests/candidates/employment/test_sealed_walk.py tests/candidates/test_import_size.py tests/operation/test_drill.py \
  tests/test_crawl.py tests/test_full_table.py tests/test_late_writers.py tests/test_more_than_asked.py tests/test_naughty.py \
  tests/test_stories.py

# Measures how long others wait: no other fault beside it.
ALONE := tests/faults/test_slow_clients.py

.DEFAULT_GOAL := help
.PHONY: help demo test coverage prove faults fuzz check bench drill format messages lock sbom

help: ## what can be done here
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

demo: ## the whole program with demo data: web, worker, beat, database, broker (PORT=8000)
	@$(INSTALL) local
	@exec $(RUN) fremrykk.local.demo --port $(PORT) --follow-parent

test: ## every test on all cores, on real servers and a real browser
	@$(INSTALL) dev
	@$(PYTHON) fremrykk/local/debian.py chromium nginx
	@exec $(RUN) pytest -n auto --dist worksteal $(ARGS)

coverage: ## the same, and which branches no test takes (half as long again)
	@$(MAKE) --no-print-directory test ARGS="--cov --cov-report=term:skip-covered $(ARGS)"

prove: ## what `make test` looks at for seconds, for as long as it takes: the machine, races, crashes at every step
	@$(INSTALL) dev
	@$(PYTHON) fremrykk/local/debian.py chromium
	@PROVE=1 exec $(RUN) pytest $(PROVED) $(ARGS)

faults: ## a whole agency, killed, frozen and cut off at moments chance chooses (RUNS=20 of each, SEED=7 repeats one)
	@$(INSTALL) dev
	@$(PYTHON) fremrykk/local/debian.py nginx
	@export RUNS=$${RUNS:-20} SEED=$${SEED:-$$(date +%s)}; \
	$(RUN) pytest -v tests/faults -n $${HANDS:-8} --dist load --maxschedchunk 1 --deselect $(ALONE) $(ARGS) $(if $(ARGS),,&& $(RUN) pytest -s $(ALONE))

fuzz: ## ten thousand requests that make no sense, at every address, as everybody (SEED=7 others, DRAW=1 draws each page)
	@$(INSTALL) dev
	@FUZZ=$${FUZZ:-10000} exec $(RUN) pytest -s tests/test_fuzz.py $(ARGS)

check: ## lint, format, types, contracts, templates, dependencies, migrations, translations
	@$(INSTALL) dev
	@$(PYTHON) fremrykk/local/debian.py gettext
	@exec $(RUN) fremrykk.local.check

bench: ## what purge, public pages, an adviser's search and large files cost beside something bare (ARGS="--only pages" for one)
	@$(INSTALL) dev
	@exec $(RUN) bench $(if $(SIZES),--sizes $(SIZES)) $(ARGS)

drill: ## lose everything and get it back: backup, erasures, loss, restore, replay, with the time each takes
	@$(INSTALL) dev
	@exec $(RUN) tests.drill

format: ## put code and templates in the house's shape
	@$(INSTALL) dev
	@.venv/bin/ruff check --fix-only --quiet . ; .venv/bin/ruff format . ; \
	  find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

messages: ## collect the texts to translate into the catalogue
	@$(INSTALL) dev
	@$(PYTHON) fremrykk/local/debian.py gettext
	@$(RUN) fremrykk.local.translations collect

sbom: ## what the program ships with, as CycloneDX in var/sbom/, and whether we allow each licence
	@$(INSTALL) dev
	@exec $(RUN) fremrykk.local.parts

lock: ## write requirements/ and package-lock.json anew, with hashes and without addresses
	@$(INSTALL) dev
	@$(RUN) fremrykk.local.lock
