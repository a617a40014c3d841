"""All that the product puts out, as files to compare: ``python -m tests.outputs FOLDER [AREA ...]``.

For each area (LA numbers; Worcestershire, Essex, Rutland and the ended Northamptonshire unless given) the words of
every page, its charts as figures, the packs of the five panels and of Compare unzipped, and what the API answers. The
clock stands still, so that two runs on the same figures give the same files. Made before and after a change that should
change nothing, ``diff -r`` of the two folders says what it changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlencode
from zipfile import ZipFile

import dash
from dash.development.base_component import Component
from flask import Flask

from data import clock

AREAS = ("885", "881", "857", "928")
PANELS = ("journey", "neglect", "domestic_abuse", "exploitation", "assurance")
MOMENT = datetime(2026, 11, 28, 12, 0, tzinfo=clock.LONDON)
# What people read or hear of an element.
READ = ("children", "aria-label", "title", "alt", "placeholder", "label")


def main(folder: str, *areas: str) -> None:
    """Write every output into the folder, which is made."""
    with patch.object(clock, "now", lambda: MOMENT):
        from app import app

        for area in areas or AREAS:
            place = Path(folder, area)
            for name, content in (*_pages(app.server, area), *_packs(app.server, area), *_answers(app.server, area)):
                path = place / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content if isinstance(content, bytes) else content.encode())


def _pages(server: Flask, area: str) -> Iterator[tuple[str, str]]:
    for page in dash.page_registry.values():
        for path, arguments, query in _addresses(page, area):
            with server.test_request_context(f"{path}?{urlencode(query)}"):
                layout = page["layout"](**arguments, **query) if callable(page["layout"]) else page["layout"]
                content = _opened(_plain(layout), query)
            name = "_".join(
                part
                for part in (
                    path.strip("/").replace("/", "_") or "overview",
                    *(v for k, v in query.items() if k != "area"),
                )
                if part
            )
            yield f"pages/{name[:150]}.txt", "\n".join(_words(content))
            for number, figure in enumerate(_figures(content), start=1):
                yield f"pages/{name[:150]}-{number:03}.json", _pretty(figure)


def _addresses(page: dict[str, Any], area: str) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """Path, arguments of the layout, query: every indicator, every panel's print and comparison with a neighbour."""
    from data.register import read_register

    chosen = {"area": area}
    if page["path_template"]:
        name = page["path_template"].partition("<")[2].rstrip(">")
        stem = page["path_template"].partition("<")[0]
        for indicator in read_register():
            yield f"{stem}{indicator}", {name: indicator}, chosen
        return
    yield page["path"], {}, chosen
    if page["path"].startswith("/pack"):
        for panel in PANELS:
            yield page["path"], {}, chosen | {"items": panel}
    if page["path"] == "/compare":
        for indicator in read_register().published:
            yield page["path"], {}, chosen | {"indicator": indicator.id, "with": "893"}


def _opened(content: Any, query: dict[str, str]) -> Any:
    """With what is made when a fold is opened."""
    from components.current import from_query
    from components.panels.blocks import rendered
    from components.panels.compare import PARAMETERS

    def place(part: Any) -> Any:
        if isinstance(part, list):
            return [place(each) for each in part]
        if not isinstance(part, dict):
            return part
        if "data-later" in part and "data-follows" in part:
            selection, _ = from_query({**query}, *PARAMETERS)
            return _plain(rendered(part["data-follows"], selection, {**query}))
        return {key: place(each) for key, each in part.items()}

    return place(content)


def _plain(part: Any) -> Any:
    """Components as lists, dicts, texts and numbers; what is JSON within a text is taken out of it."""
    if isinstance(part, Component):
        return _plain(part.to_plotly_json()["props"])
    if isinstance(part, dict):
        return {key: _plain(part[key]) for key in sorted(part)}  # Dash has attributes in no order
    if isinstance(part, list | tuple):
        return [_plain(each) for each in part]
    if isinstance(part, str) and part[:1] in ("{", "["):
        try:
            return _plain(json.loads(part))
        except ValueError:
            return part
    return part


def _words(part: Any) -> Iterator[str]:
    """Each text that people read, in order; charts are written on their own."""
    if isinstance(part, str):
        if part.strip():
            yield part
    elif isinstance(part, list):
        # An element as plain data: its name, its attributes, then what it holds.
        is_element = len(part) > 1 and isinstance(part[0], str) and isinstance(part[1], dict)
        for each in part[1:] if is_element else part:
            yield from _words(each)
    elif isinstance(part, dict) and not _is_figure(part):
        read = (each for key, each in part.items() if key in READ or not isinstance(each, str))
        for each in read:
            yield from _words(each)


def _figures(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if _is_figure(part):
            yield part
        else:
            for each in part.values():
                yield from _figures(each)
    elif isinstance(part, list):
        for each in part:
            yield from _figures(each)


def _is_figure(part: dict[str, Any]) -> bool:
    return isinstance(part.get("layout"), dict) and isinstance(part.get("data"), list)


def _packs(server: Flask, area: str) -> Iterator[tuple[str, bytes]]:
    for panel in PANELS:
        for kind in ("pptx", "xlsx"):
            query = urlencode({"area": area, "items": panel})
            answer = server.test_client().get(f"/pack/safeguarding.{kind}?{query}")
            if answer.status_code != 200:
                yield f"packs/{panel}.{kind}.txt", answer.data
                continue
            with ZipFile(BytesIO(answer.data)) as file:
                for member in file.namelist():
                    yield f"packs/{panel}.{kind}/{member}", _broken_up(file.read(member), member)


def _broken_up(content: bytes, member: str) -> bytes:
    """XML with an element a line, so that a difference is a line; workbooks inside slides unzipped by their sheets."""
    if member.endswith(".xlsx"):
        with ZipFile(BytesIO(content)) as file:
            return b"\n".join(_broken_up(file.read(name), name) for name in sorted(file.namelist()))
    return content.replace(b"><", b">\n<") if member.endswith((".xml", ".rels")) else content


def _answers(server: Flask, area: str) -> Iterator[tuple[str, bytes]]:
    from data.register import read_register

    register = read_register()
    asked = [f"observations?area={area}", f"observations?area={area}&format=json", "indicators"]
    asked += [f"comparisons?area={area}&indicator={indicator}" for indicator in register]
    asked += [f"comparisons?area={area}&indicator={i.id}&format=csv" for i in register.published]
    for query in asked:
        path, _, parameters = query.partition("?")
        answer = server.test_client().get(f"/api/v1/{query}")
        name = "_".join([path, *(value for key, value in parse_qsl(parameters) if key != "area")])
        yield f"api/{name}", f"{answer.status_code}\n".encode() + answer.data


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
