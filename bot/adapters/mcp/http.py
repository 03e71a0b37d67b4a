"""Streamable HTTP on a port of its own, behind the console's token."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Sequence
from typing import Any

import uvicorn
from mcp.server import Server
from slack_sdk.signature import Clock
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.adapters.listening import port_taken
from bot.adapters.mcp.slack_identity import SlackSignatureMiddleware
from bot.adapters.token import TokenCheck, TokenGuard, check_protection

PATH = "/mcp"
LARGEST = 256 * 1024  # bytes of a call: 40,000 characters to check, in any script
DRAIN_SECONDS = 10
CONNECTIONS = 256  # at a time; further ones are answered 503


class TokenMiddleware:
    """ASGI middleware: calls without the token are refused, with 429 where wrong ones came too often."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._guard = app, TokenGuard(token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else "unknown"
        match self._guard.check_header(Headers(scope=scope).get("authorization", ""), address):
            case TokenCheck.RIGHT:
                await self._app(scope, receive, send)
            case TokenCheck.REFUSED:
                slower = "Too many wrong tokens came from your address. Try again in a minute.\n"
                await PlainTextResponse(slower, 429, {"Retry-After": "60"})(scope, receive, send)
            case _:
                wanted = {"WWW-Authenticate": "Bearer"}
                sentence = "Send the token: Authorization: Bearer …\n"
                await PlainTextResponse(sentence, 401, wanted)(scope, receive, send)


class EmbeddedServer(uvicorn.Server):
    """Leaves signals to the program, which stops all faces together."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def application(
    server: Server[Any], token: str | None, slack_secret: str | None = None, clock: Clock | None = None
) -> ASGIApp:
    """Without a token only this machine's own names are answered, so that no page elsewhere can rebind to it.

    `slack_secret`: with a token, what Slack signed with it needs none. `clock`: by which signatures grow old.
    """
    # Each call stands alone: no session to lose, on any worker.
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=LARGEST,
        host="" if token else "127.0.0.1",
    )
    if not token:
        return app
    others = TokenMiddleware(app, token)
    return SlackSignatureMiddleware(app, others, slack_secret, LARGEST, clock) if slack_secret else others


async def serve_http(
    app: ASGIApp,
    host: str,
    port: int,
    token: str | None,
    stop: asyncio.Event,
    proxies: Sequence[str] = (),
) -> None:
    """Serve until `stop`; running calls get a few seconds to finish. `proxies`: addresses and networks whose
    `X-Forwarded-For` is believed.

    Raises UnprotectedConsole or PortTaken before anything is served.
    """
    check_protection(host, token, "tools")
    try:
        listening = await asyncio.to_thread(_listen, host, port)
    except OSError as problem:
        raise port_taken(host, port, problem, "BELLWETHER_MCP_PORT") from None
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        limit_concurrency=CONNECTIONS,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=[*proxies],
    )
    serving = EmbeddedServer(config)

    async def stopping() -> None:
        await stop.wait()
        serving.should_exit = True

    waiting = asyncio.create_task(stopping())
    try:
        await serving.serve(sockets=[listening])
    finally:
        waiting.cancel()
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    both = family is socket.AF_INET6 and socket.has_dualstack_ipv6()
    made = socket.create_server((host, port), family=family, backlog=128, dualstack_ipv6=both)
    made.setblocking(False)
    return made
