"""Who calls over HTTP: the address of a client, also behind proxies that the operator trusts."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from aiohttp import web

Network = IPv4Network | IPv6Network
_HOME = 64  # bits of an IPv6 address that one customer has all addresses of


class ClientAddresses:
    """Addresses as keys of limits.

    proxies: networks whose `X-Forwarded-For` is believed.
    """

    def __init__(self, proxies: Sequence[Network] = ()) -> None:
        self._proxies = tuple(proxies)

    def of(self, request: web.Request) -> str:
        """The client's address: the peer's, or behind trusted proxies the last that is none of theirs."""
        hops = [hop for line in request.headers.getall("X-Forwarded-For", []) for hop in line.split(",")]
        address = _address(request.remote or "")
        while address is not None and hops and self._is_proxy(address):
            further = _address(hops.pop())
            if further is None:
                break
            address = further
        return _key(address)

    def trusts(self, address: str) -> bool:
        """True for a proxy, whose connections carry many people's requests."""
        parsed = _address(address.partition("/")[0])
        return parsed is not None and self._is_proxy(parsed)

    @staticmethod
    def key(address: str) -> str:
        """One text for all addresses of one customer."""
        return _key(_address(address))

    def _is_proxy(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address, with or without a port or a zone; None for anything else."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _key(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(IPv6Network((address, _HOME), strict=False))
    return str(address or "unknown")
