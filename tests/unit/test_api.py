"""The read-only API and what surrounds it, over HTTP as a spreadsheet or a monitor asks."""

from __future__ import annotations

import csv
import io
import json
import math
import tomllib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data import register as register_module
from data.observations import Status
from data.periods import parse
from data.store import Snapshot
from tests.frames import all_figures

COLUMNS = [
    "indicator", "area_code", "area_name", "period", "period_start", "period_end", "value", "printed", "numerator",
    "denominator", "status", "qualifier", "source", "release", "note",
]  # fmt: skip
NUMBERS = ("value", "numerator", "denominator")
OBSERVATIONS = "/api/v1/observations"

Rows = list[dict[str, str]]


def ask(client: FlaskClient, **filters: str) -> Rows:
    answer = client.get(OBSERVATIONS, query_string={name.rstrip("_"): value for name, value in filters.items()})
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


# The table -----------------------------------------------------------------------------------------


def test_columns_and_their_order(client: FlaskClient):
    text = client.get(OBSERVATIONS, query_string={"indicator": "cpp_rate", "area": "885"}).get_data(as_text=True)
    assert text.split("\r\n")[0].split(",") == COLUMNS
    assert text.endswith("\r\n")


def test_one_figure_whole(client: FlaskClient):
    """DOMAIN.md §3: 43.457 child protection plans per 10,000, printed by nobody."""
    (row,) = ask(client, indicator="cpp_rate", area="885", source="published", from_="2024/25", to="2024/25")
    value = float(row.pop("value"))
    assert value == float(row["numerator"]) / float(row["denominator"]) * 10_000
    assert value == pytest.approx(43.457, abs=5e-4)
    assert row.pop("numerator") == "522"
    assert row.pop("denominator") == "120119"
    assert row == {
        "indicator": "cpp_rate",
        "area_code": "E10000034",
        "area_name": "Worcestershire",
        "period": "2024/25",
        "period_start": "2025-03-31",
        "period_end": "2025-03-31",
        "printed": "",
        "status": "reported",
        "qualifier": "",
        "source": "published",
        "release": "Children in need, reporting year 2025",
        "note": "",
    }


def test_local_and_published_stand_side_by_side(client: FlaskClient):
    """DOMAIN.md §1: the looked after rate at March 2019 is 72 in the annual report and 71 published."""
    rows = ask(client, indicator="lac_rate", area="E10000034", from_="2018/19", to="2018/19")
    assert {(r["source"], r["printed"]) for r in rows} == {("local", "72"), ("published", "71")}


def test_a_qualifier_and_the_section_are_kept(client: FlaskClient):
    (row,) = ask(client, indicator="contacts")
    assert (row["value"], row["printed"], row["qualifier"]) == ("11300", "11,300", "just over")
    assert row["note"].startswith("Appendix 4 §1.1")


def test_two_values_of_one_report_are_two_rows_the_appendix_first(client: FlaskClient):
    rows = ask(client, indicator="contacts_change_pct")
    assert [(r["value"], r["note"].split(";")[0]) for r in rows] == [("10", "Appendix 4 §1.1"), ("13", "§4.2")]


def test_what_is_missing_is_a_row_with_its_reason(client: FlaskClient):
    rows = ask(client, indicator="da_repeat_offences,children_in_police_custody")
    assert {r["status"] for r in rows} == {"not_reported"}
    assert all(r["value"] == r["printed"] == "" for r in rows)


def test_the_reports_neighbours_average_is_area_sn(client: FlaskClient):
    rows = ask(client, area="SN")
    assert rows
    assert {(r["area_code"], r["area_name"], r["source"]) for r in rows} == {("SN", "Statistical neighbours", "local")}


def test_every_row_is_well_formed(client: FlaskClient, snapshot: Snapshot):
    rows = ask(client)
    assert len(rows) == len(all_figures(snapshot))
    statuses = {s.value for s in Status}
    for row in rows:
        assert row["status"] in statuses
        assert (row["value"] != "") is (row["status"] == "reported"), row
        assert all(row[name] == "" or math.isfinite(float(row[name])) for name in NUMBERS), row
        assert row["area_code"]
        assert row["area_name"]
        assert row["release"]
        period = parse(row["period"])
        assert row["period_end"] == period.end.isoformat()
        assert row["period_start"] in (period.start.isoformat(), row["period_end"])
        assert not any(value.startswith(("=", "@", "\t")) for value in row.values()), row


