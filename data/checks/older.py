"""An older release gives the rates that it prints: today's populations are not those of its day."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import WARNING, Finding
from data.importers import times
from data.importers.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """A warning for each rate that such a release does not print: there is none, only the count."""
    for figure in subject.mapping.figures:
        prints = figure.rate and subject.at(figure.rate) is not None
        if figure.is_over_population and not prints and times.is_older(subject):
            yield Finding(
                WARNING,
                subject.table.file,
                None,
                figure.rate or figure.numerator[0],
                f"{figure.indicator} is not printed in this older release, and the populations of its day are not "
                "held; the count is kept without a rate.",
            )
