"""What is made before anybody asks for it: the pages as a first visit shows them, and their files compressed.

A start does without, so that the dashboard answers at once; each worker then makes it in a thread beside the answers.
"""

from __future__ import annotations

import gc
import logging
import time
from dataclasses import replace
from threading import Thread

import dash
from flask import Flask, g

from components.files import prepare_files
from components.web import NOT_FOUND
from data.api import EXTENSION
from data.dataset import Dataset, Snapshot
from data.errors import StoreError
from data.views.warming import warm

log = logging.getLogger("safeguarding")

FIRST = 0.5  # seconds for whoever waits for the start: their request finds the processor free


def begin(server: Flask) -> Thread:
    """Make everything ready in a thread of its own; a request that comes meanwhile makes what it needs itself."""
    thread = Thread(target=_make_ready, args=(server,), name="beforehand", daemon=True)
    thread.start()
    return thread


def _make_ready(server: Flask) -> None:
    dataset: Dataset = server.extensions[EXTENSION]
    time.sleep(FIRST)
    try:
        usual_views(server, dataset.snapshot())
        prepare_files(server.wsgi_app)
    except StoreError as error:  # what a database cannot give now is asked for again by the first who needs it
        log.error("Not everything could be made ready: %s", error)
    except Exception:
        log.exception("Not everything could be made ready.")
    gc.freeze()  # what is kept for good is no garbage, and looking through it stops a request for 0.1 seconds


def usual_views(server: Flask, snapshot: Snapshot) -> None:
    """Make every page as a first visit shows it, with the figures of a snapshot, which need not be shown yet; then what
    other selections are worked out of."""
    for page in list(dash.page_registry.values()):
        if page["path_template"] is None and page["module"] != NOT_FOUND:
            with server.test_request_context(page["path"]):
                g.dataset = replace(server.extensions[EXTENSION], pinned=snapshot)
                page["layout"]()
    warm(snapshot)
