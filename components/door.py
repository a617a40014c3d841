"""At the door: what is asked of a request before any part of the application sees it."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from flask import Flask, Response, request

from data.hosts import host_of

READING = ("GET", "HEAD", "OPTIONS")
NOT_OURS = "The dashboard does not answer under this host; its operator can list it in SAFEGUARDING_HOSTS."
NOT_FROM_HERE = "The request comes from a page of another site; open the dashboard itself."


def admit(server: Flask, own: Set[str]) -> None:
    """Answer only what names one of the dashboard's own hosts, so that no stranger's name can be made to lead to it
    (DNS rebinding), and take what browsers post from its own pages alone.

    To be called before anything else asks for each request.
    """

    @server.before_request
    def look() -> Response | None:
        if host_of(request.headers.get("Host", "")) not in own:
            return Response(NOT_OURS, 400, mimetype="text/plain")
        if request.method not in READING and not _is_from(own):
            return Response(NOT_FROM_HERE, 403, mimetype="text/plain")
        return None


def _is_from(own: Set[str]) -> bool:
    """Whether a request comes from a page of the dashboard, or from no page.

    Browsers say so by Sec-Fetch-Site; older ones, and any over plain http from another machine, by Origin alone.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or host_of(origin.partition("://")[2]) in own


def json_body() -> Any:
    """The body of a request that says it is JSON, and is; else None."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # nested too deep to be read
        return None
