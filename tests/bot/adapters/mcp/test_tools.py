"""Commands as tools: which are offered, and the schema of their words."""

from __future__ import annotations

import jsonschema

from bot.adapters.mcp.tools import tools_of
from commands import COMMANDS
from tests.bot.adapters.mcp.conftest import draw, pair, stored

CHANGING = {"digest", "alert", "watchlist", "portfolio", "privacy"}


def test_every_command_that_only_asks_is_a_tool_and_nothing_else_is() -> None:
    names = {tool.name for tool in tools_of(COMMANDS)}
    assert names == {command.name for command in COMMANDS} - CHANGING
    assert [tool.name for tool in tools_of((draw, stored))] == ["draw"]


def test_the_input_schema_is_the_signature() -> None:
    drawing, pairing = (tool.input_schema for tool in tools_of((draw, pair)))
    kinds = {name: kind | {"description": ""} for name, kind in drawing["properties"].items()}
    assert kinds["symbol"] == {"type": "string", "description": ""}
    assert kinds["style"]["enum"] == ["line", "candles"]
    assert kinds["sma"]["items"] == {"type": "integer", "minimum": 2, "maximum": 400}
    assert drawing["required"] == ["symbol"]
    assert pairing["properties"]["symbols"]["minItems"] == 2
    assert pairing["properties"]["symbols"]["maxItems"] == 3
    assert pairing["properties"]["on"]["format"] == "date"
    assert pairing["properties"]["least"]["type"] == "number"
    assert pairing["properties"]["loud"]["type"] == "boolean"


def test_every_schema_is_one_and_every_word_is_described() -> None:
    for tool in tools_of(COMMANDS):
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema or False)
        assert all(kind["description"] for kind in tool.input_schema["properties"].values()), tool.name
        assert tool.annotations.read_only_hint
