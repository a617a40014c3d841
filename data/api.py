"""The read-only HTTP API, and the health checks. The one module of ``data`` that knows Flask."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

import pandas as pd
from flask import Blueprint, Response, current_app, g, jsonify, request

from data import periods
from data.areas import Areas
from data.dataset import Dataset
from data.errors import SelectionError, StoreError
from data.importers.carried import plain
from data.observations import NEIGHBOURS_KEY, NEIGHBOURS_NAME, SOURCES
from data.store import Snapshot, dated

EXTENSION = "safeguarding"
FORMATS = ("csv", "json")
PARAMETERS = ("indicator", "area", "from", "to", "source", "format")
ONE_VALUE = ("from", "to", "format")
COLUMNS = ("indicator", "area_code", "area_name", "period", "period_start", "period_end", "value", "printed",
           "numerator", "denominator", "status", "qualifier", "source", "release", "note")  # fmt: skip

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
    return jsonify([asdict(indicator) for indicator in current_dataset().register.values()])


@blueprint.get("/api/v1/observations")
def observations() -> Response:
    """Current figures; every filter is optional and takes several values separated by commas."""
    args = request.args
    _known(args, PARAMETERS)
    kind = args.get("format") or FORMATS[0]
    if kind not in FORMATS:
        raise SelectionError(f"format '{kind}' is not known; it is one of {', '.join(FORMATS)}.")
    table = select(current_dataset().snapshot(), args)
    if kind == "csv":
        body = table.to_csv(index=False, lineterminator="\r\n")
        return Response(body, mimetype="text/csv", headers={"Content-Disposition": "inline; filename=observations.csv"})
    return Response(_json(table), mimetype="application/json")


@blueprint.get("/api/v1/")
@blueprint.get("/api/v1/<path:rest>")
def unknown(rest: str = "") -> tuple[Response, int]:
    """Nothing else is here; without this the application would answer with its first page."""
    return jsonify(error=f"/api/v1/{rest} is not known; there are /api/v1/indicators and /api/v1/observations."), 404


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is up."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The store can be read: the number of releases and the newest."""
    try:
        releases = current_dataset().snapshot().releases
    except StoreError as error:
        return jsonify(status="unavailable", reason=_logged(error)), 503
    newest = max(releases, key=lambda r: r.id, default=None)
    title = {"title": newest.title, "imported_at": newest.imported_at} if newest else None
    return jsonify(status="ready", releases=len(releases), newest=title), 200


@blueprint.errorhandler(SelectionError)
def refused(error: SelectionError) -> tuple[Response, int]:
    return jsonify(error=str(error)), 400


@blueprint.errorhandler(StoreError)
def unavailable(error: StoreError) -> tuple[Response, int]:
    return jsonify(error=_logged(error)), 503


def _logged(error: StoreError) -> str:
    """What a database says of itself goes to the log; visitors are told no more than that it failed."""
    log.error("%s", error)
    return "The figures cannot be read at the moment; try again. The server's log says why."


def select(snapshot: Snapshot, args: Mapping[str, str]) -> pd.DataFrame:
    """Rows of the API's table that the filters pick. Raises SelectionError, saying what is allowed."""
    wanted = {key: _parts(args.get(key, "")) for key in PARAMETERS}
    first, last = _range(wanted["from"], wanted["to"])
    for source in wanted["source"]:
        if source not in SOURCES:
            raise SelectionError(f"source '{source}' is not known; it is one of {', '.join(SOURCES)}.")
    for indicator in wanted["indicator"]:
        if indicator not in snapshot.register:
            raise SelectionError(f"indicator '{indicator}' is not in the register; /api/v1/indicators lists them.")
    keys = [_area(snapshot.areas, text) for text in wanted["area"]]
    frame = snapshot.frame
    if wanted["indicator"]:
        sources = wanted["source"] or SOURCES
        pairs = [(s, i) for s in sources for i in wanted["indicator"] if (s, i) in frame.index]
        frame = frame.loc[pairs] if pairs else frame.iloc[0:0]
    elif wanted["source"]:
        frame = frame[frame["source"].isin(wanted["source"])]
    if keys:
        frame = frame[frame["area"].isin(keys)]
    return _table(frame, snapshot, first, last)


def _table(frame: pd.DataFrame, snapshot: Snapshot, first: str | None, last: str | None) -> pd.DataFrame:
    pairs = pd.MultiIndex.from_frame(frame[["indicator", "period"]]).unique()
    when = {pair: dated(pair[1], snapshot.register[pair[0]]) for pair in pairs}
    kept = {pair for pair, period in when.items() if periods.in_range(period, first, last)}
    found = list(zip(frame["indicator"], frame["period"], strict=True))
    if len(kept) < len(when):
        mask = [pair in kept for pair in found]
        frame, found = frame[mask], [pair for pair in found if pair in kept]
    areas = snapshot.areas
    codes = {key: area.code for key, area in areas.items()} | {NEIGHBOURS_KEY: NEIGHBOURS_KEY}
    names = {key: area.name for key, area in areas.items()} | {NEIGHBOURS_KEY: NEIGHBOURS_NAME}
    columns: dict[str, Any] = {
        "area_code": frame["area"].map(codes).fillna(frame["area"]),
        "area_name": frame["area"].map(names).fillna(frame["area"]),
        "period_start": [when[pair].start.isoformat() for pair in found],
        "period_end": [when[pair].end.isoformat() for pair in found],
        **{name: [plain(value) for value in frame[name]] for name in ("value", "numerator", "denominator")},
    }
    return frame.assign(**columns)[list(COLUMNS)].fillna("").astype(str)


def _json(table: pd.DataFrame) -> str:
    """Rows as objects: numbers as numbers, what is not there as null."""
    numbers = ("value", "numerator", "denominator")
    records = [
        {name: None if text == "" else float(text) if name in numbers else text for name, text in record.items()}
        for record in table.to_dict("records")
    ]
    return json.dumps(records, ensure_ascii=False, allow_nan=False)


def _known(args: Mapping[str, str], allowed: tuple[str, ...]) -> None:
    for name in args:
        if name not in allowed:
            expected = f"it takes {', '.join(allowed)}" if allowed else "it takes none"
            raise SelectionError(f"parameter '{name}' is not known; {expected}.")
    for name in allowed:
        if len(request.args.getlist(name)) > 1:
            how = "give one" if name in ONE_VALUE else "separate values by commas"
            raise SelectionError(f"parameter '{name}' is given more than once; {how}.")


def _parts(text: str) -> list[str]:
    """The values of one parameter, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _range(wanted_first: list[str], wanted_last: list[str]) -> tuple[str | None, str | None]:
    first, last = _period(wanted_first, "from"), _period(wanted_last, "to")
    if first and last and periods.parse(first).start > periods.parse(last).end:
        raise SelectionError(f"from {first} is after to {last}; give the earlier period as 'from'.")
    return first, last


def _period(wanted: list[str], name: str) -> str | None:
    if not wanted:
        return None
    if len(wanted) > 1:
        raise SelectionError(f"'{name}' takes one period, {periods.ALLOWED}.")
    try:
        return periods.parse(wanted[0]).label
    except ValueError as error:
        raise SelectionError(f"'{name}': {error}.") from error


def _area(areas: Areas, text: str) -> str:
    if text == NEIGHBOURS_KEY:
        return text
    area = areas.find(text)
    if area is None:
        raise SelectionError(
            f"area '{text}' is not known; give a GSS code such as E10000034 or an LA number such as 885."
        )
    return area.key
