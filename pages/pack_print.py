"""The print version of a pack: cover, contents, figures and tables, made for paper and for the browser's PDF."""

from __future__ import annotations

import json
from typing import Any

import dash
from dash import html

from components import tables
from components.current import current_dataset
from components.drawings import chart
from components.exports.choice import PARAMETERS, Choice, read, shown, to_query
from components.exports.exhibits import Exhibit
from components.exports.pack import LICENCE, Pack, Part, pack
from components.exports.routes import home, turn_to_print
from components.exports.waiting import Busy, Gone
from components.notices import notice
from components.shell import page
from data import clock
from data.clock import day_in_words
from data.errors import SelectionError
from data.selection import Selection

PATH = "/pack/print"
dash.register_page(__name__, path=PATH, title="Pack – Safeguarding KPIs", name="Print version")


def layout(**query: Any) -> html.Div:
    dataset = current_dataset()
    choice, unread, _ = read(query, dataset.register)
    if not choice.items:
        empty = [notice([html.P("Nothing is chosen."), html.A("Choose the contents", href="/pack")])]
        return page("Pack for board papers", query, lambda _: empty, PARAMETERS, has_filters=False)
    try:
        with turn_to_print():
            return _made(choice, unread, query)
    except (Busy, Gone):  # whoever has gone away does not read it
        said = "Other print versions are being made, so this one was not started. Try again in a minute."
        again = html.A("Try again", href=f"{PATH}{to_query(choice)}")
        return page(
            "Pack for board papers",
            query,
            lambda _: [notice([html.P(said), again])],
            PARAMETERS,
            unread,
            has_filters=False,
        )


def _made(choice: Choice, unread: tuple[str, ...], query: dict[str, Any]) -> html.Div:
    dataset = current_dataset()
    try:
        made = pack(dataset, choice, clock.now(), f"{home()}/pack{to_query(choice)}")
    except SelectionError as error:
        empty = [notice([html.P(str(error)), html.A("Change the contents", href=f"/pack{to_query(choice)}")])]
        return page("Pack for board papers", query, lambda _: empty, PARAMETERS, unread, has_filters=False)

    def body(_selection: Selection) -> list[Any]:
        return _body(made)

    return page(made.title, query, body, PARAMETERS, unread, has_filters=False, shown=shown(choice))


def _body(made: Pack) -> list[Any]:
    return [
        html.P(
            [
                html.Button("Print or save as PDF", type="button", className="button", **{"data-print": ""}),
                " ",
                html.A("Change the contents", href=made.link),
            ],
            className="no-print",
        ),
        _facts(made),
        html.Nav(
            [html.H2("Contents"), html.Ol([_entry(i, part) for i, part in enumerate(made.parts)])],
            className="pack-contents",
            **{"aria-label": "Contents"},
        ),
        *(_part(i, part) for i, part in enumerate(made.parts)),
        html.Section([html.H2("Sources and releases"), *_releases(made)], className="pack-part"),
        html.P(_foot(made), className="pack-foot"),
    ]


def _foot(made: Pack) -> str:
    """What stands at the foot of every page on paper: title, day, and the releases, the first by name."""
    said = f"{made.title}; made {made.day}"
    if not made.releases:
        return said
    others = len(made.releases) - 1
    more = f" and {others} more release{'s' * (others > 1)}" if others else ""
    return f"{said}; {made.releases[0][0]}{more}"


def _facts(made: Pack) -> html.Dl:
    parts = [part for name, value in made.facts if value != made.link for part in (html.Dt(name), html.Dd(value))]
    again = html.A(made.link, href=made.link, **{"data-address": json.dumps(made.link)})
    parts += [html.Dt("Link to this pack"), html.Dd(again)]
    return html.Dl(parts, className="definition-list pack-facts")


def _entry(number: int, part: Part) -> html.Li:
    figures = "1 figure" if len(part.exhibits) == 1 else f"{len(part.exhibits)} figures"
    return html.Li([html.A(part.title, href=f"#part-{number}"), f", {figures}"])


def _part(number: int, part: Part) -> html.Section:
    heading = html.H2(part.title, id=f"part-{number}")
    said = [html.P(text, className="headline") for text in part.said]
    return html.Section([heading, *said, *map(_exhibit, part.exhibits)], className="pack-part")


def _exhibit(exhibit: Exhibit) -> html.Div:
    """The figure, drawn as on the page, with its table beneath; or the table alone."""
    about = [html.P(exhibit.definition, className="chart-note")] if exhibit.definition else []
    if exhibit.view is None:
        parts = [html.H3(exhibit.message), html.P(exhibit.subtitle, className="chart-subtitle")]
        parts += [tables.holder(exhibit.table), html.P(exhibit.source, className="chart-foot")]
        return html.Div(parts, className="pack-exhibit")
    figure = html.Figure(className="chart", **{"data-chart": json.dumps(chart(exhibit.view), separators=(",", ":"))})
    return html.Div([figure, *about, tables.holder(exhibit.table)], className="pack-exhibit")


def _releases(made: Pack) -> list[Any]:
    columns = (tables.Column("Release"), tables.Column("Publisher"), tables.Column("Imported"))
    rows = [(title, publisher, day_in_words(day)) for title, publisher, day in made.releases]
    return [tables.table("Releases that the figures are from", columns, rows), html.P(LICENCE)]
