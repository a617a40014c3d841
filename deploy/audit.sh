#!/usr/bin/env bash
# Ask the Python Package Index which pinned libraries have known vulnerabilities. 0: none has; 1: some have, they are
# listed; 2: not every library could be asked for, as where there is no way to the index.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

deploy/venv.sh dev
if said=$(.venv/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner=off \
    --requirement requirements/run.txt --requirement requirements/dev.txt 2>&1); then
    say "$said"
    exit 0
fi
say "$said"
case $said in
*"known vulnerabilit"*) exit 1 ;;
*) stop "Not every library could be looked up; run the command where the Python Package Index can be reached." ;;
esac
