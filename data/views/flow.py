"""Contacts from their sources through the front door to their outcomes, as the board's report gives them."""

from __future__ import annotations

from data.dataset import Snapshot
from data.observations import LOCAL
from data.selection import Selection
from data.views import points, words
from data.views.types import FlowNode, FlowView

TOTAL = "contacts"
SOURCES = "contacts_source_"
OUTCOMES = "contacts_outcome_"


def flow(snapshot: Snapshot, selection: Selection) -> FlowView | None:
    """The newest selected year with a total; None where the area's own report gives none.

    The report gives totals of sources and of outcomes only, so no line runs from a source to an outcome.
    """
    register = snapshot.register
    totals = snapshot.figures(TOTAL, LOCAL).get(selection.area, {})
    chosen = [found[0] for found in totals.values() if selection.includes(found[0].period)]
    if not chosen:
        return None
    total = max(chosen, key=lambda o: o.period)
    period = total.period
    sources, outcomes = (_nodes(snapshot, selection, prefix, period.label) for prefix in (SOURCES, OUTCOMES))
    area = snapshot.areas[selection.area].name
    added = sum(n.point.value or 0 for n in sources)
    notes = ["The report gives totals only: it does not say which source led to which outcome."]
    if sources and added != 100:
        notes.append(f"Sources add up to {added:g}%, as printed; the report rounds each.")
    largest = [max(nodes, key=lambda n: n.point.value or 0) for nodes in (sources, outcomes) if nodes]
    title = "; ".join(_largest(node, kind) for node, kind in zip(largest, ("source", "outcome"), strict=False))
    return FlowView(
        total=points.point(total, period, register[TOTAL]),
        total_name="contacts",
        sources=sources,
        outcomes=outcomes,
        period=period,
        area_name=area,
        title=title[:1].upper() + title[1:],
        subtitle=f"Share of {words.figure(total, register[TOTAL])} contacts to the Family Front Door; {area}, "
        f"{words.period_words(period)}",
        summary=f"{_list('Contacts came from', sources)}; {_list('they ended as', outcomes)}.",
        source=f"Source: {total.release}, {total.section}. {' '.join(notes)}",
        notes=(),
        filename="_".join(words.slug(part) for part in ("contacts-flow", area, period.label)),
    )


def _nodes(snapshot: Snapshot, selection: Selection, prefix: str, label: str) -> tuple[FlowNode, ...]:
    found = []
    for indicator in snapshot.register.local:
        if indicator.id.startswith(prefix):
            observation = points.first(snapshot.figures(indicator.id, LOCAL), selection.area, label)
            if observation is not None:
                name = indicator.name.partition(": ")[2]
                found.append(FlowNode(name, points.point(observation, observation.period, indicator)))
    return tuple(found)


def _largest(node: FlowNode, kind: str) -> str:
    return f"the largest {kind} is {_lower(node.name)} ({node.point.text})"


def _lower(name: str) -> str:
    return name if name == "Police" or name.isupper() else name[0].lower() + name[1:]


def _list(start: str, nodes: tuple[FlowNode, ...]) -> str:
    return f"{start} " + ", ".join(f"{_lower(n.name)} {n.point.text}" for n in nodes)
