#!/usr/bin/env bash
# Print the path of nginx for the tests: the machine's, else one unpacked from Debian's package and not installed, so
# that no service starts. Fails where there is neither.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

for found in nginx /usr/sbin/nginx "$PWD/.cache/nginx/usr/sbin/nginx"; do
    if "$found" -v 2>/dev/null; then
        command -v "$found"
        exit
    fi
done
command -v apt-get >/dev/null || exit 1
mkdir -p .cache/nginx
cd .cache/nginx
download() { apt-get download -qq nginx </dev/null >/dev/null 2>&1; }
download || { apt-get update -qq </dev/null >/dev/null 2>&1 && download; } || exit 1
dpkg-deb -x nginx_*.deb . && usr/sbin/nginx -v 2>/dev/null && printf '%s\n' "$PWD/usr/sbin/nginx"
