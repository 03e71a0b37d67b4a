"""What the settings allow, and what `bellwether doctor` says of it."""

from __future__ import annotations

from typing import Any

import pytest

import bot.adapters.mcp.platform as platform
from bot.adapters.platform import Ability, Health
from bot.settings import Settings


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]  # pydantic's own switch


def test_it_is_served_beside_the_others_only_where_a_port_is_set() -> None:
    assert platform.abilities(settings()) is Ability.NONE
    assert platform.abilities(settings(mcp_port=8090)) is Ability.CONNECT


@pytest.mark.parametrize(
    ("given", "health", "says"),
    [
        ({}, Health.OFF, "talks to the assistant that starts it"),
        ({"mcp_port": 8090}, Health.GOOD, "http://127.0.0.1:8090/mcp"),
        ({"mcp_port": 8090, "mcp_host": "0.0.0.0"}, Health.BAD, "without a token"),
        ({"mcp_port": 8090, "mcp_host": "0.0.0.0", "web_token": "t" * 16}, Health.GOOD, "0.0.0.0:8090"),
    ],
)
async def test_the_doctor_says_where_it_would_serve(given: Any, health: Health, says: str) -> None:
    diagnosis = await platform.diagnose(settings(**given))
    assert diagnosis.health is health
    assert says in diagnosis.says


@pytest.mark.parametrize(("given", "health"), [({}, Health.OFF), ({"mcp_port": 8090}, Health.BAD)])
async def test_without_the_sdk_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, given: Any, health: Health
) -> None:
    monkeypatch.setattr(platform, "find_spec", lambda _name: None)
    diagnosis = await platform.diagnose(settings(**given))
    assert diagnosis.health is health
    assert "bellwether[mcp]" in diagnosis.mend
    for serve in (platform.serve, platform.serve_over_stdio):
        with pytest.raises(platform.ProtocolMissing, match="Install it"):
            await serve(None, None)  # type: ignore[arg-type]  # refused before it looks
