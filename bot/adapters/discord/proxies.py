"""Discord through the proxies of the environment: discord.py takes one by hand only, and for all addresses."""

from __future__ import annotations

import copy

import aiohttp
import discord

from bot.adapters.proxies import proxy_for


def use_proxies(client: discord.Client) -> None:
    """Send the client's requests and its connection to the gateway through their proxies."""
    http = client.http
    http.proxy = proxy_for(discord.http.Route.BASE)

    async def connect(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        gateway = copy.copy(http)  # shares the session; only the proxy differs
        gateway.proxy = proxy_for(str(url))
        return await type(http).ws_connect(gateway, url, compress=compress)

    http.ws_connect = connect  # type: ignore[method-assign]  # it has no setting for this
