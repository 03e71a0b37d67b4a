"""A small HTTPS server on loopback that can also misbehave: hang, trickle, reset."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    cookies: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. `body`: bytes, text, or anything JSON can hold."""

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


Misbehaviour = Callable[["Handler"], None]
Answering = Callable[[Asked], "Answer | Misbehaviour"]


class Handler(BaseHTTPRequestHandler):
    """Reads a request, asks `server.answering`, and writes the answer in one piece."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = Asked(
            method=self.command,
            host=(self.headers["Host"] or "").partition(":")[0],
            path=address.path,
            query=dict(parse_qsl(address.query)),
            cookies=self.headers.get("Cookie", ""),
            body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
        )
        answer = self.server.answering(asked)
        if isinstance(answer, Answer):
            self.write(answer)
        else:
            self.close_connection = True
            answer(self)

    do_POST = do_GET  # noqa: N815 - the name that http.server calls

    def write(self, answer: Answer) -> None:
        content = answer.content
        kind = "text/html" if content.lstrip()[:1] == b"<" else "application/json"
        headers = {"Content-Type": kind, "Content-Length": str(len(content)), **answer.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.wfile.write(f"HTTP/1.1 {answer.status} -\r\n{head}\r\n".encode() + content)

    def log_message(self, *args: object) -> None:
        """Silence: the requests are kept, not printed."""


def reset(handler: Handler) -> None:
    """Cut the connection with a TCP reset."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())


def hang(handler: Handler) -> None:
    """Say nothing until the server stops."""
    handler.server.stopping.wait()


def trickle(handler: Handler) -> None:
    """A healthy head, then a byte at a time, for ever."""
    handler.wfile.write(
        b"HTTP/1.1 200 -\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
    )
    while not handler.server.stopping.wait(0.02):
        handler.wfile.write(b" ")


class Server(ThreadingHTTPServer):
    """Serves HTTPS on a free loopback port, each connection in its own thread."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answering, self._context = answering, context
        self.stopping = threading.Event()
        self.errors: list[BaseException] = []
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()
        if self.errors:
            raise self.errors[0]

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        # The handshake happens in the connection's thread, so that a slow client blocks nobody.
        secure = self._context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self._open.add(secure)
        return secure, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        with contextlib.suppress(OSError):
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what the tests are about; anything else is our own fault."""
        error = sys.exception()
        if error is not None and not isinstance(error, (OSError, ValueError)):
            self.errors.append(error)
