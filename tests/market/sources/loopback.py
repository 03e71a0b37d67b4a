"""A small web server on loopback that answers well or badly, as a test tells it."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from urllib.parse import parse_qs, urlsplit


class Loopback:
    """`answer` gets path and query and gives status and text. `fault`: "" (none), "hang",
    "trickle", "reset". `asked` lists path and query of every request."""

    def __init__(self) -> None:
        self.answer: Callable[[str, dict[str, str]], tuple[int, str]] = lambda path, query: (404, "")
        self.fault = ""
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {key: values[0] for key, values in parse_qs(parts.query).items()}
                loopback.asked.append((parts.path, query))
                if loopback.fault == "hang":
                    loopback._closing.wait()
                    return
                if loopback.fault == "reset":
                    self.connection.close()
                    return
                status, text = loopback.answer(parts.path, query)
                body = text.encode()
                self.send_response(status)
                for name, value in loopback.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if loopback.fault == "trickle":
                    for byte in body:
                        if loopback._closing.wait(0.05):
                            return
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                    return
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

            def handle(self) -> None:
                try:
                    super().handle()
                except (ConnectionError, ValueError):
                    """The client has gone, as a test wanted it to."""

        return Handler
