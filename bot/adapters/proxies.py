"""Which proxy of the environment leads to an address; the platforms' libraries leave the exceptions out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from urllib.request import (  # type: ignore[attr-defined]  # typeshed leaves the last out
    getproxies,
    proxy_bypass,
    proxy_bypass_environment,
)

from bot.settings import SettingsError

_PLAIN = {"wss": "https", "ws": "http"}
_PORTS = {"https": 443, "http": 80}


def proxy_for(address: str) -> str | None:
    """The proxy that `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY` names for an address; None where there is none, or
    `NO_PROXY` excepts its host, with or without its port. Raises SettingsError for a SOCKS proxy."""
    parts = urlsplit(address)
    proxies, scheme = getproxies(), _PLAIN.get(parts.scheme, parts.scheme)
    proxy = proxies.get(scheme) or proxies.get("all")
    host = f"{parts.hostname}:{parts.port or _PORTS.get(scheme, 443)}"
    excepted = {**proxies, "no": re.sub(r"\*(?=\.)|[\[\]]", "", proxies.get("no", ""))}
    if not proxy or proxy_bypass_environment(host, excepted) or proxy_bypass(host):
        return None
    proxy = proxy.strip() if "://" in proxy else f"http://{proxy.strip()}"
    if urlsplit(proxy).scheme.startswith("socks"):
        raise SettingsError(
            f"The way to {parts.hostname} leads through a SOCKS proxy, which Slack’s and Discord’s libraries do not "
            f"speak. Set HTTPS_PROXY to one that starts with http://, or name the host in NO_PROXY."
        )
    return proxy
