"""What the doctor says about each platform's settings; where it asks them, nobody answers here.

Slack's and Discord's answers are in their adapters' test_diagnosis.py.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import discord as library
import pytest
from pydantic import SecretStr

from bot.adapters.discord.platform import DISCORD
from bot.adapters.platform import Diagnosis, Health, Platform
from bot.adapters.slack.platform import SLACK
from bot.adapters.web.platform import WEB
from bot.cli.doctor import data, faces
from bot.settings import Settings
from bot.wiring.app import build_app
from market.clock import FixedClock
from market.services.data_services import Sources, data_over
from tests.market.fake_source import AFTER_CLOSE, CALENDAR, RUT, FakeSource

NOBODY = "http://127.0.0.1:1/api/"
BOT, APP, SECRET = "xoxb-planted", "xapp-planted", "planted-signing-secret"


def row(platform: Platform, **given: Any) -> Diagnosis:
    """The platform's row with these settings."""
    settings = Settings(_env_file=None, slack_api_base=NOBODY, **given)  # type: ignore[call-arg]  # pydantic's own switch
    return asyncio.run(platform.diagnose(settings))


@pytest.mark.parametrize(
    ("given", "health", "says"),
    [
        ({}, Health.OFF, "no token set"),
        ({"slack_bot_token": BOT}, Health.BAD, "BELLWETHER_SLACK_APP_TOKEN is missing"),
        ({"slack_app_token": APP}, Health.BAD, "BELLWETHER_SLACK_BOT_TOKEN is missing"),
        ({"slack_signing_secret": SECRET}, Health.BAD, "BELLWETHER_SLACK_BOT_TOKEN is missing"),
        ({"slack_bot_token": BOT, "slack_app_token": APP}, Health.BAD, "Slack could not be reached"),
        ({"slack_bot_token": BOT, "slack_signing_secret": SECRET}, Health.BAD, "Slack could not be reached"),
        (
            {"slack_client_id": "1.2", "slack_client_secret": "planted-too", "slack_signing_secret": SECRET},
            Health.GOOD,
            "HTTP, any workspace",
        ),
    ],
)
def test_slack_is_asked_where_its_tokens_are_set_and_the_missing_one_is_named(
    given, health, says: str
) -> None:
    finding = row(SLACK, **given)
    assert finding.health is health
    assert finding.says.startswith(says)
    assert finding.health is Health.GOOD or finding.mend.startswith("docs/slack.md")
    assert "planted" not in repr(finding)


def test_discord_is_asked_where_its_token_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library.http.Route, "BASE", library.http.Route.BASE)  # put back afterwards
    assert row(DISCORD) == Diagnosis("Discord", Health.OFF, "no token set", "docs/discord.md, four steps")
    finding = row(DISCORD, discord_token="planted.token", discord_api_base=NOBODY)
    assert (finding.health, finding.mend) == (Health.BAD, "docs/discord.md")
    assert finding.says == "Discord could not be reached. Check the network."


def test_a_proxy_that_nobody_speaks_is_the_faces_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library.http.Route, "BASE", library.http.Route.BASE)
    monkeypatch.setenv("HTTP_PROXY", "socks5://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    settings = Settings(_env_file=None, discord_token=SecretStr("planted.token"), discord_api_base=NOBODY)  # type: ignore[call-arg]
    (finding,) = faces(settings, [DISCORD])
    assert (finding.what, finding.health) == ("Discord", Health.BAD)
    assert "SOCKS" in finding.says


def test_a_console_that_is_open_to_others_wants_a_token() -> None:
    assert row(WEB, web_host="0.0.0.0").mend == "Set BELLWETHER_WEB_TOKEN."  # the finding itself
    assert row(WEB).health is Health.GOOD


def test_a_machine_too_busy_for_an_answer_in_chat_is_no_fault_of_the_data(tmp_path: Path) -> None:
    source = FakeSource(RUT, stores=False)
    source.fault = lambda: Event().wait(0.2)
    settings = Settings(source="sample", data_dir=tmp_path, deadline=0.1)
    services = data_over(Sources(prices=source), FixedClock(AFTER_CLOSE), CALENDAR, settings.deadline)
    found = data(replace(build_app(settings), data=services))
    assert (found.health, found.says.split(";")[0]) == (Health.GOOD, "Fake Finance answers")
