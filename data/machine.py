"""The machine that this runs on, or the part of it that a container may use."""

from __future__ import annotations

import os
from math import ceil
from pathlib import Path

GROUP = Path("/sys/fs/cgroup")


def cores(group: Path = GROUP) -> int:
    """How many processors this process may use at once, 1 or more."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _said(group / "cpu.max").partition(" ")
    return min(own, max(1, ceil(int(quota) / int(period)))) if quota.isdigit() and period.isdigit() else own


def memory(group: Path = GROUP) -> int:
    """Bytes of memory that this process and what it starts may use."""
    own = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = _said(group / "memory.max")
    return min(own, int(limit)) if limit.isdigit() else own


def processes(cores: int, memory: int) -> int:
    """How many processes that answer requests a machine carries: one only where there are not 2 GB (in bytes)."""
    return max(1, min(max(2, cores), 8, round(memory / 2**30)))


def _said(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:  # no Linux, or not by these groups
        return ""
