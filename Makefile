# The verbs of Docloft. `make` alone lists them; CI calls the same.
.DEFAULT_GOAL := help
SHELL := /bin/sh
STAGE ?= prod
PYTHON := .venv/bin/python
export PATH := $(CURDIR)/.local/tools/bin:$(PATH)
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED := true

.PHONY: .installed help run stop reset test check tidy bench reindex package deploy

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# No verb: what needs the tools asks for them.
.installed:
	@sh local/bootstrap.sh

run: .installed ## Bring the whole product up on this machine; Ctrl-C stops it
	@exec $(PYTHON) -m local run

stop: .installed ## Stop it; everything stays where it is
	@$(PYTHON) -m local stop

reset: .installed ## Stop it and throw its documents away
	@$(PYTHON) -m local reset

test: check ## Install everything, check, and run every test, the browser's included
	@$(PYTHON) -m pytest
	@node --test frontend/tests/*.test.js services/*/tests/*.test.cjs

check: .installed ## Lint, types, import rules, of Python and JavaScript
	@.venv/bin/ruff check --no-cache .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@PYTHONPATH=services/api:services/storage:services/worker:packages/shared/src .venv/bin/lint-imports --no-cache
	@npx --no-install tsc -p frontend
	@npx --no-install eslint frontend services/*/*.cjs services/*/tests/*.cjs --config frontend/eslint.config.js

tidy: .installed ## Put Python in its one form, write docs/openapi.json anew from the schemas that validate
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .
	@$(PYTHON) -m services.api.openapi

bench: .installed ## Measure what the documents claim (needs the product running: make run)
	@$(PYTHON) -m bench

reindex: .installed ## Rebuild every library's search index of the running local stage
	@$(PYTHON) -m local reindex

package: .installed ## Make what a deploy would send, without an account: make package STAGE=prod (to .local/package)
	@sh packaging/package $(STAGE)

deploy: .installed ## Deploy to the cloud: make deploy STAGE=prod (AWS credentials in the environment)
	npx --no-install osls-compose deploy --stage $(STAGE)
	cd frontend && npx --no-install serverless publish --stage $(STAGE)
