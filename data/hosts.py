"""Hosts as links and requests name them: names, and addresses of both kinds."""

from __future__ import annotations

import re
from ipaddress import ip_address

LAST_PORT = 65535
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_PORT = re.compile(r"[0-9]{1,5}")
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_HOST_AND_PORT = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:(?P<port>[0-9]{1,5}))?")


def in_link(host: str) -> str:
    """A host as links have it: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def host_of(host_and_port: str) -> str:
    """The host of what a link has after its scheme, or a request as ``Host``: a name in small letters, or an address in
    its shortest form and without brackets; "" where it is neither."""
    found = _HOST_AND_PORT.fullmatch(host_and_port)
    if found is None or not (found["port"] is None or is_port(found["port"])):
        return ""
    host = found["host"].removesuffix(".").lower()
    if host.startswith("[") or is_address(host):
        address = host.strip("[]")
        return ip_address(address).compressed if is_address(address) and host == in_link(address) else ""
    return host if is_name(host) else ""


def is_name(host: str) -> bool:
    return bool(_HOST_NAME.fullmatch(host)) and not host.replace(".", "").isdigit()


def is_port(value: str) -> bool:
    return bool(_PORT.fullmatch(value)) and 1 <= int(value) <= LAST_PORT


def is_address(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True
