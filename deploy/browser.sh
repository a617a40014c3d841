#!/usr/bin/env bash
# Print the path of a Chromium or Chrome that starts, installing one where that needs no password.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Ubuntu's chromium-browser may be a stub that only names a snap, so each is started once.
find_browser() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$name" ] && command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1 </dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ] && ! "$CHROMIUM" --version >/dev/null 2>&1 </dev/null; then
    stop "CHROMIUM is '$CHROMIUM', which does not start; give the path of Chromium or Chrome, or leave it unset."
fi
find_browser && exit
apt_install chromium || true
find_browser && exit
stop "No browser was found for the tests; install Chromium (on Debian: apt-get install chromium) or set CHROMIUM to its path."
