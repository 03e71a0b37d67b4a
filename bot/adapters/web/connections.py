"""Limits of the web port's connections: how long a request may take to arrive, and how many there may be.

aiohttp waits for ever for the rest of a request; a thousand half-sent ones would use up the program's files.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from bot.adapters.web.clients import ClientAddresses
from bot.telemetry.counted_warning import CountedWarning
from bot.telemetry.metrics import WEB_CLOSED, WEB_CONNECTIONS

log = logging.getLogger("bellwether.web")

IDLE = "idle"  # a connection that nobody uses any more, which is no fault
_TICK = 1.0  # seconds between two looks at the connections
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 22\r\nConnection: close\r\n\r\nToo many connections.\n"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How much of the web port callers may use.

    total: connections in all
    per_address: connections of one address, and requests of one client behind a trusted proxy
    headers: seconds from a request's first byte to the end of its headers; also until its first byte on a
        new connection
    body: seconds from the headers to the end of the body
    idle: seconds without a request, or without progress of a client that reads its answer
    """

    total: int = 512
    per_address: int = 64
    headers: float = 10.0
    body: float = 20.0
    idle: float = 60.0


class ConnectionGuard:
    """The connections of one port. A newcomer beyond a limit takes the place of the connection that has
    waited longest for its request; while all of them are being answered, it is refused."""

    def __init__(self, clients: ClientAddresses, limits: ConnectionLimits | None = None) -> None:
        self._clients, self._limits = clients, limits or ConnectionLimits()
        self._open: dict[asyncio.BaseTransport, GuardedConnection] = {}
        self._requests: Counter[str] = Counter()
        self._warning = CountedWarning(log, "web connections closed")

    def protocol(self, inner: Callable[[], asyncio.Protocol]) -> Callable[[], GuardedConnection]:
        """A protocol factory for `create_server`; `inner` makes the server's own protocols."""
        return lambda: GuardedConnection(self, inner)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Tells the guard which connection is being answered. Must be the outermost middleware."""
        client = self._clients.of(request)
        connection = self._open.get(request.transport) if request.transport is not None else None
        if self._requests[client] >= self._limits.per_address and not self._clients.trusts(client):
            self.count("too many requests")
            raise web.HTTPTooManyRequests(text="Too many requests at a time.\n", headers={"Retry-After": "5"})
        self._requests[client] += 1
        if connection is not None:
            connection.request_begins(request)
        try:
            return await handler(request)
        except (OSError, RuntimeError, web.RequestPayloadError):
            if request.content.is_eof():
                raise
            # The caller is gone, or was closed by us; aiohttp would write a trace for each.
            self.count("cut off")
            raise web.HTTPBadRequest(text="The request did not arrive whole.\n") from None
        finally:
            self._requests[client] -= 1
            if not self._requests[client]:
                del self._requests[client]
            if connection is not None:
                connection.request_ends()

    def admit(self, connection: GuardedConnection, transport: asyncio.Transport) -> bool:
        """Count a new connection; False when there is no room for it."""
        address = connection.address
        if not self._clients.trusts(address):
            own = [other for other in self._open.values() if other.address == address]
            if len(own) >= self._limits.per_address and not self._make_room(own):
                return False
        if len(self._open) >= self._limits.total and not self._make_room(list(self._open.values())):
            return False
        self._open[transport] = connection
        WEB_CONNECTIONS.set(len(self._open))
        return True

    def _make_room(self, connections: list[GuardedConnection]) -> bool:
        waiting = [connection for connection in connections if connection.waits]
        if not waiting:
            self.count("refused")
            return False
        min(waiting, key=lambda connection: connection.since).close()
        self.count("displaced")
        return True

    def leave(self, transport: asyncio.BaseTransport) -> None:
        self._open.pop(transport, None)
        WEB_CONNECTIONS.set(len(self._open))

    def count(self, reason: str) -> None:
        """A connection or request was refused or closed for `reason`."""
        WEB_CLOSED.labels(reason).inc()
        if reason != IDLE:
            self._warning.count(reason)

    async def watch(self) -> None:
        """Close what is overdue until cancelled, and log what was closed, at most one line a minute."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_TICK)
            self.sweep(loop.time())

    def sweep(self, now: float) -> None:
        """`now`: the event loop's time."""
        for connection in list(self._open.values()):
            if reason := connection.overdue(now, self._limits):
                connection.close()
                self.count(reason)
        self._warning.flush()


class GuardedConnection(asyncio.Protocol):
    """One connection: passes everything on to the server's own protocol once it is admitted.

    since: when it began to wait for a request, for the rest of one, or for the client to read
    answering: the headers of a request have arrived and its answer is not made yet
    address: the peer's
    """

    def __init__(self, guard: ConnectionGuard, inner: Callable[[], asyncio.Protocol]) -> None:
        self._guard, self._make = guard, inner
        self._inner: asyncio.Protocol | None = None
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        self.since, self.answering, self.address = self._loop.time(), False, ""
        self._begun = True  # a request is owed: its first byte is there, or the connection is new
        self._request: web.Request | None = None
        self._unread = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self.address = ClientAddresses.key(peer[0]) if isinstance(peer, tuple) else ""
        if not self._guard.admit(self, self._transport):
            self._transport.write(_BUSY)
            self._transport.close()
            return
        self._inner = self._make()
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._inner is None:
            return
        if not self._begun and not self.answering:
            self._begun, self.since = True, self._loop.time()
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._inner is not None else None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._inner is not None and self._transport is not None:
            self._guard.leave(self._transport)
            self._inner.connection_lost(exc)
        self._inner = None

    def pause_writing(self) -> None:
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        if self._inner is not None:
            self._inner.resume_writing()

    @property
    def waits(self) -> bool:
        """True while it is the caller's turn: a request, or the rest of one, has not arrived."""
        return self._request is None or not self._request.content.is_eof()

    def request_begins(self, request: web.Request) -> None:
        self.answering, self.since, self._request = True, self._loop.time(), request

    def request_ends(self) -> None:
        self.answering, self.since, self._request = False, self._loop.time(), None
        self._begun = False

    def overdue(self, now: float, limits: ConnectionLimits) -> str:
        """Why the connection has lasted long enough; empty while it has not."""
        waited = now - self.since
        if self.answering:
            return "slow body" if self.waits and waited >= limits.body else ""
        unread = self._transport.get_write_buffer_size() if self._transport is not None else 0
        if unread < self._unread:  # it reads, if slowly
            self.since, waited = now, 0.0
        self._unread = unread
        if unread:
            return "slow reader" if waited >= limits.idle else ""
        if self._begun:
            return "slow headers" if waited >= limits.headers else ""
        return IDLE if waited >= limits.idle else ""

    def close(self) -> None:
        """Close without waiting for anything more to be sent or read."""
        if self._transport is not None:
            self._guard.leave(self._transport)
            self._transport.abort()
