"""What a file, or a decision on a release, did to the figures: in sentences, for a command, a page and a log alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from data import clock
from data.checks import ERROR, summarised
from data.dataset import Release, Snapshot
from data.errors import printable
from data.loading import (
    ADDED,
    ALREADY,
    GONE,
    PASSED_OVER,
    REFUSED,
    REVISED,
    TAKEN,
    Change,
    Decided,
    Outcome,
    Rival,
    Taking,
)
from data.observations import Observation
from data.periods import parse
from data.register import Register
from data.views import words

# What data/schema.py declares, in words.
PRECEDENCE = (
    "Every release is kept as it came, and nothing is overwritten. Of two figures for one place and time the one of "
    "the later edition is current; of one edition an imported one before one that comes with the dashboard, then the "
    "one imported later. A release that was withdrawn takes no part. Of a file read more than once, the last reading "
    "counts."
)
MOST = 20  # so many changes of a kind are told one by one
MOST_NAMES = 10


def told(outcome: Outcome, register: Register, area: str, is_trial: bool = False) -> list[str]:
    """What became of one file; ``area`` is the name of the area whose figures are told one by one."""
    reasons = outcome.reason.splitlines()
    if outcome.state in (ALREADY, PASSED_OVER):
        return [*map(printable, (*reasons, *summarised(outcome.findings)))]
    if not outcome.takings:
        return [*map(printable, _refusal(outcome, is_trial))]
    would = "would be taken" if is_trial else "taken"
    what = f"{outcome.file}: {would} as {_title(outcome.takings, is_trial)}"
    lines = [f"{what}; {_counts(outcome)}.", *_rivalries(outcome.takings, is_trial)]
    if not outcome.neighbours:
        changes = [change for taking in outcome.takings for change in taking.changes]
        lines += changes_told(changes, register, area)
    return [*map(printable, (*lines, *reasons, *summarised(outcome.findings)))]


def _title(takings: Sequence[Taking], is_trial: bool) -> str:
    """What a file was taken as: its release, or how many."""
    first, last = takings[0].release, takings[-1].release
    if len(takings) == 1:
        return first.title + ("" if is_trial else f" (release {first.id})")
    return f"{len(takings)} releases, one for each measure" + ("" if is_trial else f" ({first.id} to {last.id})")


def _refusal(outcome: Outcome, is_trial: bool) -> list[str]:
    would = "would be refused" if is_trial else "refused, nothing was taken"
    count = sum(finding.severity == ERROR for finding in outcome.findings)
    problems = f" {count:,} {_plural(count, 'problem')}:" if count else ""
    lines = [f"{outcome.file}: {would}.{problems}", *summarised(outcome.findings)]
    return [*lines, *outcome.reason.splitlines()]


def _counts(outcome: Outcome) -> str:
    if outcome.neighbours:
        return f"{outcome.neighbours:,} neighbours"
    new, changed, same, earlier = (
        sum(getattr(taking, name) for taking in outcome.takings) for name in ("new", "changed", "same", "earlier")
    )
    text = f"{new:,} new, {changed:,} superseding another value, {same:,} superseding the same value"
    return f"{text}, {earlier:,} kept as history under a later release" if earlier else text


def _rivalries(takings: Sequence[Taking], is_trial: bool) -> Iterator[str]:
    """What each release supersedes or is superseded by; of many the first, and how many more there are."""
    lines = [line for taking in takings for line in _rivalry(taking, is_trial)]
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"  … and {len(lines) - MOST:,} more; `python -m data releases` lists them."


def _rivalry(taking: Taking, is_trial: bool) -> Iterator[str]:
    for rival in taking.over:
        yield f"  supersedes {_named(rival.release, is_trial)}: {_alike(rival)}."
    for rival in taking.under:
        figures = rival.changed + rival.same
        differ = f", {rival.changed:,} of which {_plural(rival.changed, 'differs', 'differ')}" if rival.changed else ""
        yield (
            f"  is superseded by the later edition {_named(rival.release, is_trial)}: {figures:,} "
            f"{_plural(figures, 'figure')} kept as history{differ}."
        )
    if taking.reread is not None:
        lost = f"; {taking.gone:,} {_plural(taking.gone, 'figure')} of that one are gone" if taking.gone else ""
        yield f"  is a new reading of the same file and replaces {_named(taking.reread, is_trial)}{lost}."


def _alike(rival: Rival) -> str:
    changed = f"{_many(rival.changed)} {_plural(rival.changed or 1, 'figure')} changed"
    return f"{changed}, {rival.same:,} the same" if rival.same else changed


def _named(release: Release, is_trial: bool = False) -> str:
    """ "cla_2026.csv of 28 November 2026 (release 18)"; in a trial numbers are only lent."""
    about = [] if is_trial else [f"release {release.id}"]
    if release.carried:
        about.append("carried by the project")
    return f"{release.file} of {clock.day_in_words(release.imported_at)}" + (f" ({', '.join(about)})" if about else "")


def changes_told(changes: Iterable[Change], register: Register, area: str) -> list[str]:
    """How many figures of an area are new, revised and gone, and each of them with both values."""
    by_kind: dict[str, list[Change]] = {kind: [] for kind in (ADDED, REVISED, GONE)}
    places = {indicator: place for place, indicator in enumerate(register)}
    for change in sorted(changes, key=lambda c: (places.get(c.indicator, 0), parse(c.period).end)):
        by_kind[change.kind].append(change)
    if not any(by_kind.values()):
        return [f"  {area}: no figure changes."]
    lines = [f"  {area}: {', '.join(f'{len(found):,} {kind}' for kind, found in by_kind.items())}."]
    for kind, found in by_kind.items():
        lines += [f"    {kind}: {_change(change, register)}" for change in found[:MOST]]
        if len(found) > MOST:
            lines.append(f"    {kind}: … and {len(found) - MOST:,} more.")
    return lines


def _change(change: Change, register: Register) -> str:
    value = _value(register, change.indicator)
    period = words.period_words(parse(change.period))
    after = value(change.after)
    what = f"{register[change.indicator].name}, {period}: "
    return what + (after if change.before is None else f"{value(change.before)} → {after}")


def _value(register: Register, indicator: str) -> Callable[[Observation | None], str]:
    def said(figure: Observation | None) -> str:
        if figure is None:
            return "no figure"
        made_of = words.counts(figure)
        return words.figure(figure, register[indicator]) + (f" ({made_of})" if made_of else "")

    return said


def decided(found: Decided, verb: str, register: Register, area: str) -> list[str]:
    """What withdrawing ("withdrawn") or restoring ("restored") a release did."""
    release = found.release
    lines = [f"Release {release.id} ({release.file}, {release.title}) is {verb}."]
    if found.moved:
        one, many = ("was", "were") if verb == "withdrawn" else ("is", "are")
        were = _plural(found.moved, one, many)
        lines.append(f"  {found.moved:,} {_plural(found.moved, 'figure')} {were} current by it:")
    elif release.dataset != "neighbours":
        lines.append("  None of its figures is or was current; no figure changes.")
    instead = "current again" if verb == "withdrawn" else "superseded by it"
    lines += [f"    {heir.figures:,} of {_named(heir.release)} {instead}." for heir in found.heirs]
    if found.bare:
        lines.append(
            f"    {found.bare:,} without another release, {'none now' if verb == 'withdrawn' else 'back now'}."
        )
    lines += [f"  The neighbours of the {model} model are another list now, or none." for model in found.models]
    return [*map(printable, (*lines, *(changes_told(found.changes, register, area) if found.moved else ())))]


def summary(outcomes: Iterable[Outcome], missed: Iterable[str] = (), is_trial: bool = False) -> str:
    """The last line: how many files were taken, and which were not."""
    outcomes = list(outcomes)
    missed = list(missed)
    by_state = {
        state: [outcome.file for outcome in outcomes if outcome.state == state]
        for state in (TAKEN, ALREADY, REFUSED, PASSED_OVER)
    }
    files = len(outcomes) + len(missed)
    would = "would be taken" if is_trial else "taken"
    parts = [f"{len(by_state[TAKEN])} of {files} {_plural(files, 'file')} {would}"]
    left = ((state, by_state[state]) for state in (ALREADY, REFUSED, PASSED_OVER))
    for label, names in (*left, ("not reached", missed)):
        if names:
            parts.append(f"{label}: {_listed(names)}")
    return printable("; ".join(parts) + "." + (" Nothing was changed." if is_trial else ""))


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def state_of(snapshot: Snapshot, release: Release, superseding: Iterable[int], current: int) -> str:
    """Whether a release is current, superseded, read again or withdrawn, in words; ``current`` of its figures are."""
    if decision := snapshot.withdrawn.get(release.id):
        return f"withdrawn on {clock.day_in_words(decision.decided_at)}: {decision.why}"
    by = " and ".join(str(number) for number in sorted(superseding))
    if release.id in snapshot.aside:
        return f"the same file was read again as release {by}" if by else "the same file was read again"
    if not by:
        return "current"
    how = f"{current:,} of {release.rows:,} figures current, the others " if current else ""
    return f"{how}superseded by release {by}"


def _plural(count: int, one: str, many: str = "") -> str:
    return one if count == 1 else many or f"{one}s"


def _many(count: int) -> str:
    return f"{count:,}" if count else "no"
