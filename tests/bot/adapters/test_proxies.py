"""Which proxy of the environment leads to an address."""

from __future__ import annotations

import pytest

from bot.adapters.proxies import proxy_for

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
        ({"HTTPS_PROXY": ""}, None, None),
    ],
)
def test_the_environment_names_the_proxy_and_its_exceptions(
    environment: pytest.MonkeyPatch, variables: dict[str, str], rest: str | None, gateway: str | None
) -> None:
    for name, value in variables.items():
        environment.setenv(name, value)
    assert (proxy_for(REST), proxy_for(GATEWAY)) == (rest, gateway)
