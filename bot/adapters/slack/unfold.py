"""Previews below links to answers: what Slack calls unfurling."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.formatting.fold import folded
from bot.adapters.formatting.text import legible
from bot.adapters.formatting.truncate import cut
from bot.adapters.poster import PostError
from bot.adapters.slack.blocks.text import plain
from bot.adapters.slack.call import classified
from bot.adapters.slack.message import Image, Payload, to_message
from bot.engine.shown_answers import AnswerKeeper, ShownAnswer, may_be_public

log = logging.getLogger("bellwether.slack")

_MOST = 5  # links of one message
_TITLE = 150  # characters


class LinkUnfolder:
    """Unfolds the address of an answer that is not private: its sentence, its picture under a signed address, three
    figures, its source. One of another workspace or server unfolds only where answers are public."""

    def __init__(self, keeper: AnswerKeeper, links: AnswerLinks, *, is_public: bool = False) -> None:
        self._keeper, self._links, self._is_public = keeper, links, is_public

    async def __call__(self, event: Mapping[str, Any], team: str, client: AsyncWebClient) -> None:
        """`event`: of the type link_shared, of a message or of one that is being written."""
        unfolded = {}
        for url in [link.get("url", "") for link in event.get("links", ())][:_MOST]:
            id = self._links.answer_in(url)
            answer = await self._keeper.find(id) if id else None
            if answer is not None and self._may_see(answer, team):
                unfolded[url] = preview(answer, self._links)
        if not unfolded:
            return
        try:
            await classified(client, "chat.unfurl", json={**_message(event), "unfurls": unfolded})
        except PostError as problem:  # the link stands as it is
            log.warning("a link was not unfolded: %s", problem)

    def _may_see(self, answer: ShownAnswer, team: str) -> bool:
        place = answer.place
        here = place.platform == "web" or (place.platform, place.workspace) == ("slack", team)
        return may_be_public(answer) and (here or self._is_public)


def preview(answer: ShownAnswer, links: AnswerLinks) -> Payload:
    """The blocks below the link, and the line that stands for them while the message is written. No buttons: they
    would answer in a message that is somebody else's."""
    front = folded(answer.reply).front
    image = Image(front.chart.caption.alt, url=links.preview(answer.id)) if front.chart else None
    bare = replace(front, actions=(), evidence=(), chart=None, attachments=())
    title = plain(cut(legible(answer.reply.headline), _TITLE))
    return {"blocks": to_message(bare, image, mode=answer.mode)["blocks"], "preview": {"title": title}}


def _message(event: Mapping[str, Any]) -> dict[str, Any]:
    """Which message is meant: by the id of the event, which also names one that is being written."""
    if event.get("unfurl_id") and event.get("source"):
        return {"unfurl_id": event["unfurl_id"], "source": event["source"]}
    return {"channel": event.get("channel", ""), "ts": event.get("message_ts", "")}
