"""The platform registry: every face of the program, one entry each."""

from __future__ import annotations

from bot.adapters.discord.platform import DISCORD
from bot.adapters.mcp.platform import MCP
from bot.adapters.platform import Platform
from bot.adapters.slack.platform import SLACK
from bot.adapters.web.platform import WEB

PLATFORMS: tuple[Platform, ...] = (SLACK, DISCORD, WEB, MCP)
POSTING_TITLES = " and ".join(platform.title for platform in PLATFORMS if platform.poster)
