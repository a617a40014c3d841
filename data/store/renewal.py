"""Figures that come while others are shown: read and made ready in threads of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock, Thread

from data.errors import StoreError
from data.store.snapshot import Snapshot

log = logging.getLogger("safeguarding")

# How long figures of an import may be kept back until they are made ready; then they are shown as they are.
LONGEST = 30.0

Warm = Callable[[Snapshot], None]


class Renewal:
    """What makes new figures ready: one reading and one making ready at a time."""

    def __init__(self) -> None:
        self.thread: Thread | None = None
        self._turn = Lock()

    def begin(
        self,
        read: Callable[[], Snapshot],
        warm: Warm,
        show: Callable[[Snapshot], None],
        is_wanted: Callable[[Snapshot], bool],
    ) -> None:
        """Let one thread read the newest figures, have them made ready and show them, unless one does."""
        if self.thread is None or not self.thread.is_alive():
            parts = (read, warm, show, is_wanted)
            self.thread = Thread(target=self._renew, args=parts, name="renewal", daemon=True)
            self.thread.start()

    def make_ready(self, warm: Warm, fresh: Snapshot, is_wanted: Callable[[Snapshot], bool]) -> Thread:
        """Make figures ready in a thread of its own, once its turn comes and where they are wanted then."""
        thread = Thread(target=self._warm, args=(warm, fresh, is_wanted), name="warming", daemon=True)
        thread.start()
        return thread

    def _renew(
        self,
        read: Callable[[], Snapshot],
        warm: Warm,
        show: Callable[[Snapshot], None],
        is_wanted: Callable[[Snapshot], bool],
    ) -> None:
        try:
            fresh = read()
        except StoreError as error:  # the figures of before stay; the next request tries again
            log.error("The newest figures cannot be read; those of before are shown. %s", error)
            return
        except Exception:
            log.exception("The newest figures cannot be read; those of before are shown.")
            return
        self.make_ready(warm, fresh, is_wanted).join(LONGEST)
        show(fresh)

    def _warm(self, warm: Warm, fresh: Snapshot, is_wanted: Callable[[Snapshot], bool]) -> None:
        """What fails keeps no figures back: it is made, or fails, for whoever asks for it."""
        with self._turn:
            if not is_wanted(fresh):
                return
            try:
                warm(fresh)
            except StoreError as error:
                log.error("Not everything of the newest figures could be made ready: %s", error)
            except Exception:
                log.exception("Not everything of the newest figures could be made ready.")
