"""Authorities that publish together: one release files a pair under both numbers, another under one of them.

The figures are the pair's either way, and are counted once: where the store holds figures of "314 / 318" and a file
has them under 314, saying nothing of 318, they are read as those of "314 / 318".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.areas import JOINT
from data.importers.figures import Lines, cell
from data.importers.subject import Subject
from data.observations import Status

BETWEEN = " / "


def merged(subject: Subject, lines: Lines) -> Lines:
    """The lines with the figures of a pair under the pair's own key; of the other there is none."""
    pairs = {area.key: _held(subject, area.key) for area in subject.known.areas.values() if area.level == JOINT}
    pairs = {key: labels for key, labels in pairs.items() if labels}
    if not pairs:
        return lines
    speaks = _speaks(subject)
    members = {member for key in pairs for member in key.split(BETWEEN)}
    said: dict[tuple[str, str], list[bool]] = {}
    for line, (key, period) in lines:
        if key in members or key in pairs:
            said.setdefault((key, period.label), []).append(speaks(line))
    becomes: dict[tuple[str, str], str | None] = {}
    for pair, labels in pairs.items():
        numbers = pair.split(BETWEEN)
        for label in {label for key, label in said if key in numbers}:
            becomes |= _of_pair(pair, numbers, label, label in labels, said)
    found = []
    for line, (key, period) in lines:
        target = becomes.get((key, period.label), key)
        if target is not None:
            found.append((line, (target, period)))
    return found


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


def _speaks(subject: Subject) -> Callable[[tuple[str, ...]], bool]:
    """Whether a line has anything but "not applicable" in the columns of figures."""
    getters = [subject.getter(column) for column in subject.figure_columns()]
    return lambda line: any(cell(getter(line)).status is not Status.NOT_APPLICABLE for getter in getters)
