"""A message as Slack gets it, as JSON: for the web console's preview, and for tests."""

from __future__ import annotations

from typing import Any

from bot.adapters.slack.message import Image, to_message
from charts.theme import Mode
from commands.framework.reply import Reply


def slack_preview(reply: Reply, picture_url: str = "", mode: Mode = Mode.DARK) -> dict[str, Any]:
    """The payload that Slack would get for `reply`, with the picture of `mode` at `picture_url`."""
    if reply.chart is None or not picture_url:
        return to_message(reply, mode=mode, newer=True)
    return to_message(reply, Image(reply.chart.caption.alt, url=picture_url), mode=mode, newer=True)
