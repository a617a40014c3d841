"""Packs over HTTP: each an address that makes the file anew, good for a link in an e-mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from unicodedata import normalize

from flask import Blueprint, Flask, Response, jsonify, request

from components.exports.choice import Choice, checked, to_query
from components.exports.pack import Pack, pack
from data import clock
from data.api import EXTENSION, current_dataset
from data.dataset import Dataset
from data.errors import SelectionError, StoreError
from data.settings import is_home
from data.views.words import slug

PAGE = "/pack"
LONGEST_PART = 40


# What writes a file is loaded with the first one that is asked for: python-pptx alone would be a third of a start.
def _slides(made: Pack) -> bytes:
    from components.exports.powerpoint import presentation

    return presentation(made)


def _workbook(made: Pack) -> bytes:
    from components.exports.workbook import workbook

    return workbook(made)


KINDS: Mapping[str, tuple[Callable[[Pack], bytes], str]] = {
    "pptx": (_slides, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xlsx": (_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}

blueprint = Blueprint("packs", __name__)


@contextmanager
def alone(dataset: Dataset) -> Iterator[None]:
    """What reads the dataset of a request finds this one, without a server."""
    app = Flask(__name__)
    app.extensions[EXTENSION] = dataset
    with app.app_context():
        yield


@blueprint.get(f"{PAGE}/safeguarding.<kind>")
def download(kind: str) -> Response | tuple[Response, int]:
    """A pack as slides or as a workbook; 400 with a sentence where the choice cannot be read."""
    if kind not in KINDS:
        return jsonify(error=f"A pack comes as {' or '.join(KINDS)}, not as {kind}."), 404
    dataset = current_dataset()
    choice = checked(_query(), dataset.register)
    link = f"{home()}{PAGE}{to_query(choice)}"
    make, mimetype = KINDS[kind]
    now, area = clock.now(), dataset.snapshot().areas[choice.selection.area].name
    headers = {"Content-Disposition": f"attachment; filename={filename(choice, area, now, kind)}"}
    if request.method == "HEAD":  # makes nothing, so that it does not say whether there is a figure
        return Response(mimetype=mimetype, headers=headers)
    return Response(make(pack(dataset, choice, now, link)), mimetype=mimetype, headers=headers)


def home() -> str:
    """Where links of a pack lead: the address of the settings, else the host that the request names; "" where what it
    names is no host, for links that are paths alone."""
    asked = f"{request.scheme}://{request.headers.get('Host', '')}"
    return current_dataset().settings.address or (asked if is_home(asked) else "")


def _query() -> dict[str, object]:
    """The request's parameters, as text; one that is given more than once as a list."""
    return {name: values[0] if len(values) == 1 else values for name, values in request.args.lists()}


def filename(choice: Choice, area: str, made: datetime, kind: str) -> str:
    """Letters, digits, hyphens: "safeguarding_worcestershire_neglect_2026-11-22.pptx"."""
    what = choice.items[0] if len(choice.items) == 1 else "pack"
    parts = ("safeguarding", _plainly(area), _plainly(what), f"{made:%Y-%m-%d}")
    return f"{'_'.join(part for part in parts if part)}.{kind}"


def _plainly(text: str) -> str:
    """A part of a file's name, in letters that every system and every header has."""
    return slug(normalize("NFKD", text).encode("ascii", "ignore").decode())[:LONGEST_PART].strip("-")


@blueprint.errorhandler(SelectionError)
def refused(error: SelectionError) -> tuple[Response, int]:
    return jsonify(error=str(error)), 400


@blueprint.errorhandler(StoreError)
def unavailable(_error: StoreError) -> tuple[Response, int]:
    return jsonify(error="The figures cannot be read at the moment; nothing was made. Try again."), 503