# Filters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("area", ["885", "E10000034", " E10000034 ", "Worcestershire"])
def test_an_area_by_code_or_number(client: FlaskClient, area):
    assert {r["area_code"] for r in ask(client, indicator="cpp_rate", area=area)} == {"E10000034"}


@pytest.mark.parametrize(
    ("asked", "code", "name"),
    [
        ("E10000023", "E06000065", "North Yorkshire"),  # a former code
        ("815", "E06000065", "North Yorkshire"),
        ("928", "E10000021", "Northamptonshire"),  # split in 2021
        ("E10000021", "E10000021", "Northamptonshire"),
        ("835", "E10000009", "Dorset"),  # the old one
        ("E12000005", "E12000005", "West Midlands"),
        ("E92000001", "E92000001", "England"),
        ("E13000001", "E13000001", "Inner London"),
    ],
)
def test_former_codes_and_ended_areas(client: FlaskClient, asked, code, name):
    rows = ask(client, indicator="cpp_rate", area=asked)
    assert {(r["area_code"], r["area_name"]) for r in rows} == {(code, name)}


def test_authorities_that_publish_together(client: FlaskClient):
    rows = ask(client, indicator="social_worker_caseload", area="314 / 318")
    assert {r["area_code"] for r in rows} == {"E09000021 / E09000027"}
    assert float(rows[-1]["value"]) == pytest.approx(1679 / 120.7)
    assert rows[-1]["printed"] == "13.9"


def test_several_values_by_comma(client: FlaskClient):
    rows = ask(client, indicator="cpp_rate, lac_rate", area="885,E92000001", source="local,published")
    assert {(r["indicator"], r["area_name"]) for r in rows} == {
        (i, a) for i in ("cpp_rate", "lac_rate") for a in ("Worcestershire", "England")
    }
    assert {r["source"] for r in rows} == {"local", "published"}
    assert len(rows) == sum(
        len(ask(client, indicator=i, area=a)) for i in ("cpp_rate", "lac_rate") for a in ("885", "E92000001")
    )


def test_asking_twice_for_the_same_gives_it_once(client: FlaskClient):
    assert ask(client, indicator="cpp_rate,cpp_rate", area="885,E10000034", source="local,local") == ask(
        client, indicator="cpp_rate", area="885", source="local"
    )


@pytest.mark.parametrize("source", ["local", "published"])
def test_one_source(client: FlaskClient, snapshot: Snapshot, source):
    rows = ask(client, source=source)
    assert {r["source"] for r in rows} == {source}
    assert len(rows) == (all_figures(snapshot)["source"] == source).sum()


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2022/23", None, ["2022/23", "2023/24", "2024/25"]),
        (None, "2013/14", ["2012/13", "2013/14"]),
        ("2018/19", "2018/19", ["2018/19"]),
        ("2018-19", "2018-19", ["2018/19"]),
        ("2019-03-31", "2019-03-31", ["2018/19"]),  # a snapshot is of its day
        ("2019-04-01", "2020-03-30", []),
        ("2019", "2019", ["2018/19"]),
    ],
)
def test_from_and_to_go_by_the_day_a_period_ends(client: FlaskClient, first, last, labels):
    filters = {name: text for name, text in (("from", first), ("to", last)) if text}
    rows = ask(client, indicator="cpp_rate", area="885", source="published", **filters)
    assert [r["period"] for r in rows] == labels


def test_an_empty_filter_is_no_filter(client: FlaskClient):
    assert ask(client, indicator="cpp_rate", area="", from_="", to=" ", source="", format="") == ask(
        client, indicator="cpp_rate"
    )


def test_csv_and_json_say_the_same(client: FlaskClient):
    query = {"indicator": "cpp_rate,contacts,da_repeat_offences,factor_cse_pct", "area": "885,E92000001,201"}
    rows = ask(client, **query)
    answer = client.get(OBSERVATIONS, query_string={**query, "format": "json"})
    assert answer.mimetype == "application/json"
    objects = json.loads(answer.data, parse_constant=lambda name: pytest.fail(name))
    assert [list(o) for o in objects] == [COLUMNS] * len(rows)
    for row, found in zip(rows, objects, strict=True):
        for name in COLUMNS:
            expected = None if row[name] == "" else float(row[name]) if name in NUMBERS else row[name]
            assert found[name] == expected
            assert type(found[name]) is type(expected)


def test_all_of_it_as_json(client: FlaskClient, snapshot: Snapshot):
    answer = client.get(OBSERVATIONS, query_string={"format": "json"})
    assert len(json.loads(answer.data, parse_constant=lambda name: pytest.fail(name))) == len(all_figures(snapshot))


