"""Taking a delivery into the store, and what that does to the figures that were current before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.observations import Observation
from data.store import HELD, SUPERSEDED, WITHDRAWN, Columns, Delivery, Fact, Key, Release, Shown, Standing, Work, shown

KEY = ("indicator", "area", "period")
SHOWN = ("status", "value", "numerator", "denominator", "printed")

# What becomes of a figure of one area.
ADDED, REVISED, GONE = "new", "revised", "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """A current figure of one area before and after; None where there is none."""

    indicator: str
    period: str
    before: Observation | None
    after: Observation | None

    @property
    def kind(self) -> str:
        """ADDED, REVISED, or GONE where there was a number and is none any more."""
        if self.before is None:
            return ADDED
        had, has = self.before.value is not None, self.after is not None and self.after.value is not None
        return GONE if self.after is None or (had and not has) else REVISED


@dataclass(frozen=True, slots=True)
class Rival:
    """Another release with figures that a file has too, and how many of them differ and are alike."""

    release: Release
    changed: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class Taking:
    """What taking a file did. Counts are of figures.

    ``new`` had no figure before; ``changed`` and ``same`` now win over another release's, which are ``over``;
    ``earlier`` are kept as history under those of a later edition, which are ``under``; ``gone`` are figures that an
    earlier reading of the same file gave (``reread``) and this one does not.
    """

    release: Release
    new: int = 0
    changed: int = 0
    same: int = 0
    earlier: int = 0
    gone: int = 0
    over: tuple[Rival, ...] = ()
    under: tuple[Rival, ...] = ()
    reread: Release | None = None
    changes: tuple[Change, ...] = ()


def take(work: Work, delivery: Delivery, area: str, again: bool = False) -> Taking | Standing:
    """Store a delivery within the work's transaction; or, where it is not taken, how it stands.

    It is not taken where it is held already, nor without ``again`` where another file superseded it or somebody
    withdrew it.
    """
    standing = work.standing(delivery)
    if standing.state == HELD or (standing.state in (SUPERSEDED, WITHDRAWN) and not again):
        return standing
    aside = work.aside()
    readings = [release for release in work.readings(delivery.release) if release.id not in aside]
    indicators = delivery.indicators | work.indicators(r.id for r in readings)
    before, shown_before = work.facts(indicators), work.figures(indicators, area)
    number = work.add(delivery)
    # A reading that takes the place of another uncovers what that one had covered.
    after = work.facts(indicators) if readings else None
    were = {release.id for release in readings}
    gone = (
        () if after is None else [key for key, fact in before.items() if fact.release_id in were and key not in after]
    )
    return replace(
        _compared(work.releases(), delivery, number, before, after),
        gone=len(gone),
        reread=readings[0] if readings else None,
        changes=changes(shown_before, work.figures(indicators, area)),
    )


def _compared(
    releases: Mapping[int, Release],
    delivery: Delivery,
    number: int,
    before: Mapping[Key, Fact],
    after: Mapping[Key, Fact] | None,
) -> Taking:
    """Of most figures of a file no other is held; nothing more is asked of these.

    Without ``after`` the delivery wins over its own edition and earlier ones.
    """
    new = earlier = 0
    columns = Columns(delivery.frame)
    over: dict[int, Counter[str]] = {}
    under: dict[int, Counter[str]] = {}
    for key, cells in zip(columns.cells(KEY), columns.cells(SHOWN), strict=True):
        rival = before.get(key)
        if after is not None:
            winner = after[key] if after[key].release_id != number else None
        else:
            winner = rival if rival is not None and rival.edition > delivery.release.edition else None
        if winner is not None:
            earlier += 1
            under.setdefault(winner.release_id, Counter())[_likeness(winner, shown(*cells))] += 1
        elif rival is None:
            new += 1
        else:
            over.setdefault(rival.release_id, Counter())[_likeness(rival, shown(*cells))] += 1
    rivals = _rivals(over, releases)
    changed, same = sum(rival.changed for rival in rivals), sum(rival.same for rival in rivals)
    return Taking(releases[number], new, changed, same, earlier, 0, rivals, _rivals(under, releases))


def _likeness(fact: Fact, seen: Shown) -> str:
    return "same" if fact.shown == seen else "changed"


def _rivals(found: Mapping[int, Counter[str]], releases: Mapping[int, Release]) -> tuple[Rival, ...]:
    """The later release first."""
    return tuple(Rival(releases[number], **found[number]) for number in sorted(found, reverse=True))


def changes(before: Mapping[Key, Observation], after: Mapping[Key, Observation]) -> tuple[Change, ...]:
    """Every figure that is not shown as before."""
    both = sorted(before.keys() | after.keys())
    found = (Change(key[0], key[2], before.get(key), after.get(key)) for key in both)
    return tuple(change for change in found if _seen(change.before) != _seen(change.after))


def _seen(figure: Observation | None) -> Shown | None:
    if figure is None:
        return None
    return shown(figure.status, figure.value, figure.numerator, figure.denominator, figure.printed)
