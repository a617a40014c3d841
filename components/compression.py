"""Compression of what is made for one request: quickly. Files are compressed once, in ``components/files``."""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress

ANSWER_LEVEL = 6  # a millisecond or two


def compress(server: Flask) -> None:
    """Compress what a browser accepts compressed."""
    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=ANSWER_LEVEL,
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
    )
    Compress(server)
