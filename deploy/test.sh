#!/usr/bin/env bash
# Run every test; further arguments go to pytest.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

deploy/venv.sh dev
CHROMIUM=$(deploy/browser.sh)
export CHROMIUM
exec .venv/bin/python -m pytest "$@" </dev/null
