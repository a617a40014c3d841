# Each verb is one command; the steps behind it are in deploy/.

.DEFAULT_GOAL := help
.PHONY: help run test lint licences audit bench clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Install what is needed and start the dashboard at http://127.0.0.1:8050/
	@exec deploy/run.sh

test: ## Run every test, with a real browser and a real PostgreSQL
	@exec deploy/test.sh

lint: ## Check style, types and the directions of imports
	@exec deploy/lint.sh

licences: ## List the licences of the libraries, and refuse those that would bind the dashboard's own
	@exec deploy/licences.sh

audit: ## Ask the package index for known vulnerabilities of the libraries
	@exec deploy/audit.sh

bench: ## Measure how long things take and print a table
	@deploy/venv.sh dev
	@.venv/bin/python -m tests.bench

clean: ## Remove what the other commands made, but not the database in var/
	@rm -rf .venv .cache htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
