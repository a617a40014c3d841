"""Packs over HTTP: each an address that makes the file anew, good for a link in an e-mail.

They are made one after another (``waiting``), under gunicorn in a process of their own (``beside``).
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import cast
from unicodedata import normalize

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState

from components.exports.beside import Beside, begin
from components.exports.choice import Choice, checked, to_query
from components.exports.pack import Pack, pack
from components.exports.waiting import MOST_WAITING, RETRY_SECONDS, Busy, Gone, Here, Lost, Order, Queue, Workshop
from data import clock
from data.api import EXTENSION, current_dataset, without_length
from data.dataset import Dataset, OpenDataset
from data.errors import SelectionError, StoreError, quotable
from data.settings import is_home
from data.views.words import slug

PAGE = "/pack"
QUEUE = f"{PAGE}-queue"  # asked for every second, so not among what a proxy lets through sparingly
LONGEST_PART = 40
WORKSHOP, PRINTING = "workshop", "printing"
TICKET, TICKET_HEADER = re.compile(r"[A-Za-z0-9-]{0,40}"), "X-Pack-Ticket"
BUSY = f"{MOST_WAITING} packs are waiting already, so this one was not started. Try again in a minute."


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
        return jsonify(error=f"A pack comes as {' or '.join(KINDS)}, not as {quotable(kind)}."), 404
    dataset, query, mimetype = current_dataset(), _query(), KINDS[kind][1]
    choice = checked(query, dataset.register)  # refused before anybody waits
    area = dataset.snapshot().areas[choice.selection.area].name
    headers = {"Content-Disposition": f"attachment; filename={filename(choice, area, clock.now(), kind)}"}
    if request.method == "HEAD":  # makes nothing, so that it does not say whether there is a figure, nor how long it is
        return without_length(Response(mimetype=mimetype, headers=headers))
    order = Order(kind, query, home(), _ticket(request.headers.get(TICKET_HEADER, "")))
    return Response(workshop().make(order, _is_gone), mimetype=mimetype, headers=headers)


@blueprint.get(QUEUE)
def ahead() -> Response:
    """How many packs come before the one that was asked for with this ticket; null where there is none such."""
    ticket = _ticket(request.args.get("ticket", ""))
    return jsonify(ahead=workshop().ahead(ticket) if ticket else None)


def workshop() -> Workshop:
    return cast(Workshop, current_app.extensions[WORKSHOP])


def turn_to_print() -> AbstractContextManager[None]:
    """Wait to make a print version, which is a page, so that each process makes one at a time. Raises Busy and Gone."""
    queue: Queue = current_app.extensions[PRINTING]
    return queue.turn(Order("print", {}, ""), _is_gone)


@blueprint.record_once
def _open(state: BlueprintSetupState) -> None:
    state.app.extensions[WORKSHOP] = Here(lambda order: built(current_dataset(), order))
    state.app.extensions[PRINTING] = Queue()


def make_beside(server: Flask, most: int, close: Callable[[], None]) -> Callable[[], None]:
    """Let a process of its own make the packs from now on; what ends it. To be called before workers fork.

    ``most`` packs may be waited for by each worker, ``close`` closes what that process is not to share.
    """
    dataset: OpenDataset = server.extensions[EXTENSION]

    def prepare() -> None:
        dataset.store.warm = None  # a pack waits for the newest figures, and they are warmed up for nobody else
        close()

    def build(order: Order) -> bytes:
        now = dataset.at_this_moment()
        with alone(now):
            return built(now, order)

    address, end = begin(build, prepare)
    server.extensions[WORKSHOP] = Beside(address, server.extensions[WORKSHOP], most)
    return end


def built(dataset: Dataset, order: Order) -> bytes:
    """The file of an order. Raises SelectionError where it cannot be read, or nothing in it has a figure."""
    choice = checked(order.query, dataset.register)
    return KINDS[order.kind][0](pack(dataset, choice, clock.now(), f"{order.home}{PAGE}{to_query(choice)}"))


def _ticket(text: str) -> str:
    if not TICKET.fullmatch(text):
        raise SelectionError("A ticket is 40 letters, digits and hyphens at most.")
    return text


def _is_gone() -> bool:
    """Whether the visitor has closed the connection, as far as the server that runs this can tell."""
    connection = request.environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return False
    try:
        return socket.socket.recv(connection, 1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


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


@blueprint.errorhandler(Busy)
def busy(_error: Busy) -> tuple[Response, int, dict[str, str]]:
    return jsonify(error=BUSY), 503, {"Retry-After": str(RETRY_SECONDS)}


@blueprint.errorhandler(Lost)
def lost(_error: Lost) -> tuple[Response, int]:
    return jsonify(error="The pack could not be finished; nothing was made. Try again, with fewer items."), 503


@blueprint.errorhandler(Gone)
def gone(_error: Gone) -> tuple[Response, int]:
    """Nobody reads this but the log."""
    return jsonify(error="The connection was closed; nothing was made."), 400
