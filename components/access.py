"""The number of each request, and where the settings ask for it a line about each."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from uuid import uuid4

from werkzeug.wsgi import get_path_info

from data import clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ID = "safeguarding.request_id"
HEADER = "X-Request-ID"
LONGEST_PATH = 300
# What a person may have typed as a parameter's name is not written down.
_NAME = re.compile(r"[a-z_]{1,20}")
Write = Callable[[str], object]


def numbered(application: WSGIApplication, write: Write | None) -> WSGIApplication:
    """The application with a number for each request, in its environment and its answer. ``write`` is given a line of
    JSON when the answer is sent."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        number = environ[ID] = uuid4().hex[:12]
        begun, statuses = perf_counter(), [0]

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            statuses.append(int(status[:3]))
            return start_response(status, [*headers, (HEADER, number)], exc_info)

        body = application(environ, start)
        if write is None:
            return body
        return _Counted(body, lambda sent: write(_line(environ, statuses[-1], perf_counter() - begun, sent)))

    return answer


class _Counted:
    """The parts of an answer; their length is told when it is closed, sent whole or broken off."""

    def __init__(self, body: Iterable[bytes], tell: Callable[[int], object]) -> None:
        self._body = body
        self._tell = tell
        self._sent = 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            self._sent += len(part)
            yield part

    def close(self) -> None:
        try:
            getattr(self._body, "close", lambda: None)()
        finally:
            self._tell(self._sent)


def _line(environ: WSGIEnvironment, status: int, seconds: float, sent: int) -> str:
    """One line of ASCII: no address of a visitor, no value of a parameter, as both can name a person."""
    names = {name for name, _ in parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)}
    said = {
        "time": clock.now().isoformat(timespec="milliseconds"),
        "id": environ[ID],
        "method": environ["REQUEST_METHOD"],
        "path": get_path_info(environ)[:LONGEST_PATH],
        "query": sorted(name if _NAME.fullmatch(name) else "?" for name in names),
        "status": status,
        "ms": round(seconds * 1000, 1),
        "bytes": sent,
    }
    return json.dumps(said)


def to_standard_output() -> Write:
    """Write lines to standard output; where that fails, requests are answered all the same."""
    log = logging.getLogger("safeguarding.access")
    if not log.handlers:
        log.addHandler(logging.StreamHandler(sys.stdout))
        log.setLevel(logging.INFO)
        log.propagate = False
    return log.info
