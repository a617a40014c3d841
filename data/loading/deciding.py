"""Withdrawing a release, and restoring it: neither changes a figure, both change which are current."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from data.clock import day_in_words
from data.errors import UserError
from data.loading.taking import Change, changes
from data.schema import RESTORE, WITHDRAW
from data.store import Decision, Release, Snapshot, Store, Work

NOTHING = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class Heir:
    """A release whose figures are current in place of another's, and how many."""

    release: Release
    figures: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision on a release did. Counts are of figures.

    ``moved`` were current and are no more, or are now and were not; of those ``heirs`` give or gave the current figure
    instead, and ``bare`` have none without it. ``models`` are those whose list of neighbours is another one now.
    """

    release: Release
    moved: int
    heirs: tuple[Heir, ...]
    bare: int
    models: tuple[str, ...]
    changes: tuple[Change, ...]


def withdraw(store: Store, release: int, why: str, area: str, usable: Callable[[Snapshot], None]) -> Decided:
    """Let a release take no part any more. Raises UserError, saying what to correct.

    ``usable`` is given what would be current then, and raises UserError where the dashboard could not show that.
    """
    return _decide(store, WITHDRAW, release, why, area, usable)


def restore(store: Store, release: int, why: str, area: str, usable: Callable[[Snapshot], None]) -> Decided:
    """Let a release that was withdrawn take part again. Raises UserError, saying what to correct."""
    return _decide(store, RESTORE, release, why, area, usable)


def _decide(store: Store, action: str, number: int, why: str, area: str, usable: Callable[[Snapshot], None]) -> Decided:
    with store.work() as work:
        release = _checked(work, action, number, why)
        indicators = work.indicators([number])
        before, shown = work.facts(indicators, release.source), work.figures(indicators, area, release.source)
        lists = work.list_releases()
        work.decide(Decision(number, action, why.strip(), ""))
        usable(work.snapshot())
        after, listed = work.facts(indicators, release.source), work.list_releases()
        had, other = (before, after) if action == WITHDRAW else (after, before)
        own = [key for key, fact in had.items() if fact.release_id == number]
        heirs = Counter(other[key].release_id for key in own if key in other)
        releases = work.releases()
        return Decided(
            release,
            len(own),
            tuple(Heir(releases[heir], count) for heir, count in heirs.most_common()),
            len(own) - heirs.total(),
            tuple(sorted(m for m in lists.keys() | listed.keys() if lists.get(m) != listed.get(m))),
            changes(shown, work.figures(indicators, area, release.source)),
        )


def _checked(work: Work, action: str, number: int, why: str) -> Release:
    release = work.releases().get(number)
    if release is None:
        raise UserError(f"There is no release {number}; python -m data releases lists them. {NOTHING}")
    decision = work.decision(number)
    is_withdrawn = decision is not None and decision.action == WITHDRAW
    if action == RESTORE and not is_withdrawn:
        raise UserError(f"Release {number} ({release.file}) is not withdrawn. {NOTHING}")
    if action == WITHDRAW and is_withdrawn and decision is not None:
        when = day_in_words(decision.decided_at)
        raise UserError(f"Release {number} ({release.file}) was withdrawn on {when}: {decision.why}. {NOTHING}")
    if action == WITHDRAW and not why.strip():
        raise UserError(f'Say why, as in --why "the publisher has taken it back". {NOTHING}')
    return release
