"""A tool call as a request, and a reply as a tool's result."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mcp.types import CallToolResult, ContentBlock, ImageContent, TextContent

from bot.adapters.formatting.document import document_of
from bot.adapters.formatting.text import text_of
from bot.engine.request import Request
from charts.spec import Picture
from commands.framework.asker import Asker
from commands.framework.command import Command, UsageError
from commands.framework.parameters import Parameter
from commands.framework.parsers import Flag, NumbersAfter

if TYPE_CHECKING:
    from commands.framework.reply import Reply

ASSISTANT = Asker("mcp", person="assistant", channel="assistant", direct=True)


def to_request(command: Command, arguments: Mapping[str, Any], asker: Asker = ASSISTANT) -> Request:
    """The request that a tool call makes. Raises UsageError, which names the argument that the tool does not
    have or that is of another kind."""
    names = [parameter.name for parameter in command.parameters]
    for name in arguments:
        if name not in names:
            takes = f"It takes {', '.join(names)}." if names else "It takes nothing."
            raise UsageError(f"/{command.name} has no “{name[:40]}”. {takes}", command.offers[:1])
    given = ((p.name, _words(command, p, arguments.get(p.name))) for p in command.parameters)
    options = {name: words for name, words in given if words}
    return Request(command=command.name, options=options, asker=asker, reads_only=True)


def _words(command: Command, parameter: Parameter, value: Any) -> str:
    """The argument as it would be typed; empty where it is left out."""
    argument_type = parameter.argument_type
    if value is None or value == []:
        return ""
    if isinstance(argument_type, Flag) and isinstance(value, bool):
        return argument_type.word if value else ""
    several = value if isinstance(value, list) else [value]
    if any(isinstance(item, bool) or not isinstance(item, (str, int, float)) for item in several):
        raise UsageError(
            f"“{parameter.name}” of /{command.name} takes {parameter.description}.", command.offers[:1]
        )
    words = " ".join(map(_word, several)).strip()
    if isinstance(argument_type, NumbersAfter) and not words.startswith(argument_type.marker.word):
        return f"{argument_type.marker.word} {words}"
    return words


def _word(value: str | int | float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def to_message(reply: Reply, picture: Picture | None = None, trouble: str = "") -> CallToolResult:
    """The whole answer as text, its picture, and the document of docs/json.md.

    `trouble`: why there is no picture although the answer has one.
    """
    content: list[ContentBlock] = [TextContent(text=f"{text_of(reply)}\n\n{trouble}".strip())]
    if picture is not None:
        content.append(ImageContent(data=base64.b64encode(picture.png).decode(), mime_type="image/png"))
    document = document_of(reply)
    if trouble:
        document["notes"] = [*document["notes"], trouble]
    return CallToolResult(content=content, structured_content=document, is_error=reply.error)
