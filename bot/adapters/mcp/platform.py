"""MCP's registry entry: over HTTP beside other faces, or over stdio alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.adapters.platform import Ability, Diagnosis, Health, Platform, ProcessContext
from bot.settings import OperatorError

if TYPE_CHECKING:
    from bot.settings import Settings

PORT = 8090  # where `bellwether mcp --http` listens unless told otherwise
_INSTALL = "pip install 'bellwether[mcp]'"


class ProtocolMissing(OperatorError):
    """The protocol's SDK is not installed."""


def abilities(settings: Settings) -> Ability:
    return Ability.CONNECT if settings.mcp_port is not None else Ability.NONE


async def serve(context: ProcessContext, stop: asyncio.Event) -> None:
    """Over HTTP. Raises ProtocolMissing, UnprotectedConsole or PortTaken."""
    _check_installed()
    from bot.adapters.mcp.http import application, serve_http
    from bot.adapters.mcp.server import server_over
    from charts.theme import Mode

    settings = context.settings
    token = settings.web_token.get_secret_value() if settings.web_token else None
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else None
    app = application(server_over(context.engine, Mode(settings.theme)), token, secret)
    port = PORT if settings.mcp_port is None else settings.mcp_port
    proxies = [str(network) for network in settings.web_proxies]
    await serve_http(app, settings.mcp_host, port, token, stop, proxies)


async def serve_over_stdio(context: ProcessContext, stop: asyncio.Event) -> None:
    """Serve the one assistant that started the program. Raises ProtocolMissing."""
    _check_installed()
    from bot.adapters.mcp.server import server_over
    from bot.adapters.mcp.stdio import serve_stdio
    from charts.theme import Mode

    await serve_stdio(server_over(context.engine, Mode(context.settings.theme)), stop)


async def diagnose(settings: Settings) -> Diagnosis:
    from bot.adapters.token import LOOPBACK

    if find_spec("mcp") is None:
        health = Health.OFF if settings.mcp_port is None else Health.BAD
        return Diagnosis("MCP", health, "its SDK is not installed", f"Install it: {_INSTALL}")
    if settings.mcp_port is None:
        return Diagnosis("MCP", Health.OFF, "`bellwether mcp` talks to the assistant that starts it")
    if settings.mcp_host not in LOOPBACK and not settings.web_token:
        says = f"open on {settings.mcp_host} without a token"
        return Diagnosis("MCP", Health.BAD, says, "Set BELLWETHER_WEB_TOKEN.")
    address = f"http://{settings.mcp_host}:{settings.mcp_port}/mcp"
    return Diagnosis("MCP", Health.GOOD, f"would serve on {address}")


def _check_installed() -> None:
    if find_spec("mcp") is None:
        raise ProtocolMissing(f"Assistants need the protocol's SDK. Install it: {_INSTALL}")


MCP = Platform(
    name="mcp",
    title="MCP",
    help="Tools for assistants that speak the Model Context Protocol.",
    settings=abilities,
    serve=serve,
    diagnose=diagnose,
)
MCP_OVER_STDIO = replace(MCP, serve=serve_over_stdio)
