"""A small application to put behind the real gunicorn: ``gunicorn --config deploy/gunicorn.conf.py``."""

from __future__ import annotations

from flask import Flask, Response, request

BIG = bytes(8_000_000)  # more than the system takes for a connection

server = Flask(__name__)


@server.get("/healthz")
def healthz() -> str:
    return "ok"


@server.get("/api/v1/observations")
def big() -> Response:
    return Response(BIG)


@server.post("/blocks")
def length() -> str:
    return str(len(request.get_data()))
