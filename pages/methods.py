"""Methods: how every figure is made, written from the register and the code's own constants."""

from __future__ import annotations

from math import exp
from typing import Any

import dash
from dash import html

from components.panels.workings import (
    MEASURED_GRADES,
    collected_measures,
    declared_mappings,
    hidden_counts,
    outside_limits,
    uncertain_ranks,
    withheld_figures,
)
from components.shell import page
from components.tables import Column, table
from data.observations import SYMBOLS, WORDS
from data.register import SCALES
from data.selection import DEFAULT_MODEL, STATISTICS, Selection
from data.stats.doubt import COMMON, DOUBTED, FEWEST_YEARS, LEAST_RATIO
from data.stats.funnel import FEWEST, LEVELS, WINSORISED
from data.stats.intervals import EXACT_BELOW, LEVEL, z
from data.stats.peers import REACH
from data.stats.trend import CRITICAL, FITTED, POINTS
from data.views.assessment.grade import FEWEST as FEWEST_NEIGHBOURS
from data.views.assessment.grade import LAST
from data.views.assessment.years_before import YEARS
from data.views.assessment.zero import LEAST
from data.views.by_chance import PEERS
from data.views.imports import PRECEDENCE

dash.register_page(__name__, path="/methods", title="Methods – Safeguarding KPIs", name="Methods")


def layout(**query: Any) -> html.Div:
    return page("Methods", query, _body, has_filters=False)


def _body(_selection: Selection) -> list[Any]:
    return [
        html.P("How each figure here is computed, and what is never done to one.", className="lede"),
        *_figures(),
        *_comparisons(),
        *_tests(),
        *_standing_out(),
        *_keeping(),
    ]


def _figures() -> list[Any]:
    symbols = [[symbol, WORDS[status]] for symbol, status in SYMBOLS.items()]
    return [
        _section(
            "Two kinds of figures",
            "Published figures are national statistics; the board's own are what its annual report prints. They are "
            "different series even for one indicator, are shown side by side, and are never put on one line or "
            "subtracted from one another.",
            "Comparisons use published figures, for every area in them. The board's own come without the denominators "
            "that a test needs, and are not tested.",
        ),
        _section(
            "Periods",
            "A year such as 2018/19 runs from 1 April to 31 March. A count on one day is labelled with the year it "
            "closes and dated 31 March. The social work workforce is counted on 30 September, populations are for "
            "30 June. Figures for different kinds of period, such as academic and financial years, are never joined by "
            "a line or compared. The filter by year takes a period by the financial year in which it ends, so that the "
            "academic year 2024/25 is found under 2025/26.",
        ),
        _section(
            "Rates and percentages",
            f"A rate is its numerator over the population aged 0 to 17, times {SCALES['rate_per_10000']:,.0f}; one of "
            "other people, or for each 1,000 or 100,000, says so and is as its publisher gives it. The "
            "population is the estimate for 30 June of the calendar year before the year's end, so the rate of "
            "2018/19 uses mid-2018. A rate without a population of its year is not made. "
            "An older release gives the rates that it prints, and no others: the populations of its day are not held.",
            f"A percentage is its numerator over its denominator, times {SCALES['percent']:g}. Values are kept "
            "unrounded; where the publisher prints a figure that is what is shown, else the value rounded half up.",
            "Counts for England and regions are rounded to 10 by the publisher, so that a printed figure may differ "
            "in its last digit. The printed one is drawn and written alike. Where it differs by more than rounding "
            "explains, the figure is marked and the pair stands on Data among the disagreements; averages, ranks "
            "and tests rest on the counts.",
            "Where a newer release has no figure for an area, its newest one stays, with its date.",
        ),
        _section(
            "Figures of other partners",
            "The Department for Education collects figures of many publishers in its Local Authority Interactive Tool. "
            "Those taken from it name their own publisher, and the release says that they were collected there.",
            "The tool gives no numerators and denominators, so these figures have no margin of error and are not "
            "tested. They are placed by rank and, where they lie far from others, listed as not tested. Its values are "
            "rounded to twelve digits, since the table is written from binary numbers.",
            "Authorities that share a youth justice service are given the same figure, which is the service's.",
            *withheld_figures(),
            extra=[collected_measures()],
        ),
        html.Section(
            [
                html.H2("Which column makes which indicator"),
                declared_mappings(),
            ],
            className="stage",
        ),
        _section(
            "Missing figures",
            "A figure that is not there is shown in words, never as zero. Averages and ranks leave it out and say "
            "on how many areas they rest. Where a part of a quotient is missing there is no quotient, whatever the "
            "publisher prints for it.",
            f"Zeros are shown as published. Where none are counted and England's rate would give {LEAST:g} or more, "
            "it is said beside the figure that perhaps they were not recorded; averages hold it all the same. Chance "
            f"alone leaves none of {LEAST:g} once in about {round(exp(LEAST), -1):g} times.",
            *_doubts(),
            extra=[table("Symbols of the published files", (Column("Symbol"), Column("Shown as")), symbols)],
        ),
    ]


