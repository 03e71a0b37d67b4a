"""Commands as MCP tools: the input schema is the command's signature, the output schema docs/json.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mcp.types import Tool, ToolAnnotations

from bot.adapters.formatting.document import DOCUMENT_SCHEMA
from commands.framework.command import Command
from commands.framework.parameters import Parameter
from commands.framework.parsers import Day, Flag, ManySymbols, Number, NumbersAfter, OneOf


def tools_of(commands: Iterable[Command]) -> list[Tool]:
    """A tool for every command that only asks."""
    return [_tool(command) for command in commands if command.only_asks]


def _tool(command: Command) -> Tool:
    lesson = f"{command.summary}\n\n{command.lesson}\n\nIn chat: {', '.join(command.offers)}"
    return Tool(
        name=command.name,
        description=lesson,
        input_schema={
            "type": "object",
            "properties": {p.name: _property(p) for p in command.parameters},
            "required": [p.name for p in command.parameters if p.required],
            "additionalProperties": False,
        },
        output_schema=dict(DOCUMENT_SCHEMA),
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True
        ),
    )


def _property(parameter: Parameter) -> dict[str, Any]:
    match parameter.argument_type:
        case OneOf(words=words):
            kind: dict[str, Any] = {"type": "string", "enum": list(words)}
        case Flag():
            kind = {"type": "boolean"}
        case Number(whole=whole):
            kind = {"type": "integer" if whole else "number"}
        case Day():
            kind = {"type": "string", "format": "date"}
        case NumbersAfter(marker=marker):
            number = {"type": "integer", "minimum": marker.least, "maximum": marker.most}
            kind = {"type": "array", "items": number, "maxItems": marker.count}
        case ManySymbols(least=least, most=most):
            kind = {"type": "array", "items": {"type": "string"}, "minItems": least, "maxItems": most}
        case _:
            kind = {"type": "string"}
    return kind | {"description": parameter.description}
