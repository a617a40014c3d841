"""Pages of the API's table: so many rows, and where the next ones begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from data.dataset import Moment, Snapshot
from data.errors import BehindError, ChangedError, SelectionError
from data.parameters import whole_number
from data.rows import FILTERS, Picked, Row, rows_of

MOST_ROWS = 10_000
_FORM = re.compile(r"([0-9]{1,9})-([0-9]{1,9})-([0-9a-f]{16})-([0-9a-f]{8})-([0-9]{1,6})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: at a row of a pair of source and indicator, by number, of one version of the figures and
    one choice of filters (a digest of both, so that neither is taken for another)."""

    moment: Moment
    version: str
    filters: str
    pair: int
    row: int

    def __str__(self) -> str:
        release, decision, _ = self.moment
        return f"{release}-{decision}-{self.version}-{self.filters}-{self.pair}-{self.row}"


def limit_of(args: Mapping[str, str]) -> int | None:
    """How many rows a page has at most; None for all. Raises SelectionError."""
    return whole_number(args, "limit", MOST_ROWS)


def begin(snapshot: Snapshot, args: Mapping[str, str]) -> Cursor:
    """Where the page that is asked for begins: at ``after``, else at the first row.

    Raises SelectionError for what is no cursor of these filters, ChangedError where it is of earlier figures, and
    BehindError where it is of later ones: another process has them already.
    """
    filters = _digest(args)
    wanted = args.get("after", "").strip()
    if not wanted:
        return Cursor(snapshot.moment, snapshot.version, filters, 0, 0)
    read = _FORM.fullmatch(wanted)
    if read is None:
        raise SelectionError("'after' is not one that an earlier page gave; begin again without it.")
    release, decision, version, of, pair, row = read.groups()
    found = Cursor(Moment(int(release), int(decision)), version, of, int(pair), int(row))
    if found.filters != filters:
        raise SelectionError("'after' was given for other filters; keep the filters, or begin again without it.")
    if found.version != snapshot.version:
        if found.moment > snapshot.moment:
            raise BehindError("The newest figures are being made ready; ask again in some seconds.")
        raise ChangedError("The figures have changed since the first page; begin again without 'after'.")
    return found


def page(picked: Picked, start: Cursor, limit: int) -> tuple[list[Row], Cursor | None]:
    """So many rows from the cursor on, and where the next ones begin; None where these are the last."""
    found: list[Row] = []
    for place, row in _from(picked, start):
        if len(found) == limit:
            return found, place
        found.append(row)
    return found, None


def rest(picked: Picked, start: Cursor) -> Iterator[Row]:
    """All rows from the cursor on."""
    return (row for _, row in _from(picked, start))


def _from(picked: Picked, start: Cursor) -> Iterator[tuple[Cursor, Row]]:
    for pair in range(start.pair, len(picked.pairs)):
        first = start.row if pair == start.pair else 0
        for number, row in enumerate(rows_of(picked, pair, first), first):
            yield Cursor(start.moment, start.version, start.filters, pair, number), row


def _digest(args: Mapping[str, str]) -> str:
    """Of the filters as they are given, spaces aside."""
    return sha256(repr([args.get(name, "").strip() for name in FILTERS]).encode()).hexdigest()[:8]
