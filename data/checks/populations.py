"""A rate needs the population of the year before: that year's estimates are loaded."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    needs = any(
        figure.is_over_population and not (figure.rate and subject.at(figure.rate) is not None)
        for figure in subject.mapping.figures
    )
    if not needs:
        return
    loaded = {year for _, year in subject.populations}
    getter = subject.getter("time_period")
    for year in sorted({int(getter(row)) for row in subject.table.rows}):
        if year - 1 not in loaded:
            yield Finding(
                ERROR,
                subject.table.file,
                None,
                "time_period",
                f"{year} needs the population of mid-{year - 1}, which is not loaded; import the ONS mid-year "
                "estimates "
                "first, or in the same command.",
            )
