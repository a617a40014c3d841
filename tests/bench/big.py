"""Large databases of made-up figures: monthly rates of every authority, the same each time, labelled as made up.

They are written by the database itself, so that tens of millions of rows take minutes. Never in ``var/``.
"""

from __future__ import annotations

from itertools import islice

from sqlalchemy import Connection, create_engine, text

from data import loading
from data.importers import carried_areas
from data.register import Register
from data.store import Store

AUTHORITIES = 153
LAST = 2025  # the year whose December is the last month
TITLE = "Made-up monthly figures, for measuring alone"

_RELEASE = """
INSERT INTO release (id, source, publisher, title, dataset, edition, period_first, period_last, published, licence,
                     profile, file, sha256, carried, imported_at, rows)
VALUES (:id, 'published', 'Made up', :title, 'made_up', :edition, :first, :last, '', '', 'none', 'made_up.csv',
        :sha256, '', '2026-01-01T00:00:00+00:00', :rows)
"""

# A level for each indicator and area, a slow drift, and a spread that looks like chance; one in 500 is suppressed.
_VALUE = (
    "10 + 7 * i.number % 50 + a.number % 17 + 0.05 * (p.number % 24) + (37 * a.number + 101 * p.number) % 100 / 50.0"
)
_HIDDEN = "(13 * a.number + 7 * p.number + i.number) % 500 = 0"
_FIGURES = """
FROM big_indicator i CROSS JOIN big_area a CROSS JOIN big_period p
WHERE i.number >= :low AND i.number < :high
ORDER BY i.name, a.name, p.name
"""
_CELLS = f"""
CASE WHEN {_HIDDEN} THEN NULL ELSE {_VALUE} END, NULL, NULL, NULL, NULL, NULL,
CASE WHEN {_HIDDEN} THEN 'suppressed' ELSE 'reported' END, NULL, NULL
"""
_COLUMNS = "value, printed, numerator, denominator, numerator_low, numerator_high, status, qualifier, note"
_OBSERVATION = f"""
INSERT INTO observation (release_id, indicator, area, period, seq, {_COLUMNS})
SELECT :id, i.name, a.name, p.name, 0, {_CELLS} {_FIGURES}
"""
_CURRENT = f"""
INSERT INTO current (indicator, source, area, period, seq, release_id, {_COLUMNS})
SELECT i.name, 'published', a.name, p.name, 0, :id, {_CELLS} {_FIGURES}
"""
_CHANGED = """
INSERT INTO changed (indicator, source, release_id, decision_id)
SELECT name, 'published', :id, 0 FROM big_indicator
WHERE name NOT IN (SELECT indicator FROM changed WHERE source = 'published')
"""
AT_ONCE = 50  # indicators that one statement writes


def fill(url: str, register: Register, indicators: int, months: int, *, with_releases: bool = True) -> int:
    """Add figures to an empty database beside those that the project carries; how many there are then.

    The first of the ``indicators`` are the register's, on pages; others are in no register. Without ``with_releases``
    only the current figures are written, which is all that pages read.
    """
    store = Store(url, register)
    loading.prepare(store, register)
    store.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        names = [i.id for i in register.published][:indicators]
        names += [f"made_up_{number:05}" for number in range(indicators - len(names))]
        _list(connection, names, months)
        number = int(connection.scalar(text("SELECT max(id) FROM release")) or 0) + 1
        rows = len(names) * AUTHORITIES * months
        connection.execute(text(_RELEASE), {
            "id": number, "title": TITLE, "edition": LAST, "first": _labels(months)[0], "last": _labels(months)[-1],
            "sha256": "0" * 64, "rows": rows,
        })  # fmt: skip
    for low in range(0, len(names), AT_ONCE):
        with engine.begin() as connection:
            span = {"id": number, "low": low, "high": low + AT_ONCE}
            for statement in (_OBSERVATION, _CURRENT) if with_releases else (_CURRENT,):
                connection.execute(text(statement), span)
    with engine.begin() as connection:
        connection.execute(text("UPDATE changed SET release_id = :id WHERE source = 'published'"), {"id": number})
        connection.execute(text(_CHANGED), {"id": number})
        for table in ("big_indicator", "big_area", "big_period"):
            connection.execute(text(f"DROP TABLE {table}"))
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    engine.dispose()
    return rows


def _labels(months: int) -> list[str]:
    found = ((year, month) for year in range(LAST, 0, -1) for month in range(12, 0, -1))
    return sorted(f"{year}-{month:02}" for year, month in islice(found, months))


def _list(connection: Connection, names: list[str], months: int) -> None:
    """The names that figures are made for, as tables."""
    places = carried_areas.places()
    areas = [area.key for area in places.authorities if places.is_open(area)][:AUTHORITIES]
    for table, found in (("big_indicator", names), ("big_area", areas), ("big_period", _labels(months))):
        connection.execute(text(f"CREATE TABLE {table} (number INTEGER, name VARCHAR)"))
        rows = [{"number": number, "name": name} for number, name in enumerate(found)]
        connection.execute(text(f"INSERT INTO {table} VALUES (:number, :name)"), rows)
