"""Columns as numbers: the same cells, each different one once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.importers.column import column, together

CELLS = st.lists(st.sampled_from(["a", " a", "b ", "", "c", "1"]), min_size=1, max_size=30)


@given(CELLS)
def test_a_column_holds_the_cells_without_the_blanks_around_them(cells: list[str]) -> None:
    found = column(cells)
    stripped = [cell.strip() for cell in cells]
    assert [found[row] for row in range(len(found))] == stripped
    assert found.firsts() == [(cell, stripped.index(cell)) for cell in dict.fromkeys(stripped)]
    last = {cell: row for row, cell in enumerate(stripped)}
    assert found.lasts() == sorted(last.items(), key=lambda pair: pair[1])
    assert found.among({"a", "1"}).tolist() == [cell in ("a", "1") for cell in stripped]


@given(CELLS.flatmap(lambda cells: st.tuples(st.just(cells), st.permutations(cells), st.permutations(cells))))
def test_columns_side_by_side_tell_rows_that_are_alike(columns: tuple[list[str], ...]) -> None:
    found = together(map(column, columns))
    rows = [tuple(cell.strip() for cell in row) for row in zip(*columns, strict=True)]
    assert [found[row] for row in range(len(found))] == rows
    later, firsts = found.again()
    repeated = [row for row, cells in enumerate(rows) if rows.index(cells) < row]
    assert later.tolist() == repeated
    assert firsts.tolist() == [rows.index(rows[row]) for row in repeated]


@given(CELLS)
def test_values_of_which_the_same_is_made_become_one(cells: list[str]) -> None:
    found = column(cells).map(str.isalpha)
    assert len(found.values) == len(set(found.values))
    assert [found[row] for row in range(len(found))] == [cell.strip().isalpha() for cell in cells]
    assert together([found])[0] == (found[0],)
