#!/usr/bin/env bash
# List the licences of the libraries that the dashboard runs with; fail where one is none of those below, under which
# whoever runs or passes on the dashboard may keep the licence of their own work.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

deploy/venv.sh dev
read -ra libraries <<<"$(sed -nE 's/^([a-z0-9.-]+)==.*/\1/p' requirements/run.txt | tr '\n' ' ')"
# LGPL and MPL ask for changes of the library itself alone.
exec .venv/bin/pip-licenses --from=mixed --order=license --packages "${libraries[@]}" \
    --partial-match --allow-only="MIT;BSD;Apache;PSF;Mozilla Public License;MPL;LGPL"
