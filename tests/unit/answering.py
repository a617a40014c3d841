"""A small application to put behind the real gunicorn: set up as the dashboard is (``answering.conf.py``)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from flask import Flask, Response, request

BIG = bytes(8_000_000)  # more than the system takes for a connection

server = Flask(__name__)


@server.get("/healthz")
def healthz() -> str:
    return "ok"


@server.get("/process")
def process() -> str:
    return str(os.getpid())


@server.get("/api/v1/observations")
def big() -> Response:
    return Response(BIG)


@server.post("/blocks")
def length() -> str:
    return str(len(request.get_data()))


@server.get("/stream")
def stream() -> Response:
    def parts() -> Iterator[bytes]:
        yield b"first"
        time.sleep(2)
        yield b"last"

    return Response(parts(), headers={"X-Accel-Buffering": "no"})


@server.get("/told")
def told() -> str:
    return " ".join(request.headers.get(name, "") for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto"))


@server.get("/assets/<name>")
@server.get("/pack/<name>")
def path(name: str) -> str:
    return request.path
