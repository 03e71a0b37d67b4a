"""The doctor's questions to Discord: discord.py's real REST client; Discord itself is a stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord as library
import pytest
from pydantic import SecretStr

from bot.adapters.discord.diagnosis import diagnose
from bot.adapters.discord.invite import PERMISSIONS
from bot.settings import Settings
from tests.bot.adapters.discord.standin import APPLICATION, TOKEN, Discord


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    monkeypatch.setattr(library.http.Route, "BASE", library.http.Route.BASE)  # put back afterwards
    running = Discord()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def settings(discord: Discord) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic's own switch
        discord_token=SecretStr(TOKEN),
        discord_api_base=discord.api,
    )


async def test_a_token_that_works_in_a_server_that_allows_all_leaves_nothing_to_mend(
    settings: Settings,
) -> None:
    assert await diagnose(settings) == ()


async def test_a_refused_token_is_named_by_its_setting_and_not_shown(settings: Settings) -> None:
    (problem,) = await diagnose(settings.model_copy(update={"discord_token": SecretStr("planted-wrong")}))
    assert problem.startswith("Discord refused the bot token.")
    assert "BELLWETHER_DISCORD_TOKEN" in problem
    assert "planted" not in problem


async def test_a_missing_permission_is_named_with_its_server_and_the_link(
    settings: Settings, discord: Discord
) -> None:
    without = library.Permissions(PERMISSIONS.value)
    without.attach_files = False
    discord.permissions = str(without.value)
    (problem,) = await diagnose(settings)
    assert "“Club”" in problem
    assert "lacks: attach files. " in problem
    assert f"client_id={APPLICATION}" in problem


async def test_a_bot_in_no_server_gets_its_link(settings: Settings, discord: Discord) -> None:
    discord.guilds.clear()
    (problem,) = await diagnose(settings)
    assert problem.startswith("It is in no server yet: open https://discord.com/oauth2/authorize")


async def test_another_applications_id_is_told(settings: Settings) -> None:
    (problem,) = await diagnose(settings.model_copy(update={"discord_application_id": "999"}))
    assert problem == f"BELLWETHER_DISCORD_APPLICATION_ID is 999, but the token belongs to {APPLICATION}."


async def test_no_network_is_said(settings: Settings) -> None:
    away = settings.model_copy(update={"discord_api_base": "http://127.0.0.1:1/api/v10"})
    assert await diagnose(away) == ("Discord could not be reached. Check the network.",)
