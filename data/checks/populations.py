"""A rate needs the population of the year before: that year's estimates are loaded."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers import times
from data.importers.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    needs = any(
        figure.is_over_population and not (figure.rate and subject.at(figure.rate) is not None)
        for figure in subject.mapping.figures
    )
    if not needs or times.is_older(subject):
        return
    loaded = {year for _, year in subject.populations}
    for period in sorted(times.column(subject).values):
        year = times.population_year(period)
        if year is None:
            yield Finding(
                ERROR,
                subject.table.file,
                None,
                "time_period",
                f"{period.label} is of several years, and populations are of one; give a column of the file as "
                f"denominator in {subject.mapping.name}.toml.",
            )
        elif year not in loaded:
            said = year + 1 if subject.mapping.period == times.REPORTING_YEAR else period.label
            yield Finding(
                ERROR,
                subject.table.file,
                None,
                "time_period",
                f"{said} needs the population of mid-{year}, which is not loaded; import the ONS mid-year estimates "
                "first, or in the same command.",
            )
