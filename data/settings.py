"""The settings: the only reader of the environment.

``SETTINGS`` is the one table of them; the README, the messages and the tests use it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data import machine
from data.errors import SettingsError
from data.hosts import LAST_PORT, LOOPBACK, host_of, in_link, is_address, is_name, is_port

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "SAFEGUARDING_"

SQLITE = "sqlite:///"
POSTGRESQL = "postgresql+psycopg://"
_POSTGRESQL_PLAIN = "postgresql://"

_PASSWORD = re.compile(r"(://[^:/@]*):.*@")


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment: its name, its value when unset and what it means."""

    name: str
    default: str
    meaning: str


AREA = Setting(
    "SAFEGUARDING_AREA",
    "Worcestershire",
    "The local authority the dashboard is about: a name, a nine-character code or the three-digit number that it has.",
)
DATABASE = Setting(
    "SAFEGUARDING_DATABASE",
    "sqlite:///var/safeguarding.sqlite3",
    "The database: sqlite:/// and a file (a relative one is in the project's folder), or postgresql:// and a server.",
)
HOST = Setting(
    "SAFEGUARDING_HOST",
    "127.0.0.1",
    "The address to listen on; 0.0.0.0 is every address of this machine.",
)
PORT = Setting("PORT", "8050", f"The port to listen on, 1 to {LAST_PORT}.")
ORGANISATION = Setting(
    "SAFEGUARDING_ORGANISATION",
    "Worcestershire Safeguarding Children Partnership",
    "The name at the head of every page.",
)
ADDRESS = Setting(
    "SAFEGUARDING_ADDRESS",
    "the host of the request",
    "The address that people open, such as https://kpi.example.org: links in packs lead to it. Unset, they lead to the "
    "host that a request names.",
)
ACCESS_LOG = Setting(
    "SAFEGUARDING_ACCESS_LOG",
    "off",
    "on writes one line of JSON for each request to standard output, without addresses or values.",
)
HOSTS = Setting(
    "SAFEGUARDING_HOSTS",
    "no others",
    "Names and addresses under which the dashboard is reached besides localhost, SAFEGUARDING_HOST and the host of "
    "SAFEGUARDING_ADDRESS, separated by commas. Requests for any other host are refused.",
)
WORKERS = Setting(
    "SAFEGUARDING_WORKERS",
    "as many as the machine carries",
    "How many processes answer, 1 to 64. Unset, one for each core, from 2 to 8, but at most one a GB of memory.",
)
THREADS = Setting(
    "SAFEGUARDING_THREADS",
    "256",
    "How many requests each process has in hand at once, 8 to 2000; a slow client takes one for long.",
)
MOST_WORKERS, FEWEST_THREADS, MOST_THREADS = 64, 8, 2000
LONGEST_WAIT = 3600
WAIT = Setting(
    "SAFEGUARDING_WAIT",
    "60",
    f"For how many seconds a start waits for a PostgreSQL server that is not up yet, 0 to {LONGEST_WAIT}.",
)
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})
SETTINGS = (AREA, DATABASE, HOST, PORT, ORGANISATION, ADDRESS, HOSTS, ACCESS_LOG, WORKERS, THREADS, WAIT)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one start. ``area`` is text as given: the store's list of areas decides whether it exists.

    ``address`` is a scheme and a host without a slash at the end, "" where none is set; ``hosts`` are those that
    ``host_of`` gives.
    """

    area: str
    database: str = field(repr=False)  # may hold a password
    host: str
    port: int
    organisation: str
    address: str
    hosts: frozenset[str]
    access_log: bool
    workers: int
    threads: int
    wait: int

    @property
    def opened_at(self) -> str:
        """Where a dashboard with these settings is opened: its address, else where it listens on this machine."""
        return self.address or self.listens_at

    @property
    def listens_at(self) -> str:
        """Where it is opened on the machine that it runs on."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{in_link(host)}:{self.port}"

    @property
    def own_hosts(self) -> frozenset[str]:
        """The hosts that a request may name, as ``host_of`` gives them."""
        named = (host_of(in_link(self.host)), host_of(self.address.partition("://")[2]))
        return (LOOPBACK | self.hosts | frozenset(named)) - EVERY_ADDRESS - {""}


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings.

    Raises SettingsError, one sentence with the variable, its value and what is allowed.
    """
    _refuse_unknown(environ)
    return Settings(
        area=_text(environ, AREA, "a local authority's name, code or number"),
        database=_database(environ),
        host=_host(environ),
        port=_port(environ),
        organisation=_text(environ, ORGANISATION, "the organisation's name"),
        address=_address(environ),
        hosts=_hosts(environ),
        access_log=_is_on(environ, ACCESS_LOG),
        workers=_workers(environ),
        threads=_whole(environ, THREADS, FEWEST_THREADS, MOST_THREADS),
        wait=_whole(environ, WAIT, 0, LONGEST_WAIT),
    )


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            raise SettingsError(f"{_on_one_line(name)} is not a setting; expected one of {', '.join(known)}")


def _refused(setting: Setting, value: str, expected: str) -> SettingsError:
    return SettingsError(
        f"{setting.name} is '{_on_one_line(value)}'; expected {expected}, or leave it unset for {setting.default}"
    )


def _on_one_line(text: str) -> str:
    """What cannot be seen, or would steer a terminal, escaped as Python does."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _text(environ: Mapping[str, str], setting: Setting, expected: str) -> str:
    value = environ.get(setting.name, setting.default)
    if not value.strip() or not value.isprintable():
        raise _refused(setting, value, expected)
    return value.strip()


