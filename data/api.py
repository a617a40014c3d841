"""The read-only HTTP API, and the health checks. The one module of ``data`` that knows Flask."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import cast
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, jsonify, request
from msgspec import to_builtins
from werkzeug.wsgi import wrap_file

from data.areas import ENGLAND
from data.dataset import Dataset
from data.errors import BehindError, ChangedError, SelectionError, StoreError, UserError, quotable
from data.paging import begin, limit_of, page, rest
from data.queries import COMPARISON_PARAMETERS, as_object, compare, flat, understood
from data.rows import FILTERS, Row, pick
from data.streams import begun, told
from data.written import as_csv, as_json, as_table

EXTENSION = "safeguarding"
FORMATS = ("csv", "json")
PARAMETERS = (*FILTERS, "format", "limit", "after")
ONE_VALUE = ("from", "to", "format", "limit", "after")
OBSERVATIONS = "/api/v1/observations"
PATHS = ("/api/v1/indicators", OBSERVATIONS, "/api/v1/comparisons")
RETRY_SECONDS = 5
IN_MEMORY = 1_000_000  # bytes of an answer that has to be whole before it is sent

blueprint = Blueprint("api", __name__)
log = logging.getLogger("safeguarding")


def current_dataset() -> Dataset:
    """The dataset of the running application, the same from beginning to end of a request."""
    if "dataset" not in g:
        dataset: Dataset = current_app.extensions[EXTENSION]
        g.dataset = dataset.at_this_moment()
    return cast(Dataset, g.dataset)


@blueprint.get("/api/v1/indicators")
def indicators() -> Response:
    """The register, one object per indicator."""
    _known(request.args, ())
    return jsonify([to_builtins(indicator) for indicator in current_dataset().register.values()])


@blueprint.get(OBSERVATIONS)
def observations() -> Response:
    """Current figures; every filter is optional and takes several values separated by commas.

    With ``limit`` a page of them, whose Link header leads to the next one; else all, sent as they are read.
    """
    args = request.args
    _known(args, PARAMETERS)
    kind = _format(args, FORMATS[0])
    snapshot = current_dataset().snapshot()
    picked, start, limit = pick(snapshot, args), begin(snapshot, args), limit_of(args)
    answer = _empty(kind, "observations")
    if request.method == "HEAD":
        return without_length(answer)
    if limit is None:
        return _sent(answer, _text(kind, begun(rest(picked, start))))
    found, following = page(picked, start, limit)
    answer.set_data("".join(_text(kind, found)))
    if following is not None:
        answer.headers["Link"] = f'<{OBSERVATIONS}?{urlencode({**args, "after": str(following)})}>; rel="next"'
    return answer


@blueprint.get("/api/v1/comparisons")
def comparisons() -> Response:
    """One area's figure of one period with interval, significance, rank, change and trend; JSON by default."""
    args = request.args
    _known(args, COMPARISON_PARAMETERS, COMPARISON_PARAMETERS)
    kind = _format(args, "json")
    wanted = understood(current_dataset(), args)
    answer = _empty(kind, "comparisons")
    if request.method == "HEAD":
        return without_length(answer)
    found = as_object(compare(wanted))
    answer.set_data(as_table(flat(found)) if kind == "csv" else json.dumps(found, ensure_ascii=False, allow_nan=False))
    return answer


@blueprint.get("/api/v1/")
@blueprint.get("/api/v1/<path:rest>")
def unknown(rest: str = "") -> tuple[Response, int]:
    """Nothing else is here; without this the application would answer with its first page."""
    return jsonify(error=f"/api/v1/{quotable(rest)} is not known; there are {', '.join(PATHS)}."), 404


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is up."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Pages can be served: the number of releases and the newest; else why they cannot."""
    if reason := _hindrance():
        return jsonify(status="not ready", reason=reason), 503
    releases = current_dataset().snapshot().releases
    newest = max(releases, key=lambda r: r.id, default=None)
    title = {"title": newest.title, "imported_at": newest.imported_at} if newest else None
    return jsonify(status="ready", releases=len(releases), newest=title), 200


@blueprint.errorhandler(SelectionError)
def refused(error: SelectionError) -> tuple[Response, int]:
    return jsonify(error=str(error)), 400


@blueprint.errorhandler(StoreError)
def unavailable(error: StoreError) -> tuple[Response, int]:
    return jsonify(error=_logged(error)), 503


@blueprint.errorhandler(ChangedError)
def changed(error: ChangedError) -> tuple[Response, int]:
    return jsonify(error=str(error)), 409


@blueprint.errorhandler(BehindError)
def behind(error: BehindError) -> tuple[Response, int, dict[str, str]]:
    return jsonify(error=str(error)), 503, {"Retry-After": str(RETRY_SECONDS)}


def _hindrance() -> str:
    """Why no page can be served, in words that are fit for anybody; "" where they can."""
    try:
        dataset = current_dataset()
        snapshot = dataset.snapshot()
        if not snapshot.held:
            return (
                "The database holds no current figures; restore a release that was withdrawn, or restart the dashboard."
            )
        dataset.default_area()
        if ENGLAND not in snapshot.areas:
            return (
                "The database tells nothing of England; restore a release that was withdrawn, or restart the dashboard."
            )
        snapshot.holding(*reversed(min(snapshot.held)))
    except StoreError as error:
        return _logged(error)
    except UserError as error:
        log.error("%s", error)
        return "The area that the settings name is not among the figures. The server's log says which."
    return ""


def _logged(error: StoreError) -> str:
    """What a database says of itself goes to the log; visitors are told no more than that it failed."""
    log.error("%s", error)
    return "The figures cannot be read at the moment; try again. The server's log says why."


def _empty(kind: str, name: str) -> Response:
    """An answer with its headers alone."""
    if kind == "json":
        return Response(mimetype="application/json")
    return Response(mimetype="text/csv", headers={"Content-Disposition": f"inline; filename={name}.csv"})


def without_length(answer: Response) -> Response:
    """The answer to HEAD where what GET would send is not made: it does not say that there is nothing."""
    answer.automatically_set_content_length = False
    return answer


def _text(kind: str, rows: Iterable[Row]) -> Iterator[str]:
    return as_csv(rows) if kind == "csv" else as_json(rows)


def _sent(answer: Response, parts: Iterator[str]) -> Response:
    """The answer with its parts sent as they are made, in chunks: one that is broken off lacks the last of them.

    HTTP/1.0, which some proxies speak, has no chunks. There the answer is made whole first, in a file, with its length.
    """
    if request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0":
        answer.response = told(parts, OBSERVATIONS)
        return answer
    whole = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the server closes it
    whole.writelines(part.encode() for part in parts)
    answer.content_length = whole.tell()
    whole.seek(0)
    answer.response = wrap_file(request.environ, whole)
    return answer


def _format(args: Mapping[str, str], default: str) -> str:
    kind = args.get("format", "").strip() or default
    if kind not in FORMATS:
        raise SelectionError(f"format '{quotable(kind)}' is not known; it is one of {', '.join(FORMATS)}.")
    return kind


def _known(args: Mapping[str, str], allowed: tuple[str, ...], one_value: tuple[str, ...] = ONE_VALUE) -> None:
    for name in args:
        if name not in allowed:
            expected = f"it takes {', '.join(allowed)}" if allowed else "it takes none"
            raise SelectionError(f"parameter '{quotable(name)}' is not known; {expected}.")
    for name in allowed:
        if len(request.args.getlist(name)) > 1:
            how = "give one" if name in one_value else "separate values by commas"
            raise SelectionError(f"parameter '{name}' is given more than once; {how}.")
