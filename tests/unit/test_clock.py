"""Dates are Europe/London's, whatever the server's own time zone."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from data import clock
from data.settings import ROOT


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30T23:30:00+00:00", "2026-07-01"),  # summer time is an hour ahead
        ("2026-01-31T23:30:00+00:00", "2026-01-31"),
        ("2026-07-01T00:30:00+02:00", "2026-06-30"),
        ("2026-06-30", "2026-06-30"),
        ("", ""),
        ("carried", "carried"),
    ],
)
def test_a_stored_moment_is_a_day_in_london(moment: str, day: str) -> None:
    assert clock.day_of(moment) == day


def test_now_is_this_moment_with_london_s_offset() -> None:
    now = clock.now()
    assert abs((datetime.now(UTC) - now).total_seconds()) < 5
    assert str(now.tzinfo) == "Europe/London"
    assert clock.stamp().endswith("+00:00")


def test_the_zone_of_the_server_plays_no_part() -> None:
    """Nor does a system without a list of time zones: the library of them is among the requirements."""
    code = "from data import clock; print(clock.now().utcoffset() == clock.now().astimezone(clock.LONDON).utcoffset())"
    for zone in ("Pacific/Kiritimati", "America/Adak"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env={"TZ": zone, "PYTHONTZPATH": "", "PATH": ""}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == "True"