def _is_on(environ: Mapping[str, str], setting: Setting) -> bool:
    value = environ.get(setting.name, setting.default)
    if value not in ("on", "off"):
        raise _refused(setting, value, "on or off")
    return value == "on"


def _workers(environ: Mapping[str, str]) -> int:
    if environ.get(WORKERS.name, WORKERS.default) != WORKERS.default:
        return _whole(environ, WORKERS, 1, MOST_WORKERS)
    return machine.processes(machine.cores(), machine.memory())


def _whole(environ: Mapping[str, str], setting: Setting, least: int, most: int) -> int:
    value = environ.get(setting.name, setting.default)
    if not re.fullmatch("[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise _refused(setting, value, f"a whole number from {least} to {most}")
    return int(value)


def _port(environ: Mapping[str, str]) -> int:
    value = environ.get(PORT.name, PORT.default)
    if not is_port(value):
        raise _refused(PORT, value, f"a whole number from 1 to {LAST_PORT}")
    return int(value)


def _host(environ: Mapping[str, str]) -> str:
    value = environ.get(HOST.name, HOST.default)
    if not (is_address(value) or is_name(value)):
        raise _refused(HOST, value, "an IP address such as 0.0.0.0, or a host name, without a port")
    return value


def _address(environ: Mapping[str, str]) -> str:
    value = environ.get(ADDRESS.name, ADDRESS.default)
    if value == ADDRESS.default:
        return ""
    if not is_home(value):
        raise _refused(
            ADDRESS, value, f"http:// or https:// and a host, with a port from 1 to {LAST_PORT} or none, no path"
        )
    return value.rstrip("/")


def _hosts(environ: Mapping[str, str]) -> frozenset[str]:
    value = environ.get(HOSTS.name, HOSTS.default)
    if value == HOSTS.default:
        return frozenset()
    given = map(str.strip, value.split(","))
    hosts = frozenset(host_of(host if host.startswith("[") else in_link(host)) for host in given)
    if "" in hosts:
        raise _refused(HOSTS, value, "host names or IP addresses separated by commas, without ports")
    return hosts


def is_home(address: str) -> bool:
    """Whether an address is a scheme and a host, with a port or without, and no more."""
    scheme, _, rest = address.partition("://")
    return scheme in ("http", "https") and host_of(rest.removesuffix("/")) != ""


def _database(environ: Mapping[str, str]) -> str:
    """The URL as SQLAlchemy takes it: an absolute SQLite file, or PostgreSQL through psycopg."""
    value = environ.get(DATABASE.name, DATABASE.default).strip()
    if value.startswith(_POSTGRESQL_PLAIN):
        value = POSTGRESQL + value.removeprefix(_POSTGRESQL_PLAIN)
    rest, file = value.removeprefix(POSTGRESQL), value.removeprefix(SQLITE)
    if value.isprintable() and rest not in (value, "") and not rest.startswith(("?", "#")):
        return value
    # A database in memory is refused: each worker would have its own.
    if value.isprintable() and file not in (value, "") and not file.startswith((":memory:", "?")):
        if "?" in file:  # most of what may follow would be dropped without a word
            raise _refused(DATABASE, value, f"{SQLITE}FILE without '?' and what follows it")
        return SQLITE + str(ROOT / file)
    shown = _PASSWORD.sub(r"\1:***@", _on_one_line(value))
    raise _refused(DATABASE, shown, f"{SQLITE}FILE or {_POSTGRESQL_PLAIN}USER:PASSWORD@HOST/DATABASE")


def for_child(host: str, port: int, address: str) -> dict[str, str]:
    """The environment of a server of our own: these settings, but listening on this host and port for ``address``."""
    return {**os.environ, HOST.name: host, PORT.name: str(port), ADDRESS.name: address}
