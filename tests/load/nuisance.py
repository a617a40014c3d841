"""Connections that would hold a server up: they send nothing, send slowly, or read slowly."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Coroutine
from typing import Any

STEP = 1.0  # seconds between a slow one's bytes
BODY = 200_000  # bytes that a slow sender announces
READ = 512  # bytes that a slow reader takes at a time
BUFFER = 4096  # bytes that its system takes for it
BIG = "/api/v1/observations?indicator=lac_rate,cpp_rate&format=json"

Nuisance = Callable[[str, int], Coroutine[Any, Any, None]]


async def silent(host: str, port: int) -> None:
    """Opens a connection and sends nothing."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        await reader.read()
    finally:
        writer.close()


async def slow_sending(host: str, port: int) -> None:
    """Sends the head of a request at once, and its body a byte a second."""
    _, writer = await asyncio.open_connection(host, port)
    try:
        head = f"POST /blocks HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {BODY}\r\n\r\n[".encode())
        while True:
            await asyncio.sleep(STEP)
            writer.write(b" ")
            await writer.drain()
    finally:
        writer.close()


async def slow_heading(host: str, port: int) -> None:
    """Sends the head of a request a byte a second."""
    _, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(b"GET / HTTP/1.1\r\nX-Slow: ")
        while True:
            await asyncio.sleep(STEP)
            writer.write(b"x")
            await writer.drain()
    finally:
        writer.close()


async def slow_reading(host: str, port: int) -> None:
    """Asks for a large answer and takes it in half a kilobyte a second."""
    loop = asyncio.get_running_loop()
    with socket.socket() as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)  # before it connects, or it is in vain
        end.setblocking(False)
        await loop.sock_connect(end, (host, port))
        await loop.sock_sendall(end, f"GET {BIG} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        while await loop.sock_recv(end, READ):
            await asyncio.sleep(STEP)


async def staying(host: str, port: int) -> None:
    """Asks the server to close the connection after an answer, and does not close its own end."""
    await _stay(host, port, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


async def malformed(host: str, port: int) -> None:
    """Sends what is no request, and does not close its own end."""
    await _stay(host, port, b"?\r\n\r\n")


async def late(host: str, port: int) -> None:
    """Begins a request, sends a little more of it after a while and then nothing, and does not close its own end."""
    await _stay(host, port, b"GET / HT", b"TP/1.1")


async def _stay(host: str, port: int, *parts: bytes) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(1.5 * STEP)
        await reader.read()
        await asyncio.Event().wait()
    finally:
        writer.close()


async def keep_up(nuisance: Nuisance, host: str, port: int) -> None:
    """One of them at any time, opened again when the server closes it, until cancelled."""
    while True:
        with contextlib.suppress(OSError):
            await nuisance(host, port)
        await asyncio.sleep(STEP)
