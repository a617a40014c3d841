#!/usr/bin/env bash
# Install, and serve in the foreground until Ctrl+C.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

deploy/venv.sh
# One process prepares the database, checks it and serves; a figure that cannot be stops it with exit code 2.
exec .venv/bin/python -m gunicorn --config deploy/gunicorn.conf.py app:server
