# What the scripts beside this one share; they read it, nobody runs it.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 2
}

# Install packages with apt-get where that needs no password; false where it may not or cannot.
apt_install() {
    command -v apt-get >/dev/null || return 1
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    say "Installing $* with apt-get."
    # The lists of packages may be missing or old: install, and only then refresh them and try again.
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@")
    "${as_root[@]}" "${install[@]}" </dev/null >/dev/null 2>&1 && return 0
    "${as_root[@]}" apt-get update -qq </dev/null >/dev/null 2>&1 || true
    "${as_root[@]}" "${install[@]}" </dev/null >/dev/null
}
