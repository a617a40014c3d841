#!/usr/bin/env bash
# Make .venv and install the pinned libraries: `venv.sh` for running, `venv.sh dev` for tests and lint too.
# A second run does nothing unless the pins have changed.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

pins=requirements/${1:-run}.txt
stamp=.venv/.installed-${1:-run}

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if is_recent "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    stop "Python 3.11 or later was not found; install it (on Debian and Ubuntu: apt-get install python3 python3-venv)."
}

make_venv() {
    local python version
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! has_venv "$python"; then
        apt_install "python$version-venv" || true
        has_venv "$python" ||
            stop "Python $version has no venv module; install it (on Debian and Ubuntu: apt-get install python$version-venv)."
    fi
    say "Making .venv with Python $version."
    "$python" -m venv --clear .venv
}

# Made anew where its Python has gone, or where the folder was moved: its commands hold the old path.
is_ours() { .venv/bin/pip --version 2>/dev/null | grep -qF " $(pwd -P)/.venv/"; }

if ! is_recent .venv/bin/python || ! is_ours; then
    make_venv
fi

pinned=$(sha256sum <"$pins")
if [ "$(cat "$stamp" 2>/dev/null)" != "$pinned" ]; then
    say "Installing the libraries of $pins; the first time takes a minute or two."
    .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
        --require-hashes --requirement "$pins" </dev/null ||
        stop "The libraries could not be installed; the lines above say why. Check the network and run the command again."
    printf '%s\n' "$pinned" >"$stamp"
fi
