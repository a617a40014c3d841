"""The form of a request to a callback: Dash takes it on trust, and fails where it is another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def is_callback(body: object, declared: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a body, as JSON, calls one of the declared callbacks (``Dash.callback_map``) as the browser would.

    Every value that a browser sends to this application is text or null.
    """
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    output = body["output"]
    callback = declared.get(output)
    if callback is None or "callback" not in callback:  # one that the browser answers by itself has none
        return False
    is_several = output.startswith("..")
    names = output[2:-2].split("...") if is_several else [output]
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    return (
        _are(body.get("outputs") if is_several else [body.get("outputs")], outputs)
        and all(_are(body.get(key, []), callback[key]) and _all_text(body.get(key, [])) for key in ("inputs", "state"))
        and _is_list_of_text(body.get("changedPropIds", []))
    )


def _are(given: object, wanted: Sequence[Mapping[str, str]]) -> bool:
    """Whether what is given is a dependency for each that is wanted, in that order."""
    return (
        isinstance(given, list)
        and len(given) == len(wanted)
        and all(
            isinstance(one, dict) and (one.get("id"), one.get("property")) == (other["id"], other["property"])
            for one, other in zip(given, wanted, strict=True)
        )
    )


def _all_text(given: list[Mapping[str, object]]) -> bool:
    return all(isinstance(one.get("value"), str | None) for one in given)


def _is_list_of_text(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) for one in given)
