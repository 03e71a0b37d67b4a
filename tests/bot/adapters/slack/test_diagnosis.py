"""The doctor's questions to Slack; Slack itself is a stand-in."""

from __future__ import annotations

from bot.adapters.slack.diagnosis import diagnose
from bot.adapters.slack.manifest import SCOPES
from bot.settings import Settings
from tests.bot.adapters.slack.standin import Slack


async def test_tokens_that_work_leave_nothing_to_mend(settings: Settings, slack: Slack) -> None:
    assert await diagnose(settings) == ()
    assert (
        await diagnose(settings.model_copy(update={"slack_bot_token": None, "slack_app_token": None})) == ()
    )


async def test_a_missing_permission_is_named_with_what_it_is_for(settings: Settings, slack: Slack) -> None:
    slack.fail("auth.test", 200, {"ok": True}, **{"x-oauth-scopes": ",".join(set(SCOPES) - {"files:read"})})
    (problem,) = await diagnose(settings)
    assert "files:read (to know when an uploaded picture is ready to be shown)" in problem
    assert "chat:write" not in problem


async def test_a_refused_token_is_named_by_its_setting(settings: Settings, slack: Slack) -> None:
    slack.tokens.clear()
    bot, app = await diagnose(settings)
    assert bot.startswith("BELLWETHER_SLACK_BOT_TOKEN: Slack does not accept this token")
    assert app.startswith("BELLWETHER_SLACK_APP_TOKEN: Slack does not accept this token")
    assert "planted" not in bot + app


async def test_no_network_is_said_once(settings: Settings) -> None:
    away = settings.model_copy(update={"slack_api_base": "http://127.0.0.1:1/api/"})
    assert await diagnose(away) == ("Slack could not be reached. Check the network.",)