def _doubts() -> tuple[str, ...]:
    """What is doubted of figures without counts; the shares are measured in tests/unit/test_doubt.py."""
    return (
        "A published figure without counts is doubted where it is unlike the other years of its place: "
        f"{LEAST_RATIO:g} times as much or as little as the nearest of them and as all of them, more than {DOUBTED:g} "
        "standard deviations away, and beyond all of them but one. The deviations are those of the place and of the "
        "measure from year to year. What a year has in common for all places is taken out first. It takes "
        f"{FEWEST_YEARS} other years.",
        "A zero counts as half of the smallest number that is shown. It is doubted only where chance cannot make it: "
        "not in places whose years differ much, nor beside small numbers, nor where more than "
        f"{COMMON:.0%} of a measure's figures are zero. Where zeros are common, small numbers are not doubted either.",
        "Of the figures without counts that the project carries, about one in 700 is doubted. In a trial, of single "
        "figures made ten times or a tenth as large about nine in ten were doubted, of figures set to zero about three "
        "in four; of plans of two years or more, and of convictions and substance misuse of looked after children, "
        "hardly any. A doubted figure is shown as published, with its other years beside it. Averages and ranks keep "
        "it. All are listed on Data.",
    )


def _comparisons() -> list[Any]:
    return [
        _section(
            "Comparators",
            "England and the region are the publisher's own figures for them. The statistical neighbours are the ten "
            "authorities most like an area under a model of the Department for Education; "
            f"{DEFAULT_MODEL} unless another is chosen. Their average is the unweighted {STATISTICS[0]} of those with "
            f"a figure, or the {STATISTICS[1]} if chosen, always with the model and the number of areas. Numbers "
            "are suppressed where they are small, so those left are the larger ones, and zeros: what the average can "
            "be with the hidden ones stands beside it. On Compare any other authority can be set beside.",
            f"A {STATISTICS[0]} follows a single extreme neighbour. It is said which one, and what the {STATISTICS[1]} "
            f"is, where a neighbour's figure lies more than {REACH:g} interquartile ranges beyond the quartiles of the "
            "neighbours (Tukey 1977), and the test against the neighbours would end otherwise without it, as it would "
            f"against their {STATISTICS[1]}.",
            "A bare count is not compared with places of another size.",
        ),
        _section(
            "Change",
            "The difference from the period just before, of one source and one measure; where there is none, no "
            "change is given. No single change is called significant: two counts a year apart share many of their "
            "children. Trends are tested instead.",
        ),
        _section(
            "Better and worse",
            "Only where the register says that higher or lower is better. Rates of referral, section 47 enquiries, "
            "child in need, child protection and looked after children show need and activity: they are never good "
            "or bad by themselves.",
        ),
        _section(
            "Rank and quarter",
            "Among all local authorities whose figure is reported or suppressed in the period, 1 being best. Equal "
            "figures share the smaller rank, which is said to be shared. Only for indicators with a better side, and "
            "only where every authority is loaded. The quarters, "
            "bands A to D, part the authorities at the quartiles (type 7 of Hyndman and Fan, as in spreadsheets); a "
            "figure at a quartile belongs to the better band. Small authorities lie at both ends by chance more often.",
            "Where hidden figures leave the rank open, the best and the worst that it can be are given, as in 44th to "
            "87th of 153. A quarter is named only where every possible one is the same.",
        ),
        _section(
            "Hidden numbers",
            "Publishers hide small numbers, and others by which those could be worked out. What a hidden number can be "
            "is declared with each publication, and narrowed by the total and the other numbers of its line. Nothing "
            "is estimated: an average, a verdict, a rank or a quarter is given only where it is the same for every "
            "number that the hidden ones can be, else as its lowest and highest, or not at all, with the reason. No "
            "single hidden figure's bounds are shown.",
            "The average of the neighbours stays that of those with a figure. The figure is compared with all that the "
            "average can be once the hidden ones are counted, and only where more than half of the neighbours have a "
            "figure. Charts draw the figures that are known, and say how many are hidden.",
            "A figure that rounds to zero, is too unreliable to publish, not available or not applicable is not a "
            "hidden number: it is counted in no average, no rank and no quarter.",
            extra=[hidden_counts(), uncertain_ranks()],
        ),
    ]


