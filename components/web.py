"""Around the application: security headers, caching, and errors that people can read."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from html import escape
from typing import Any

import dash
from dash import Dash
from dash.exceptions import CallbackException, DependencyException, InvalidCallbackReturnValue
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from components import access
from components.callbacks import is_callback
from components.compression import compress
from components.door import json_body
from components.files import FILES, POLICY
from data.errors import SelectionError, UserError, quotable

log = logging.getLogger("safeguarding")

YEAR = 31_536_000
OWN_PREFIXES = ("/assets/", "/_dash-component-suites/", "/api/v1/")
OWN_PATHS = (
    "/blocks",
    "/healthz",
    "/readyz",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_dash-update-component",
    "/_favicon.ico",
    "/_reload-hash",
    "/pack-queue",
    "/pack/safeguarding.pptx",
    "/pack/safeguarding.xlsx",
)
MOST_BYTES = 256_000
LONGEST_PATH = 300
FOUND = (200, 206, 304)
UPDATE = "/_dash-update-component"
NOT_FOUND = "pages.not_found_404"
POLYFILL = re.compile(r'<script src="[^"]*/deps/polyfill@[^"]*"></script>\s*')
# What dash and plotly put into style elements of their own, the empty one included; a browser test finds a changed one.
STYLES = (
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s=",
    "ITR5T9OwskhdqdsliUJRmgp9ltOFAHgXe1F7eRvGnmQ=",
    "0IJGrxhCP5NUIafylLkj5118xkZH1kp5FmNio7NOckI=",
    "Z8VokGxeiKThZOEmkdUgfW+jxbvItBwAXC8M1c4wqAM=",
    "VUA+tqvhK3niMn7AdszqidMFPRh9FLqxB2iINUrsiTw=",
    "Aq43X0SlmB69maWGob4rp/UuSHhwePalkRRExtsxOJ8=",
    "SkhFDxgIcEjMhRh19uSHWrkdnAlZ9rlskgr9yLsipa8=",
    "uDiOZWps1U7E8/0BTaQrclYMhVhRVE4dT0vb5X6nXOw=",
    "+QoPrsxO0auPnxSulD3bAr9CoDGgzv7YRfYE0vfxeQI=",
    "MJs2ke1SA6Cy3tTCZu2QH0rj0r//iNqU0idy9bM4leg=",
    "X2TqJwnIiE/ceDVeAdr7v7BOWBU6CEzE6qxlNzBzvBk=",
)

_PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title} – Safeguarding KPIs</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/assets/app.css"></head>
<body><main class="page"><h1>{title}</h1><p>{text}</p><p><a href="/">Go to the overview</a></p></main></body></html>"""

INDEX = """<!doctype html>
<html lang="en-GB">
    <head>
        {%metas%}
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{%title%}</title>
        {%favicon%}
        {%css%}
    </head>
    <body>
        <noscript>This dashboard needs JavaScript. Its figures are at /api/v1/observations.</noscript>
        {%app_entry%}
        <div>{%config%}{%scripts%}{%renderer%}</div>
    </body>
</html>"""


class Dashboard(Dash):
    """Dash without its polyfill: browsers of today need none, and what it puts in place of ``String.trim`` takes a
    quarter of the time that drawing a chart does."""

    def interpolate_index(self, *, scripts: str = "", **parts: str) -> str:
        index: str = super().interpolate_index(scripts=POLYFILL.sub("", scripts), **parts)
        return index


def serve_errors(app: Dash) -> None:
    """Unknown paths are 404, malformed callbacks 400; anything unforeseen is logged under a request id."""
    server: Flask = app.server
    app.index_string = INDEX
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @server.before_request
    def known() -> Response | WerkzeugResponse | None:
        if request.path == UPDATE and request.method == "POST" and not is_callback(json_body(), app.callback_map):
            return Response("The request names no callback of this application, or not in its form.", 400)
        return None if _is_known(request.path) else _error(404, "There is no such page", _nothing())

    server.register_error_handler(Exception, _explained)


def _explained(error: Exception) -> Response | HTTPException:
    """An error as a page: the visitor's to mend, the operator's, or a bug, which keeps its traceback in the log."""
    if isinstance(error, HTTPException):
        return error
    if isinstance(error, SelectionError):
        return _error(400, "There is no such figure", str(error))
    if isinstance(error, DependencyException):
        return _error(404, "There is no such file", _nothing())
    if isinstance(error, CallbackException) and not isinstance(error, InvalidCallbackReturnValue):
        return _error(400, "The request cannot be answered", "It names no callback of this application.")
    number = request.environ.get(access.ID, "0")
    if isinstance(error, UserError):
        # What a database says of itself is for the operator alone.
        log.error("request %s: %s", number, error)
        again = f"Nothing was changed. Try again; if it stays so, report number {number}."
        return _error(503, "The figures cannot be read", again)
    path = quotable(request.path, LONGEST_PATH)
    log.exception("request %s: %s %s", number, quotable(request.method), path, exc_info=error)
    return _error(500, "Something went wrong", f"Nothing was changed. If it happens again, report number {number}.")


def _nothing() -> str:
    return f"Nothing is at {quotable(request.path, LONGEST_PATH)}."


def _is_known(path: str) -> bool:
    if path in OWN_PATHS or path.startswith(OWN_PREFIXES):
        return True
    return any(_leads_to(path, page) for page in dash.page_registry.values() if page["module"] != NOT_FOUND)


def _leads_to(path: str, page: Mapping[str, Any]) -> bool:
    template = page["path_template"]
    if not template:
        return path == page["path"]
    stem = template.partition("<")[0]
    rest = path.removeprefix(stem)
    return path.startswith(stem) and bool(rest) and "/" not in rest


def _error(status: int, title: str, text: str) -> Response:
    return Response(_PAGE.format(title=escape(title), text=escape(text)), status, mimetype="text/html")


def warm_up(app: Dash) -> None:
    """One request before workers fork: Dash registers its callbacks on the first, not safely for several at once."""
    compress(app.server)
    app.server.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    with app.server.test_client() as client:
        client.get("/")
        client.get("/_dash-layout")
        client.get("/_dash-dependencies")


def secure(app: Dash) -> None:
    """Headers of every answer. The policy's hashes are complete only after the first request, so this comes last."""
    policy = "; ".join(f"{name} {value}" for name, value in _policy(app).items())
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }

    def add(response: Response) -> Response:
        is_file = request.path.startswith(FILES) and response.status_code in FOUND
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if is_file:
            response.headers["Content-Security-Policy"] = POLICY
        else:
            # Set last, over what Flask and its extensions say: no proxy and no shared computer keeps figures.
            response.headers["Cache-Control"] = "no-store"
        return response

    # Set late, past Flask's guard against changes after the first request, which was the warm-up.
    app.server.after_request_funcs.setdefault(None, []).append(add)


def _policy(app: Dash) -> dict[str, Any]:
    scripts = " ".join(app.csp_hashes())
    styles = " ".join(f"'sha256-{digest}'" for digest in STYLES)
    return {
        "default-src": "'none'",
        "script-src": f"'self' {scripts}".strip(),
        "style-src": "'self'",  # for browsers that know no finer rule
        "style-src-elem": f"'self' {styles}",
        "style-src-attr": "'unsafe-inline'",  # plotly places what it draws by style attributes
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
