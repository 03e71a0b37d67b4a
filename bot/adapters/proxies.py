"""Which proxy of the environment leads to an address; the platforms' libraries leave the exceptions out."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

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
