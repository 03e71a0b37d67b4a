"""Nothing that is logged can hold a secret of the settings."""

from __future__ import annotations

import io
import json
import logging

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.telemetry.logs import configure, secrets_of

PLANTED = "xoxb-1234-planted-token"
SETTINGS = Settings(slack_bot_token=SecretStr(PLANTED), discord_token=SecretStr("planted.discord.token"))


@pytest.fixture
def lines():
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure(SETTINGS, logging.DEBUG)
    sink = io.StringIO()
    root.handlers[0].setStream(sink)  # type: ignore[attr-defined]
    yield sink.getvalue
    root.handlers[:] = before
    root.setLevel(level)


def test_a_line_is_one_json_object(lines) -> None:
    logging.getLogger("bellwether.test").info("hello %s", "you", extra={"ticket": "abc"})
    (line,) = lines().splitlines()
    assert json.loads(line)["event"] == "hello you"
    assert json.loads(line)["ticket"] == "abc"


def test_secrets_are_blotted_out_wherever_they_come_from(lines) -> None:
    log = logging.getLogger("somebody.else")
    log.info("token=%s", PLANTED)
    log.info("field", extra={"header": f"Bearer {PLANTED}"})
    try:
        raise RuntimeError(f"cannot connect with {PLANTED}")
    except RuntimeError:
        log.exception("failed with planted.discord.token")
    assert "RuntimeError" in lines()
    assert "planted" not in lines()


def test_settings_never_show_their_secrets() -> None:
    assert "planted" not in repr(SETTINGS) + str(SETTINGS)
    assert PLANTED in secrets_of(SETTINGS)


def test_keys_of_sources_are_secrets_too():
    settings = Settings(source_keys={"keyed": SecretStr("planted-source-key")})
    assert "planted-source-key" not in repr(settings)
    assert "planted-source-key" in secrets_of(settings)