# What is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("indicator=lac", None),  # there is one of this name
        ("indicator=nonsense", "indicator 'nonsense' is not in the register; /api/v1/indicators lists them."),
        ("indicator=cpp_rate,nonsense", "indicator 'nonsense' is not in the register"),
        ("indicator=../../etc/passwd", "indicator '../../etc/passwd' is not in the register"),
        ("indicator=cpp_rate'--", "indicator 'cpp_rate'--' is not in the register"),
        (
            "area=Atlantis",
            "area 'Atlantis' is not known; give a name such as Worcestershire, a GSS code such as E10000034 or "
            "an LA number such as 885",
        ),
        ("area=%EF%BC%98%EF%BC%98%EF%BC%95", "is not known; give a name such as"),
        ("area=885%00", "is not known; give a name such as"),
        ("source=both", "source 'both' is not known; it is one of local, published."),
        ("format=xml", "format 'xml' is not known; it is one of csv, json."),
        ("format=csv,json", "format 'csv,json' is not known; it is one of csv, json."),
        ("from=2024/25&to=2012/13", "from 2024/25 is after to 2012/13; give the earlier period as 'from'."),
        ("from=2018/19&from=2019/20", "parameter 'from' is given more than once; give one."),
        ("from=yesterday", "'from': 'yesterday' is not a period; expected a financial year 2018/19"),
        ("from=0001/02", "'from': '0001/02' is not a period"),
        ("to=9999", "'to': '9999' is not a period"),
        ("to=2018/20", "'to': '2018/20' is not a period"),
        ("from=2018/19,2019/20", "'from' takes one period, a financial year 2018/19"),
        (
            "colour=red",
            "parameter 'colour' is not known; it takes indicator, area, from, to, source, format, limit, after.",
        ),
        ("Indicator=cpp_rate", "parameter 'Indicator' is not known"),
        ("area=885&area=815", "parameter 'area' is given more than once; separate values by commas."),
    ],
)
def test_a_bad_parameter_is_400_with_a_sentence(client: FlaskClient, query, sentence):
    answer = client.get(f"{OBSERVATIONS}?{query}")
    if sentence is None:
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert answer.is_json
    assert sentence in answer.json["error"]
    assert answer.json["error"].endswith(".")


PARAMETERS = {
    OBSERVATIONS: ("indicator", "area", "from", "to", "source", "format", "limit", "after"),
    "/api/v1/comparisons": ("indicator", "area", "period", "source", "neighbours", "statistic", "format"),
}


@pytest.mark.parametrize(
    "junk",
    [
        "\0", "885\0", "2018/19\0", "published\0", "\r\nSet-Cookie: a=b", "\u202e885", "\ufeff885",  # not to be seen
        "٢٠١٨/١٩", "\uff12\uff10\uff11\uff18/\uff11\uff19", "²", "🙂",  # digits of other scripts, and none
        "2018-99", "0000", "-1", "NaN", "[]", "<b>", "%00", "x" * 4000, "885 " * 1000,
    ],
)  # fmt: skip
@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in PARAMETERS.items() for name in names])
def test_junk_in_any_parameter_is_refused_in_one_short_sentence(client: FlaskClient, path, name, junk):
    answer = client.get(path, query_string={"indicator": "cpp_rate", name: junk})
    assert answer.status_code == 400, answer.text
    said = answer.get_json()["error"]
    assert said.isprintable()
    assert said.endswith(".")
    assert len(said) < 300


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in PARAMETERS.items() for name in names])
def test_a_parameter_given_twice_is_refused_and_an_empty_one_is_none(client: FlaskClient, path, name):
    first = "indicator=cpp_rate&" if name != "indicator" else "area=885&"
    twice = client.get(f"{path}?{first}{name}=a&{name}=b")
    assert (twice.status_code, "more than once" in twice.get_json()["error"]) == (400, True)
    needed = path != OBSERVATIONS and name == "indicator"
    for empty in ("", "%20%20"):
        assert client.get(f"{path}?{first}{name}={empty}").status_code == (400 if needed else 200), (name, empty)


