"""At the door: what is asked of a request before any part of the application sees it."""

from __future__ import annotations

from typing import Any

from flask import request


def json_body() -> Any:
    """The body of a request that says it is JSON, and is; else None."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # nested too deep to be read
        return None
