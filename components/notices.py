"""Notices: what happened, what was kept and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html

from data.conflicts import DOUBTED, Conflict

MARKS = {
    "contradiction": "Sources disagree",
    "rounding": "Rounded in the source",
    "definition": "Counted differently",
    "printed": "Published figure and its own counts differ",
    "doubted": "Doubted, unlike its other years",
}


def notice(children: object, warning: bool = False) -> html.Div:
    """One notice. A warning is announced by screen readers."""
    return html.Div(
        children, className="notice notice-warning" if warning else "notice", role="alert" if warning else "note"
    )


def notices(sentences: Iterable[str]) -> list[html.Div]:
    """A warning per sentence, for what cannot be shown as it was asked."""
    return [notice(html.P(sentence), warning=True) for sentence in sentences]


def mark(conflict: Conflict) -> str:
    """What stands beside a figure on which the sources disagree: "Sources disagree: Rise in contacts"."""
    return f"{MARKS[conflict.kind]}: {conflict.topic}"


def conflict_link(conflict: Conflict) -> html.A:
    """The mark, leading to both citations."""
    is_doubt = conflict.kind == DOUBTED
    where = f"/indicators/{conflict.indicators[0]}#doubted" if is_doubt else f"/data#{conflict.id}"
    return html.A(mark(conflict), href=where, title=conflict.summary)
