#!/usr/bin/env bash
# Run every test; further arguments go to pytest.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

deploy/venv.sh dev
CHROMIUM=$(deploy/browser.sh)
export CHROMIUM
NGINX_PROGRAM=$(deploy/nginx.sh) || say "No nginx was found; the tests of its site are skipped."
export NGINX_PROGRAM  # nginx itself reads NGINX
# Two at once on two cores; more than four servers and browsers are of no use to anyone.
exec .venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal "$@" </dev/null