def _tests() -> list[Any]:
    return [
        _section(
            "Confidence intervals",
            f"Drawn as whiskers, at {100 * LEVEL:g}%: the range within which the underlying level lies, were the same "
            "conditions repeated many times, in 95 of 100. They say how far chance alone can move a figure, no more.",
            f"Of a rate: exact Poisson limits below {EXACT_BELOW} events (Garwood 1936), Byar's approximation from "
            "there on (Breslow and Day 1987), divided by the population. Of a percentage: Wilson's score interval "
            f"(Wilson 1927; Newcombe 1998). The normal quantile is {z():.9f}, unrounded. Averages and counts have no "
            "interval.",
        ),
        _section(
            "Significance",
            "A figure is called higher than England, the region or the neighbours where its whole interval lies above "
            "their figure, lower where it lies below, and similar where the interval holds it. Their figure is taken "
            "as a point. Where one side is better, that is said.",
            "This answers whether a difference could be chance. It does not say that the difference is large, or "
            "unusual: see Unusual.",
        ),
        _section(
            "Trend",
            f"The latest {POINTS} yearly points that have an interval, up to the period shown. A straight line is "
            "fitted, each point weighted by how precisely it is known (the inverse of its squared standard error, "
            "from the width of its interval). The figure rises or falls where the squared slope over its squared "
            f"standard error exceeds {CRITICAL} (the 99.8% point of chi-squared) and the line goes the same way "
            "whichever of the points is left out. Else there is no significant change. In short places it is said only "
            "where the last figure's whole interval also lies on that side of the first.",
            "Counts vary more from year to year than chance alone. Where the points scatter around the line more than "
            "their intervals allow, the squared standard error is multiplied by how much more: the weighted residual "
            f"sum of squares over its {POINTS - FITTED} degrees of freedom, never less than 1 (the squared Birge "
            "ratio, Birge 1932). Of all series of five points in the files that the project carries, 3.8% of those "
            "with their years shuffled are called rising or falling, and 15% of those in their true order.",
            "Most trends of five years begin in 2020/21, the first year of the pandemic. There it is added how the "
            f"latest figure stands to the mean of the {YEARS} years before, both rounded as they are shown.",
        ),
    ]


def _standing_out() -> list[Any]:
    limits = " and ".join(f"{100 * level:g}%" for level in LEVELS)
    return [
        _section(
            "Unusual",
            "The counts here are large and authorities differ in many real ways, so that most of them differ from "
            "England by more than chance, as the table shows. A test that nearly everybody fails does not help to "
            "choose where to look. A figure is therefore graded by its place among all authorities and among its "
            "statistical neighbours.",
            f"Clearly unusual: outside the {100 * LEVELS[1]:g}% control limits, or both outside the "
            f"{100 * LEVELS[0]:g}% limits and beyond all neighbours by more than chance. At the edge: exactly one of "
            f"outside the {100 * LEVELS[0]:g}% limits and beyond all neighbours by more than chance. The limits allow "
            f"for the spread between authorities. A figure is unusually high or low for its size beyond the "
            f"{100 * LEVELS[0]:g}% limits, very unusually beyond the {100 * LEVELS[1]:g}% limits.",
            "Beyond all neighbours by more than chance: the whole 95% interval lies above, or below, every neighbour's "
            f"figure, at least {FEWEST_NEIGHBOURS} having one. A hidden number counts with all that it can be, and "
            "nothing is below a figure that rounds to zero.",
            "Without a margin of error a figure is not tested, and not judged. It is far from others where it is among "
            f"the last {100 * LAST:g}% of authorities on its worse side, or at either end where no side is better, and "
            f"beyond all its neighbours, at least {FEWEST_NEIGHBOURS} having a figure. On its worse side it is listed "
            "with what is clearly unusual; it is never called unusual.",
            f"By chance: one authority in {PEERS + 1} is highest of itself and any {PEERS} others, and one is lowest. "
            "Beside each list stands how many of as many tested figures an average authority would have there, were "
            f"its neighbours {PEERS} other authorities drawn at random: for each figure the probability is counted "
            "over all such draws, with the limits as they are, and averaged over the authorities. "
            f"{MEASURED_GRADES}",
            "A rate and a percentage of one thing, high or low alike, are one entry of the list and two of the count.",
            f"Limits are drawn in a funnel around England's figure, at {limits}, wider for smaller authorities. By "
            "chance alone they are exact Poisson limits for a rate and Wilson's for a percentage. Adjusted, which is "
            "the default, they add the variance between authorities (Spiegelhalter 2005): each figure is put on a "
            "scale on which chance depends on size alone (the square root of a rate, the arcsine of the square root "
            f"of a percentage), the distances from England are cut off at their {100 * WINSORISED:g}% and "
            f"{100 * (1 - WINSORISED):g}% points, and what they vary more than chance allows is the variance between "
            f"authorities. It takes {FEWEST} authorities. Adjusted limits are never narrower than those by chance "
            "alone.",
            extra=[outside_limits()],
        ),
        _section(
            "The panel on one sheet",
            "Each indicator has a scale of its own: England in the middle, the authority furthest from it at the "
            "edge, the same scale on both sides. The thick bar holds the middle half of all authorities.",
        ),
    ]


def _keeping() -> list[Any]:
    return [
        _section("Releases", PRECEDENCE),
        _section(
            "Areas",
            "Local authorities are followed by LA number where their code changes. Merged and split ones end and are "
            "not added to their successors. Where two authorities publish together, neither has the figure alone.",
            "Some sources give figures of an authority for years before it began, worked out for its later borders, or "
            "after it ended. They are kept and answered by the interface. They are in no rank, quarter, average or "
            "list: a period is of the authorities there were in the middle of its last year.",
        ),
    ]


def _section(title: str, *paragraphs: str, extra: list[Any] | None = None) -> html.Section:
    name = title.lower().replace(" ", "-")
    return html.Section(
        [html.H2(title, id=name), *(html.P(text) for text in paragraphs), *(extra or [])], className="stage"
    )
