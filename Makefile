# All commands of Docloft. `make` lists them; CI calls the same ones.
.DEFAULT_GOAL := help
SHELL := /bin/sh
STAGE ?= prod
# The stage that reindex, redrive, restore and invite work on. The default is local, so production is never touched by accident.
TARGET_STAGE := $(if $(filter file,$(origin STAGE)),local,$(STAGE))
# Empty unless STAGE was given: `remove` has no default.
STAGE_GIVEN := $(if $(filter file,$(origin STAGE)),,$(STAGE))
PYTHON := .venv/bin/python
# A value as one word of the shell, whatever it contains.
quoted = '$(subst ','\'',$(1))'
# A variable with a wrong name would be ignored: `make restore YES=1 LIBRARIES=<id>` would restore every library.
VARIABLES := STAGE SERVICE TABLE AT LIBRARY OVERWRITE YES REMOVE EMAIL RESET ONE FORGET ONLY DOCUMENTS ID DEBUG TIER DRILL \
	MODULE ARGUMENTS VERSION PYTHON SHELL AWS_% DOCLOFT_%
UNKNOWN := $(filter-out $(VARIABLES),$(foreach name,$(.VARIABLES),$(if $(findstring command line,$(origin $(name))),$(name))))
$(if $(UNKNOWN),$(error There is no variable $(UNKNOWN). The variables are $(VARIABLES)))
export PATH := $(CURDIR)/.local/tools/bin:$(PATH)
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED := true

.PHONY: .installed help run stop reset logs test drill check coverage mutate tidy bench reindex redrive restore invite doctor diff package deploy release remove

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Installs the tools; what needs them depends on it.
.installed:
	@sh local/bootstrap.sh

run: .installed ## Run the whole product on this machine and deploy each edit; Ctrl-C stops it (DEBUG=api: see docs/how-to/debug.md)
	@$(if $(DEBUG),sh local/bootstrap.sh debugger)
	@exec env DOCLOFT_DEBUG="$(DEBUG)" $(PYTHON) -m local run

stop: .installed ## Stop it and keep everything
	@$(PYTHON) -m local stop

reset: .installed ## Stop it and delete its documents
	@$(PYTHON) -m local reset

logs: .installed ## Show what its functions logged; ID=<correlation id> shows one request and what followed from it
	@$(PYTHON) -m local logs --id $(call quoted,$(ID))

test: $(if $(TIER),.installed,check) ## Check, then run every test; TIER=unit (contract, local, e2e, corpus, browser, site, arm64) runs one
	@$(if $(filter-out contract,$(TIER)),,sh local/bootstrap.sh checkov)
	@$(PYTHON) -m tests $(TIER)

drill: .installed ## Inject faults of AWS and kill functions; prints what was lost or doubled (DRILL=disturbed, killed, repeated or crowd: one)
	@$(PYTHON) -m tests.fault_drills $(DRILL)

check: .installed ## Static checks of Python, JavaScript and prose, in parallel
	@$(PYTHON) -m tools.checks

coverage: .installed ## Measure branch coverage by the unit tests; fails below the floor in pyproject.toml
	@DOCLOFT_COVERAGE=1 $(PYTHON) -m tests unit

mutate: .installed ## Change pure modules one expression at a time: a change that no test notices fails (MODULE=parser for some)
	@$(PYTHON) -m tools.mutation "$(MODULE)"

tidy: .installed ## Format Python and JavaScript, regenerate docs/openapi.json and the other derived files
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .
	@npx --no-install prettier --write --log-level warn "$$($(PYTHON) -c 'from tools.checks import FORMATTED_JAVASCRIPT as f; print(f)')"
	@$(PYTHON) -m services.api.derived
	@$(PYTHON) -m tools.settings_page

bench: .installed ## Measure upload to search hit (needs make run); make bench-reading, bench-search, bench-facts: see docs/benchmarks.md
	@$(PYTHON) -m bench

# One command of bench/, with ARGUMENTS=: `make bench-code-path`, and three short names.
bench_reading := reading_times
bench_search := search_times
bench_facts := fact_quality
bench-%: .installed
	@$(PYTHON) -m bench.$(or $(bench_$*),$(subst -,_,$*)) $(ARGUMENTS)

reindex: .installed ## Rebuild every library's search index (of this machine's stage, or STAGE=prod)
	@$(PYTHON) -m operate reindex --stage $(call quoted,$(TARGET_STAGE))

redrive: .installed ## Show failed work and why it failed; ONE=<message id> or YES=1 retries it
	@$(PYTHON) -m operate redrive --stage $(call quoted,$(TARGET_STAGE)) --one $(call quoted,$(ONE)) \
		--yes $(call quoted,$(YES)) --forget $(call quoted,$(FORGET))

restore: .installed ## Show what a table had at a moment (TABLE=documents AT=<time>); YES=1 restores it
	@$(PYTHON) -m operate restore --stage $(call quoted,$(TARGET_STAGE)) --table $(call quoted,$(or $(TABLE),documents)) \
		--at $(call quoted,$(AT)) --library $(call quoted,$(LIBRARY)) --overwrite $(call quoted,$(OVERWRITE)) \
		--yes $(call quoted,$(YES)) --remove $(call quoted,$(REMOVE))

invite: .installed ## List who may sign in; EMAIL=<address> invites them, with REMOVE=1 removes, with RESET=1 resets a second factor
	@$(PYTHON) -m operate invite --stage $(call quoted,$(TARGET_STAGE)) --email $(call quoted,$(EMAIL)) \
		--remove $(call quoted,$(REMOVE)) --reset $(call quoted,$(RESET))

doctor: .installed ## Check a stage (of this machine, or STAGE=prod) and print what to do: reachable, alarms, failed work, quotas, templates
	@$(PYTHON) -m operate doctor --stage $(call quoted,$(TARGET_STAGE)) $(if $(ONLY),--only $(call quoted,$(ONLY)))

diff: .installed ## Show what a deploy would change, and drift: make diff STAGE=prod; without an account, since the last make package
	@$(PYTHON) -m operate diff --stage $(call quoted,$(STAGE))

package: .installed ## Package what a deploy would upload, without an account: make package STAGE=prod (to .local/package)
	@sh packaging/package $(call quoted,$(STAGE))

deploy: .installed ## Deploy to the cloud: make deploy STAGE=prod, or one SERVICE of it (AWS credentials in the environment)
	@sh packaging/deploy $(call quoted,$(STAGE)) $(call quoted,$(SERVICE))

release: .installed ## Make a release: version numbers, CHANGELOG, API contract, commit and tag (VERSION=0.2.0)
	@$(PYTHON) -m tools.release make $(call quoted,$(VERSION))

remove: .installed ## Remove a whole stage without documents: make remove STAGE=dev; prints how to remove one with documents
	@$(PYTHON) -m operate remove --stage $(call quoted,$(STAGE_GIVEN)) --documents $(call quoted,$(DOCUMENTS))
