"""Records what pages write to the console and which hosts they ask."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

LOUD = ("error", "warning")
NETWORK = ("http", "https", "ws", "wss")


class Recorder:
    """Listens to browser contexts and says what was wrong: nothing should be."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.console: list[str] = []
        self.requests: list[str] = []
        self._expected: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)

    def expect(self, pattern: str) -> None:
        """Leave console messages out that match ``pattern``, for a test that provokes them."""
        self._expected.append(pattern)

    def problems(self) -> list[str]:
        """One line for each unexpected console message and each request to another host."""
        messages = [m for m in self.console if not any(re.search(p, m) for p in self._expected)]
        return [f"console: {m}" for m in messages] + [f"request to another host: {url}" for url in self.foreign()]

    def foreign(self) -> list[str]:
        own = urlsplit(self.address).netloc
        return [url for url in self.requests if urlsplit(url).netloc != own]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in LOUD:
            self.console.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self.console.append(f"uncaught: {error.error}")

    def _on_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in NETWORK:
            self.requests.append(request.url)
