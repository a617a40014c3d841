"""The read-only HTTP API, and the health checks. The one module of ``data`` that knows Flask."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import cast

import pandas as pd
from flask import Blueprint, Response, current_app, g, jsonify, request
from msgspec import to_builtins

from data.dataset import Dataset
from data.errors import SelectionError, StoreError, UserError, quotable
from data.queries import COMPARISON_PARAMETERS, PARAMETERS, as_json, as_object, compare, flat, select

EXTENSION = "safeguarding"
FORMATS = ("csv", "json")
ONE_VALUE = ("from", "to", "format")
PATHS = ("/api/v1/indicators", "/api/v1/observations", "/api/v1/comparisons")

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


@blueprint.get("/api/v1/observations")
def observations() -> Response:
    """Current figures; every filter is optional and takes several values separated by commas."""
    args = request.args
    _known(args, PARAMETERS)
    kind = _format(args, FORMATS[0])
    table = select(current_dataset().snapshot(), args)
    if kind == "csv":
        body = table.to_csv(index=False, lineterminator="\r\n")
        return Response(body, mimetype="text/csv", headers={"Content-Disposition": "inline; filename=observations.csv"})
    return Response(as_json(table), mimetype="application/json")


@blueprint.get("/api/v1/comparisons")
def comparisons() -> Response:
    """One area's figure of one period with interval, significance, rank, change and trend; JSON by default."""
    args = request.args
    _known(args, COMPARISON_PARAMETERS, COMPARISON_PARAMETERS)
    kind = _format(args, "json")
    found = as_object(compare(current_dataset(), args))
    if kind == "json":
        return Response(json.dumps(found, ensure_ascii=False, allow_nan=False), mimetype="application/json")
    body = pd.DataFrame([flat(found)]).to_csv(index=False, lineterminator="\r\n")
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": "inline; filename=comparisons.csv"})


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
