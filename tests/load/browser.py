"""A browser as the server sees it: six connections, kept alive, and a cache. It draws nothing."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field

import brotli

LONGEST = 60.0  # seconds until an answer is given up
CONNECTIONS = 6  # to one host, as browsers have them
LARGEST_LINE = 2**20


class Failed(Exception):
    """A request that got no whole answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` as it travelled; ``content`` is what it holds."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def content(self) -> bytes:
        encoding = self.headers.get("content-encoding", "")
        return {"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding, bytes)(self.body)


class Browser:
    """Asks ``host``:``port``. What an answer lets it keep it asks for once, or again with its mark (304)."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._kept: dict[str, str] = {}  # the mark of each address that may be kept for long

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()

    async def get(self, path: str, **headers: str) -> Answer:
        return await self._ask("GET", path, b"", headers)

    async def post(self, path: str, body: bytes) -> Answer:
        return await self._ask("POST", path, body, {"Content-Type": "application/json"})

    async def file(self, path: str, is_visited_again: bool = False) -> Answer | None:
        """A file of a page; None where it is in the cache, and no reload asks whether it still holds."""
        mark = self._kept.get(path)
        if mark is not None and not is_visited_again:
            return None
        answer = await self.get(path, **({"If-None-Match": mark} if mark else {}))
        if "max-age" in answer.headers.get("cache-control", ""):
            self._kept[path] = answer.headers.get("etag", "")
        return answer

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        async with self._free:
            try:
                return await asyncio.wait_for(self._exchange(method, path, body, headers), LONGEST)
            except (OSError, asyncio.IncompleteReadError, ValueError, IndexError, TimeoutError) as error:
                raise Failed(f"{method} {path.partition('?')[0]}: {type(error).__name__} {error}".strip()) from error

    async def _exchange(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        request = self._head(method, path, body, headers) + body
        while self._idle:
            reader, writer = self._idle.pop()
            try:  # the server may have closed it meanwhile: then a new one, as browsers do
                return await self._send(reader, writer, request)
            except (ConnectionError, asyncio.IncompleteReadError):
                writer.close()
        reader, writer = await asyncio.open_connection(self._host, self._port, limit=LARGEST_LINE)
        return await self._send(reader, writer, request)

    def _head(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        lines = {"Host": f"{self._host}:{self._port}", "Accept-Encoding": "gzip, deflate, br", **headers}
        if body:
            lines["Content-Length"] = str(len(body))
        told = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()), "", ""]
        return "\r\n".join(told).encode()

    async def _send(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> Answer:
        is_whole = False
        try:
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
            answer = Answer(int(head[0].split()[1]), headers, await _body(reader, int(head[0].split()[1]), headers))
            is_whole = headers.get("connection", "").lower() != "close"
            return answer
        finally:
            if is_whole:
                self._idle.append((reader, writer))
            else:
                writer.close()


async def _body(reader: asyncio.StreamReader, status: int, headers: Mapping[str, str]) -> bytes:
    if status in (204, 304):
        return b""
    if headers.get("transfer-encoding") != "chunked":
        return (
            await reader.readexactly(int(headers["content-length"]))
            if "content-length" in headers
            else (await reader.read())
        )
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)
