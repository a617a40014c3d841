"""What the store holds of each figure: the published values that are current, by indicator and area."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from data import periods

FACTS = ("area", "period", "value", "numerator", "denominator", "edition")

EMPTY = pd.DataFrame({name: pd.Series(dtype=str if name in ("area", "period") else float) for name in FACTS})

# The values of one indicator and area, by the label of their periods, oldest first; None where there is none.
Series = tuple[tuple[str, float | None], ...]


class History(Mapping[tuple[str, str], Series]):
    """The series of every (indicator, area key). Read when asked for; grows with the files that are taken."""

    def __init__(self, read: Callable[[str], pd.DataFrame] = lambda _indicator: EMPTY) -> None:
        """``read`` gives the FACTS of every figure of an indicator that is held, one for each period."""
        self._read = read
        self._frames: dict[str, pd.DataFrame] = {}
        self._series: dict[str, dict[str, Series]] = {}

    def take(self, frame: pd.DataFrame, edition: int) -> None:
        """Let the figures of a release win over those of its own edition and of earlier ones."""
        for name, group in frame.groupby("indicator"):
            self._series.pop(str(name), None)
            both = pd.concat([self.frame(str(name)), group.assign(edition=edition).loc[:, list(FACTS)]])
            # Stable: within one edition the later one wins.
            newest = both.sort_values("edition", kind="stable").drop_duplicates(["area", "period"], keep="last")
            self._frames[str(name)] = newest

    def frame(self, indicator: str) -> pd.DataFrame:
        """The FACTS of every figure of an indicator, in no order."""
        if indicator not in self._frames:
            self._frames[indicator] = self._read(indicator)
        return self._frames[indicator]

    def __getitem__(self, key: tuple[str, str]) -> Series:
        return self._of(key[0])[key[1]]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((indicator, area) for indicator in self._frames for area in self._of(indicator))

    def __len__(self) -> int:
        return sum(len(self._of(indicator)) for indicator in self._frames)

    def _of(self, indicator: str) -> dict[str, Series]:
        if indicator not in self._series:
            frame = self.frame(indicator)
            found: dict[str, list[tuple[str, float | None]]] = {}
            for area, period, value in zip(frame["area"], frame["period"], frame["value"], strict=True):
                found.setdefault(area, []).append((period, None if value != value else value))
            self._series[indicator] = {
                area: tuple(sorted(values, key=lambda pair: periods.parse(pair[0]))) for area, values in found.items()
            }
        return self._series[indicator]
