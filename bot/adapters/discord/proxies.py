"""Discord through the proxies of the environment: discord.py takes one by hand only, and for all addresses."""

from __future__ import annotations

import copy
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import discord

_PLAIN = {"wss": "https", "ws": "http"}


def proxy_for(address: str) -> str | None:
    """The proxy that `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY` names for an address; None where there is none, or
    `NO_PROXY` excepts its host."""
    parts = urlsplit(address)
    proxies, scheme = getproxies(), _PLAIN.get(parts.scheme, parts.scheme)
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def use_proxies(client: discord.Client) -> None:
    """Send the client's requests and its connection to the gateway through their proxies."""
    http = client.http
    http.proxy = proxy_for(discord.http.Route.BASE)

    async def connect(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        gateway = copy.copy(http)  # shares the session; only the proxy differs
        gateway.proxy = proxy_for(str(url))
        return await type(http).ws_connect(gateway, url, compress=compress)

    http.ws_connect = connect  # type: ignore[method-assign]  # it has no setting for this
