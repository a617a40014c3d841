"""Compression: what never changes once and as small as it goes, what is made for one request quickly."""

from __future__ import annotations

import hashlib
import re

import brotli
from flask import Flask, Response, request
from flask_compress import Compress

FILES = ("/assets/", "/_dash-component-suites/")
TEXT = ("text/css", "text/javascript", "application/javascript")
FILE_LEVEL = 10  # 8% smaller than at 6, and a second or two for the largest script: hence kept
ANSWER_LEVEL = 6  # a millisecond or two


def compress(server: Flask) -> None:
    """Compress what a browser accepts compressed."""
    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=ANSWER_LEVEL,
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
    )
    Compress(server)
    kept: dict[bytes, bytes] = {}  # by what is in the file, so that no address can make it grow

    def keep(response: Response) -> Response:
        accepted = request.accept_encodings.quality("br") and request.method == "GET"
        if not accepted or not request.path.startswith(FILES) or response.status_code != 200:
            return response
        if response.mimetype not in TEXT:
            return response
        response.direct_passthrough = False
        content = response.get_data()
        digest = hashlib.sha256(content).digest()
        if digest not in kept:
            kept[digest] = brotli.compress(content, quality=FILE_LEVEL)
        response.set_data(kept[digest])
        response.headers["Content-Encoding"] = "br"
        response.vary.add("Accept-Encoding")
        etag, is_weak = response.get_etag()
        if etag:
            response.set_etag(f"{etag}:br", bool(is_weak))
        return response

    server.after_request(keep)  # the last that is registered runs first


def prepare_files(server: Flask) -> None:
    """Compress what every first visit takes, before workers fork: no visitor waits for it."""
    with server.test_client() as client:
        for address in re.findall(r'(?:src|href)="(/[^"]+)"', client.get("/").text):
            client.get(address, headers={"Accept-Encoding": "br"})
