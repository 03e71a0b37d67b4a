"""A message as Slack gets it, as JSON: for the web console's preview, and for tests."""

from __future__ import annotations

from typing import Any

from bot.adapters.slack.message import Image, to_message
from charts.theme import Mode
from commands.framework.reply import Reply


def slack_preview(
    reply: Reply, picture_url: str = "", mode: Mode = Mode.DARK, answer: str = "", whole: bool = False
) -> dict[str, Any]:
    """The payload that Slack would get for `reply`, with the picture of `mode` at `picture_url`. `answer`: the id
    under which it is kept. `whole`: as after a press on "All figures"."""
    alt = reply.chart.caption.alt if reply.chart and picture_url else None
    image = None if alt is None else Image(alt, url=picture_url)
    return to_message(reply, image, mode=mode, answer=answer, whole=whole, newer=True)