@pytest.mark.parametrize("path", ["/api/v1/indicators?x=1", "/api/v1/indicators?indicator=cpp_rate"])
def test_the_register_takes_no_parameters(client: FlaskClient, path):
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.json["error"].endswith("it takes none.")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/observations/1", "/api/v2/indicators",
        "/healthz/x", "/assets/nothing.css", "/assets/../app.py", "/assets/%2e%2e/app.py",
        "/../etc/passwd", "/data/published/cpp_rate.csv", "/var/safeguarding.sqlite3", "/app.py", "/.git/config",
    ],
)  # fmt: skip
def test_an_unknown_path_is_404(client: FlaskClient, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [OBSERVATIONS, "/api/v1/indicators", "/healthz", "/readyz"])
def test_the_api_is_read_only(client: FlaskClient, method, path):
    assert client.open(path, method=method).status_code == 405


JUNK = [b"", b"{}", b"[]", b"null", b"5", b'"x"', b"{", b"\xff\xfe", b'{"output": 5}', b'{"output": "x", "inputs": []}',
        b'{"output": {}, "inputs": {}, "outputs": []}', b'{"output": "..", "outputs": [], "inputs": [{}]}']  # fmt: skip


@pytest.mark.parametrize("body", JUNK, ids=lambda body: body[:30].decode("latin-1"))
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
def test_junk_for_a_callback_is_refused_and_never_a_failure(client: FlaskClient, body, kind):
    answer = client.post("/_dash-update-component", data=body, content_type=kind)
    assert 400 <= answer.status_code < 500
    assert "Traceback" not in answer.text


def test_json_nested_too_deep_for_a_callback_is_refused(client: FlaskClient):
    answer = client.post("/_dash-update-component", data=b"[" * 100_000, content_type="application/json")
    assert answer.status_code == 400


def test_a_callback_with_junk_for_its_inputs_is_refused(application, client: FlaskClient):
    """Every callback of the application, called with inputs of the wrong number and kind."""
    failed = []
    for output in application.callback_map:
        for inputs in ([], [{}], [None], [5], [{"id": "x", "property": "y", "value": {"a": [1]}}], [[]]):
            body = {"output": output, "outputs": {"id": "x", "property": "y"}, "inputs": inputs, "changedPropIds": []}
            answer = client.post("/_dash-update-component", json=body)
            if answer.status_code >= 500:
                failed.append((output, inputs, answer.status_code))
    assert failed == []


def test_a_callback_with_the_right_inputs_and_junk_elsewhere_is_no_failure(application, client: FlaskClient):
    """Outputs of the wrong shape, ids of nothing and values of every kind: answered or refused, never a 500."""
    shapes = ({"id": "x", "property": "y"}, [{"id": "x", "property": "y"}], [[{"id": {"type": "x"}, "property": "y"}]])
    failed = []
    for output, declared in application.callback_map.items():
        for junk in (5, None, {"a": 1}, [1], "x", [[]]):
            inputs = []
            for wanted in declared["inputs"]:
                several = "ALL" in wanted["id"]
                given = {
                    "id": {"type": "x"} if several else wanted["id"],
                    "property": wanted["property"],
                    "value": junk,
                }
                inputs.append([given] if several else given)
            for outputs in shapes:
                body = {"output": output, "outputs": outputs, "inputs": inputs, "changedPropIds": []}
                answer = client.post("/_dash-update-component", json=body)
                if answer.status_code >= 500:
                    failed.append((output, junk, outputs, answer.status_code))
    assert failed == []


# Health and headers --------------------------------------------------------------------------------


def test_healthz_and_readyz(client: FlaskClient, snapshot: Snapshot):
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz").json
    newest = max(snapshot.releases, key=lambda r: r.id)
    assert ready == {
        "status": "ready",
        "releases": len(snapshot.releases),
        "newest": {"title": newest.title, "imported_at": newest.imported_at},
    }


@pytest.mark.parametrize(
    "path", ["/", OBSERVATIONS + "?area=x", "/api/v1/indicators", "/healthz", "/nothing", "/_dash-layout"]
)
def test_every_answer_has_the_security_headers(client: FlaskClient, path):
    headers = client.get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert "unsafe" not in policy["style-src-elem"]
    assert not any("://" in sources or "*" in sources for sources in policy.values())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_register_as_the_files_have_it(client: FlaskClient):
    found = {indicator["id"]: indicator for indicator in client.get("/api/v1/indicators").json}
    files = {path.stem: tomllib.loads(path.read_text()) for path in Path(register_module.FOLDER).glob("*.toml")}
    assert found.keys() == files.keys()
    for name, file in files.items():
        for key in ("name", "definition", "unit", "measure", "polarity", "panel"):
            assert found[name][key] == file[key]
