"""The questions that can be asked, one module each, in help order."""

from __future__ import annotations

from commands.framework.registry import CommandRegistry

COMMANDS = CommandRegistry(
    "smallcaps",
    "why",
    "drivers",
    "compare",
    "quote",
    "chart",
    "breadth",
    "ladder",
    "sectors",
    "heatmap",
    "rotation",
    "concentration",
    "valuation",
    "macro",
    "risk",
    "history",
    "rank",
    "exposure",
    "portfolio",
    "movers",
    "news",
    "calendar",
    "digest",
    "alert",
    "watchlist",
    "privacy",
    "check",
    "evidence",
    "help",
    "about",
)
