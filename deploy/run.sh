#!/usr/bin/env bash
# Install, prepare the database, and serve in the foreground until Ctrl+C.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

deploy/venv.sh
.venv/bin/python -m data prepare
exec .venv/bin/python -m gunicorn --config deploy/gunicorn.conf.py app:server
