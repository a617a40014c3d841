"""Compression of what is made for one request: quickly. Files are compressed once, in ``components/files``."""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress

ANSWER_LEVEL = 6  # a millisecond or two

# Every figure as CSV is 23 MB, which the library would let out as it is.
TYPES = ["text/html", "application/json", "text/csv", "text/plain", "text/css", "text/javascript", "image/svg+xml"]


def compress(server: Flask) -> None:
    """Compress what a browser accepts compressed."""
    server.config.update(
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=ANSWER_LEVEL,
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
    )
    Compress(server)
