"""Whose request it is, directly and through proxies that are trusted or not."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.adapters.web.clients import ClientAddresses

PROXIES = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("::1"))


def request(peer: str, *forwarded: str) -> web.Request:
    headers = [("X-Forwarded-For", line) for line in forwarded]
    plain = make_mocked_request("GET", "/", headers=dict(headers) if len(headers) < 2 else headers)
    return plain.clone(remote=peer)


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", (), "203.0.113.7"),
        ("203.0.113.7", ("198.51.100.9",), "203.0.113.7"),  # nobody whom we trust said so
        ("127.0.0.1", ("198.51.100.9",), "198.51.100.9"),
        ("127.0.0.1", ("192.0.2.1, 198.51.100.9",), "198.51.100.9"),  # the first is the client's own claim
        ("127.0.0.1", ("192.0.2.1", "198.51.100.9, 10.1.2.3"), "198.51.100.9"),  # two proxies of ours
        ("127.0.0.1", ("198.51.100.9:4711",), "198.51.100.9"),
        ("127.0.0.1", ('"[2001:db8::9]:4711"',), "2001:db8::/64"),
        ("127.0.0.1", ("nonsense",), "127.0.0.1"),
        ("127.0.0.1", ("",), "127.0.0.1"),
        ("::ffff:127.0.0.1", ("198.51.100.9",), "198.51.100.9"),
        ("2001:db8:0:0:1::9", (), "2001:db8::/64"),  # all of them are one customer's
        ("::1", (), "::1"),
        ("", (), "unknown"),
    ],
)
def test_the_client_is_the_last_hop_that_is_no_proxy_of_ours(
    peer: str, forwarded: tuple[str, ...], client: str
) -> None:
    assert ClientAddresses(PROXIES).of(request(peer, *forwarded)) == client


def test_without_trusted_proxies_nobody_is_believed() -> None:
    assert ClientAddresses().of(request("127.0.0.1", "198.51.100.9")) == "127.0.0.1"
    assert not ClientAddresses().trusts("127.0.0.1")
    assert ClientAddresses(PROXIES).trusts("10.255.0.1")
    assert not ClientAddresses(PROXIES).trusts("11.0.0.1")
