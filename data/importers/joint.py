"""Authorities that publish together: one release files a pair under both numbers, another under one of them.

The figures are the pair's either way, and are counted once: where the store holds figures of "314 / 318" and a file
has them under 314, saying nothing of 318, they are read as those of "314 / 318".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.areas import JOINT
from data.importers.column import Column, Mask, Rows, together
from data.importers.figures import Places, cell
from data.importers.subject import Subject
from data.observations import Status
from data.periods import Period

BETWEEN = " / "


def places(subject: Subject, keys: Column[str], times: Column[Period]) -> Places:
    """Where the rows are of, with those of a pair under the pair's own key; of the other member none counts."""
    rows = np.arange(len(keys))
    pairs = {area.key: _held(subject, area.key) for area in subject.known.areas.values() if area.level == JOINT}
    pairs = {key: labels for key, labels in pairs.items() if labels}
    members = {member for key in pairs for member in key.split(BETWEEN)}
    concerned = np.flatnonzero(keys.among(members | set(pairs)))
    if not len(concerned):
        return Places(rows, keys, times)
    spots = together((keys, times.map(lambda period: period.label)))
    becomes = _becomes(pairs, _said(spots, concerned, _speaks(subject)))
    merged = together((spots, keys)).map(lambda both: becomes.get(both[0], both[1]))
    named = merged.map(lambda key: key or "")
    return Places(rows[~merged.among({None})], named, times)


def _said(spots: Column[tuple[str, str]], rows: Rows, speaks: Mask) -> dict[tuple[str, str], list[bool]]:
    """Of each key and label in some rows whether each row of it says something."""
    said: dict[tuple[str, str], list[bool]] = {}
    for row in rows.tolist():
        said.setdefault(spots[row], []).append(bool(speaks[row]))
    return said


def _becomes(pairs: dict[str, set[str]], said: dict[tuple[str, str], list[bool]]) -> dict[tuple[str, str], str | None]:
    becomes: dict[tuple[str, str], str | None] = {}
    for pair, labels in pairs.items():
        numbers = pair.split(BETWEEN)
        for label in {label for key, label in said if key in numbers}:
            becomes |= _of_pair(pair, numbers, label, label in labels, said)
    return becomes


def _of_pair(
    pair: str, numbers: Sequence[str], label: str, is_held: bool, said: dict[tuple[str, str], list[bool]]
) -> dict[tuple[str, str], str | None]:
    """What the keys of a pair's members become in one period: the pair's, or None for those that say nothing."""
    speaking = [number for number in numbers if any(said.get((number, label), ()))]
    silent = [number for number in numbers if (number, label) in said and number not in speaking]
    if (pair, label) in said or len(speaking) != 1 or not (is_held or silent):
        return {}
    return {(speaking[0], label): pair} | {(number, label): None for number in silent}


def _held(subject: Subject, key: str) -> set[str]:
    """Labels of the periods for which figures of the file's kind are held of an area."""
    labels: set[str] = set()
    for indicator in {figure.indicator for figure in subject.mapping.figures}:
        frame = subject.known.history.frame(indicator)
        labels.update(frame.loc[frame["area"] == key, "period"])
    return labels


def _speaks(subject: Subject) -> Mask:
    """Of each row whether it has anything but "not applicable" in the columns of figures."""
    speaks = np.zeros(len(subject.table.rows), dtype=bool)
    for name in subject.figure_columns():
        speaks |= subject.column(name).each(lambda text: cell(text).status is not Status.NOT_APPLICABLE, bool)
    return speaks
