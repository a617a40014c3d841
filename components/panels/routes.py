"""Blocks over HTTP: what follows the filters, as an address selects it.

Not a callback of Dash, which at every change of a filter goes through all of a page's components and takes longer
than drawing the chart does (``make bench`` measures a change).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from flask import Blueprint, Response, request, stream_with_context

from components.current import from_query
from components.door import json_body
from components.panels.blocks import is_known, rendered
from components.panels.compare import PARAMETERS
from data.errors import SelectionError
from data.streams import begun, told

PATH = "/blocks"
MOST_BLOCKS, MOST_CHARACTERS = 120, 20_000  # the longest page has 98, everything opened
GZIP = 31  # zlib's number for the gzip format

blueprint = Blueprint("blocks", __name__)


@blueprint.get(PATH)
def refused() -> Response:
    """Blocks are asked for by a list; without this Dash would answer with its first page."""
    return Response("Blocks are asked for with POST.", 405, {"Allow": "POST"})


@blueprint.post(PATH)
def follow() -> Response:
    """The blocks that the body lists ("kind:name", in JSON), one a line in that order, each as soon as it is made.

    A body of another type is 415: a page of another site may send text without asking, JSON it may not.

    The query is that of the page's address; what it asks in vain becomes the default, as on the page.
    """
    if not request.is_json:
        return Response("Blocks are asked for by a list in JSON.", 415)
    names = _names(json_body())
    query: dict[str, object] = {**request.args}
    selection, _ = from_query(query, *PARAMETERS)
    lines = told(begun(f"{rendered(name, selection, query)}\n".encode() for name in names), PATH)
    answer = Response(mimetype="application/x-ndjson", headers={"X-Accel-Buffering": "no"})
    if request.accept_encodings.quality("gzip"):
        answer.headers["Content-Encoding"] = "gzip"
        lines = _compressed(lines)
    answer.response = stream_with_context(lines)
    return answer


def _names(body: object) -> list[str]:
    if not isinstance(body, list) or not body or not all(isinstance(name, str) for name in body):
        raise SelectionError("The request is no list of the names of blocks.")
    if len(body) > MOST_BLOCKS or sum(map(len, body)) > MOST_CHARACTERS or len(set(body)) < len(body):
        raise SelectionError(f"The request names more than {MOST_BLOCKS} blocks, or one of them twice.")
    if not all(map(is_known, body)):
        raise SelectionError("The request names a block or an indicator that does not exist.")
    return body


def _compressed(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Each line leaves at once, which a compressor that waits for more to come does not let it."""
    compressor = zlib.compressobj(wbits=GZIP)
    for line in lines:
        yield compressor.compress(line) + compressor.flush(zlib.Z_SYNC_FLUSH)
    yield compressor.flush()
