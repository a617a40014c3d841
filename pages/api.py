"""The API: how a spreadsheet or a script takes the figures."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.shell import page
from components.tables import Column, table
from data.api import FORMATS
from data.observations import SOURCES, WORDS, Status
from data.paging import MOST_ROWS
from data.periods import ALLOWED
from data.rows import COLUMNS
from data.selection import DEFAULT_MODEL, STATISTICS, Selection

dash.register_page(__name__, path="/api", title="API – Safeguarding KPIs", name="API")

EXAMPLE = "/api/v1/observations?indicator=lac_rate,cpp_rate&area=E10000034,E92000001&from=2018/19&format=csv"

FILTERS = (
    ("indicator", "Identifiers of the register, separated by commas", "every indicator"),
    (
        "area",
        "GSS codes, LA numbers or names, those of former days too, separated by commas; ended authorities too, and SN "
        "for the neighbours in the board's report",
        "every area",
    ),
    ("from", f"{ALLOWED}; a figure counts when its period ends on or after the first day of this one", "the first"),
    ("to", "A period written alike; a figure counts when its period ends on or before the last day", "the latest"),
    ("source", " or ".join(SOURCES), "both"),
    ("format", " or ".join(FORMATS), FORMATS[0]),
    ("limit", f"A whole number from 1 to {MOST_ROWS}: at most so many rows", "every row"),
    ("after", "Where a page begins, as the page before it gives it", "the first row"),
)

MEANINGS = {
    "indicator": "Identifier in the register",
    "area_code": "Current GSS code; SN for the neighbours' average that the board's report quotes",
    "area_name": "Name of the area",
    "period": "Label: 2018/19, 2017 or 2015-09-24",
    "period_start": "First day; of a snapshot its day",
    "period_end": "Last day",
    "value": "Unrounded; empty where there is none",
    "printed": "The publisher's own figure, where it prints one: the number that the pages show",
    "numerator": "As published",
    "denominator": "As published; for rates the population aged 0 to 17 at mid-year of the calendar year before",
    "status": f"{Status.REPORTED} where there is a value, else "
    + ", ".join(s for s in Status if s is not Status.REPORTED),
    "qualifier": "approximately, just over, over, almost, below or under, as the source says",
    "source": "local: the board's own figures; published: national statistics",
    "release": "The release the figure is from",
    "note": "For the board's figures the section of its report, and remarks; for published ones, that the printed "
    "figure is another than its own counts give, or that it is doubted, being unlike its other years",
}

COMPARISON = "/api/v1/comparisons?indicator=rereferrals_12m_pct&area=E10000034&period=2024/25"

ASKED = (
    ("indicator", "One identifier of the register", "has to be given"),
    ("area", "A GSS code, LA number or name", "the dashboard's own area"),
    (
        "period",
        "A label, or the financial year in which the period ends",
        "the newest of the area, as the pages show it",
    ),
    ("source", " or ".join(reversed(SOURCES)), "published"),
    ("neighbours", "The year of the neighbour model", DEFAULT_MODEL),
    ("statistic", " or ".join(STATISTICS), STATISTICS[0]),
    ("format", "json or csv (one row)", "json"),
)

ANSWERED = {
    "value, printed, numerator, denominator": "As under figures; status says why there is no value",
    "lower, upper": "95% confidence interval: Poisson for rates, Wilson for percentages",
    "england, region": "Their values",
    "neighbours": "Model, statistic, value (of those with a figure), lowest and highest (all that it can be once the "
    "hidden figures are counted; null where nothing bounds it), n (how many have a figure), and each member with "
    "closeness, value and status",
    "significance": "To england, region and neighbours: lower, similar or higher, the benchmark taken as a point; to "
    "the neighbours only where more than half have a figure and it is the same at lowest and at highest, else null",
    "rank, rank_low, rank_high": "1 is best; the rank, and the best and worst that it can be whatever the hidden "
    "figures are; rank is null unless these two are equal, all are null for an indicator without a better side",
    "of": "Authorities whose figure is reported or suppressed; null where rank_low is",
    "band": "A to D by quartiles; null unless it is the same whatever the hidden figures are",
    "change, previous_period": "Value less the value of the period before, of the same source",
    "trend": "direction (rising, falling, none), significant, points: the test over the latest five valid points",
    "notes": "A sentence for each of these that is null, for a printed figure that its own counts contradict, and for "
    "doubted figures",
}


def layout(**query: Any) -> html.Div:
    return page("API for spreadsheets and scripts", query, _body, has_filters=False)


def _body(_selection: Selection) -> list[Any]:
    missing = [[str(s), WORDS[s].format(agency="the agency that owns it")] for s in Status if s in WORDS]
    return [
        html.P("Read-only, no key needed. In Excel: Data, From Web, and one of these addresses.", className="lede"),
        html.H2("Figures"),
        html.P(html.A(html.Code(EXAMPLE), href=EXAMPLE)),
        table(
            "Filters of /api/v1/observations, all optional",
            (Column("Filter"), Column("Accepts"), Column("If omitted")),
            FILTERS,
        ),
        table(
            "Columns, in this order", (Column("Column"), Column("Holds")), [[name, MEANINGS[name]] for name in COLUMNS]
        ),
        table("Statuses without a value", (Column("Status"), Column("Meaning")), missing),
        html.P("An unknown filter or value is answered with 400 and a sentence that says what is allowed."),
        html.H3("Pages"),
        html.P(
            [
                "With ",
                html.Code("limit"),
                " an answer is one page. Its header ",
                html.Code('Link: <…>; rel="next"'),
                " has the address of the next page; the last page has none. In CSV each page begins with the columns. "
                "Rows are sorted by source, indicator, area and period, or in the order in which sources and "
                "indicators are named.",
            ]
        ),
        html.P(
            "The pages of one list are of one version of the figures. Once figures have changed, the next page is "
            "answered with 409, and 503 while they are being made ready: begin again with the first page."
        ),
        html.P(
            "Without a limit every row is sent as it is read, with HTTP/1.1 in chunks. An answer that lacks its last "
            "chunk was broken off and is not complete."
        ),
        html.H2("Comparisons"),
        html.P(
            "One figure with its interval, what it differs from, its rank, its change and its trend. "
            "How each is worked out stands under Methods."
        ),
        html.P(html.A(html.Code(COMPARISON), href=COMPARISON)),
        table(
            "Parameters of /api/v1/comparisons", (Column("Parameter"), Column("Accepts"), Column("If omitted")), ASKED
        ),
        table("What comes back", (Column("Name"), Column("Holds")), list(ANSWERED.items())),
        html.H2("Register"),
        html.P(html.A(html.Code("/api/v1/indicators"), href="/api/v1/indicators")),
        html.H2("Health"),
        html.P(
            [
                html.Code("/healthz"),
                ": the process is up. ",
                html.Code("/readyz"),
                ": pages can be served; how many releases, and the newest; else 503 and why not.",
            ]
        ),
    ]
