"""The MCP server over the engine: lists the tools and calls them, whatever the transport."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import Any

from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
)

from bot.adapters.mcp.message import ASSISTANT, to_message, to_request
from bot.adapters.mcp.slack_identity import UnknownSlackAsker, slack_asker
from bot.adapters.mcp.tools import tools_of
from bot.engine.engine import Engine, apology
from charts.spec import PictureError
from charts.theme import Mode
from commands.framework.command import UsageError

INSTRUCTIONS = (
    "Bellwether answers questions about US markets from data: levels, records, comparisons, breadth, risk, "
    "base rates, the economy, and whether a claim holds. Every figure carries its as-of time and source; a "
    "close is a completed close. Quote the headline and its as-of time; say so where `stale` or `sample` is "
    "true, or where a figure is withheld. Nothing here changes anything, and nothing is advice."
)


def server_over(engine: Engine, mode: Mode = Mode.LIGHT) -> Server[Any]:
    """`mode`: the colours of its pictures."""
    tools = tools_of(engine.commands)
    offered = {tool.name for tool in tools}

    async def list_tools(
        _context: ServerRequestContext[Any], _page: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=tools)

    async def call_tool(context: ServerRequestContext[Any], call: CallToolRequestParams) -> CallToolResult:
        command = engine.find(call.name) if call.name in offered else None
        if command is None:
            raise MCPError(INVALID_PARAMS, f"There is no tool “{call.name[:40]}”.")
        try:
            asker = slack_asker(context) or ASSISTANT
            reply = await engine.ask(to_request(command, call.arguments or {}, asker))
        except UsageError as problem:
            reply = apology(str(problem), *problem.suggestions)
        except UnknownSlackAsker as problem:
            reply = apology(str(problem))
        picture, trouble = None, ""
        if reply.chart is not None:
            try:
                picture = await engine.picture(reply.chart, mode)
            except PictureError as problem:
                trouble = str(problem)
        # A document of 2,000 rows takes milliseconds; the event loop also serves other faces.
        return await asyncio.to_thread(to_message, reply, picture, trouble)

    return Server(
        "bellwether",
        version=version("bellwether"),
        title="Bellwether",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
