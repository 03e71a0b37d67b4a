"""Planted tokens appear nowhere: not in logs at their loudest, not in errors, not in repr."""

from __future__ import annotations

import json
import logging

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.adapters.poster import Post, PostError
from bot.adapters.slack.client import SecretFilter, quiet_logger
from bot.adapters.slack.poster import SlackPoster
from bot.adapters.slack.wiring import SlackAdapter
from bot.engine.engine import Engine
from bot.settings import Settings
from commands.framework.reply import Reply
from tests.bot.adapters.slack.conftest import SECRET, mention, no_pause, settled, signed
from tests.bot.adapters.slack.standin import APP, BOT, Slack

PLANTED = (BOT, APP, SECRET, "planted")


async def test_nothing_that_runs_or_fails_prints_a_token(
    engine: Engine, settings: Settings, slack: Slack, caplog: pytest.LogCaptureFixture, capfd
) -> None:
    caplog.set_level(logging.DEBUG)
    face = SlackAdapter(engine, settings, pause=no_pause)
    poster = SlackPoster(BOT, base_url=slack.base_url, pause=no_pause)
    await face.introduce()
    for failure in ((500, "<html>"), (200, {"ok": False, "error": "invalid_auth"})):
        slack.fail("chat.postMessage", *failure)
        body = json.dumps(mention("<@UBOT> compare rut ndx"))
        await face.app.async_dispatch(AsyncBoltRequest(body=body, headers=signed(body)))
        await settled(face)
        slack.fail("chat.postMessage", *failure)
        with pytest.raises(PostError) as told:
            await poster.post(Post("C1", Reply("Digest."), "k"))
        assert not any(secret in str(told.value) for secret in PLANTED)
    await face.close()
    printed = map(repr, (settings, face, face.workspaces, poster, face.app))
    shown = "".join((caplog.text, *capfd.readouterr(), *printed))
    assert not any(secret in shown for secret in PLANTED)


def test_a_token_in_a_librarys_message_or_traceback_is_taken_out(caplog: pytest.LogCaptureFixture) -> None:
    logger = quiet_logger()
    try:
        raise ValueError(f"cannot use {BOT}")
    except ValueError:
        logger.exception("refused %s and %s", BOT, APP)
    logger.debug("a body with %s", BOT)
    assert "planted" not in caplog.text
    assert caplog.text.count("(token)") == 3
    assert any(isinstance(one, SecretFilter) for one in logger.filters)
