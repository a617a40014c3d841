#!/usr/bin/env bash
# Run every check, also after one has failed.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

deploy/venv.sh dev
failed=0
.venv/bin/ruff check . || failed=1
.venv/bin/ruff format --check . || failed=1
.venv/bin/mypy || failed=1
.venv/bin/lint-imports --no-logo --cache-dir .cache/import-linter || failed=1
deploy/licences.sh >/dev/null || failed=1
exit "$failed"
