"""Which proxy of the environment leads to an address."""

from __future__ import annotations

import pytest

from bot.adapters.proxies import proxy_for
from bot.settings import SettingsError

REST, GATEWAY = "https://discord.com/api/v10", "wss://gateway.discord.gg/?v=10"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.casefold(), raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("variables", "rest", "gateway"),
    [
        ({}, None, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128", "http://proxy:3128"),
        ({"https_proxy": "proxy:3128"}, "http://proxy:3128", "http://proxy:3128"),
        ({"ALL_PROXY": "http://proxy:3128"}, "http://proxy:3128", "http://proxy:3128"),
        ({"HTTP_PROXY": "http://proxy:3128"}, None, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "discord.com"}, None, "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "a.org, .discord.gg"}, "http://proxy:3128", None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "*"}, None, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "discord.com:443"}, None, "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "*.discord.gg, x:8443"}, "http://proxy:3128", None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "discord.com:8443"}, *["http://proxy:3128"] * 2),
        ({"HTTPS_PROXY": ""}, None, None),
    ],
)
def test_the_environment_names_the_proxy_and_its_exceptions(
    environment: pytest.MonkeyPatch, variables: dict[str, str], rest: str | None, gateway: str | None
) -> None:
    for name, value in variables.items():
        environment.setenv(name, value)
    assert (proxy_for(REST), proxy_for(GATEWAY)) == (rest, gateway)


@pytest.mark.parametrize("excepted", ["::1", "[::1]"])
def test_an_address_of_ipv6_is_excepted_with_or_without_its_brackets(
    environment: pytest.MonkeyPatch, excepted: str
) -> None:
    environment.setenv("HTTP_PROXY", "http://proxy:3128")
    environment.setenv("NO_PROXY", excepted)
    assert proxy_for("http://[::1]:8088/api") is None
    assert proxy_for("http://[::2]:8088/api") == "http://proxy:3128"


def test_a_socks_proxy_is_refused_unless_the_host_is_excepted(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALL_PROXY", "socks5h://ana:secret@proxy:1080")
    with pytest.raises(SettingsError, match=r"discord\.com leads through a SOCKS proxy") as refused:
        proxy_for(REST)
    assert "secret" not in str(refused.value)
    environment.setenv("NO_PROXY", "discord.com")
    assert proxy_for(REST) is None
