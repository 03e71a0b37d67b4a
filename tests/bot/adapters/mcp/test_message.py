"""A call's arguments as words, and an answer as a result."""

from __future__ import annotations

import base64
from typing import Any

import jsonschema
import pytest

from bot.adapters.formatting.document import DOCUMENT_SCHEMA
from bot.adapters.mcp.message import to_message, to_request
from charts.spec import Picture
from commands.framework.command import UsageError
from commands.framework.reply import Reply
from tests.bot.adapters.mcp.conftest import draw, pair
from tests.bot.pictures import BUSY, PIXEL


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ({"symbol": "rut"}, {"symbol": "rut"}),
        ({"symbol": "S&P 500", "period": "3y", "style": "candles"}, None),
        ({"symbol": "rut", "sma": [50, 200]}, {"symbol": "rut", "sma": "sma 50 200"}),
        ({"symbol": "rut", "sma": "sma 50"}, {"symbol": "rut", "sma": "sma 50"}),
        ({"symbol": "rut", "sma": [], "period": None}, {"symbol": "rut"}),
    ],
)
def test_arguments_become_the_words_of_their_options(
    arguments: dict[str, Any], options: dict[str, str] | None
) -> None:
    request = to_request(draw, arguments)
    assert request.command == "draw"
    assert request.options == (arguments if options is None else options)
    assert request.reads_only


def test_numbers_keep_their_sign_and_switches_their_word() -> None:
    options = to_request(pair, {"symbols": ["rut", "ndx"], "least": -2.50, "loud": True}).options
    assert options == {"symbols": "rut ndx", "least": "-2.5", "loud": "loud"}
    assert "loud" not in to_request(pair, {"symbols": ["rut", "ndx"], "loud": False}).options


@pytest.mark.parametrize("value", [{"a": 1}, [["rut"]], True, [None]])
def test_an_argument_of_another_kind_is_refused_by_name(value: object) -> None:
    with pytest.raises(UsageError, match="“symbol” of /draw takes a market"):
        to_request(draw, {"symbol": value})


def test_an_argument_that_the_tool_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="/draw has no “ticker”"):
        to_request(draw, {"ticker": "rut"})


def test_a_result_is_the_text_the_picture_and_the_document() -> None:
    reply = draw.run(type("S", (), {"word": "rut"}))
    result = to_message(reply, Picture(PIXEL, "alt", 1, 1))
    text, image = result.content
    assert "Close: 2,718.77" in text.text
    assert base64.b64decode(image.data) == PIXEL
    document = result.structured_content
    jsonschema.validate(document, DOCUMENT_SCHEMA)
    assert document["stale"] is True
    assert document["as_of"].startswith("2026-01-22")
    assert document["evidence"][0]["formula"] == "the last close"
    assert document["figures"][0]["key"] == "rut.close"


def test_a_picture_that_failed_says_why_in_words_and_in_the_document() -> None:
    result = to_message(draw.run(type("S", (), {"word": "rut"})), None, BUSY)
    assert [part.type for part in result.content] == ["text"]
    assert BUSY in result.content[0].text
    assert result.structured_content["notes"][-1] == BUSY


def test_an_apology_is_an_error_with_the_same_shape() -> None:
    result = to_message(Reply("No.", error=True))
    assert result.is_error
    jsonschema.validate(result.structured_content, DOCUMENT_SCHEMA)
