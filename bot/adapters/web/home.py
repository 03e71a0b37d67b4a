"""What the page shows before anything is asked: the state of the market, the source, and three answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.adapters.formatting.text import legible, source_line
from bot.engine.request import Request
from commands.framework.asker import Asker
from market.formatting import written

if TYPE_CHECKING:
    from bot.engine.engine import Engine
    from commands.framework.reply import Reply

CARDS = (
    ("Are small caps leading?", "/smallcaps"),
    ("Is the move broad?", "/breadth"),
    ("Who leads the market?", "/rotation"),
)
_ABOUT = "/about"
_GOOD_FOR, _AGAIN = 60.0, 5.0  # seconds; those until what failed is asked again
_ASKER = Asker("web", person="the first page")


class HomePage:
    """The same for everybody; computed once a minute, however many look."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, asyncio.Lock()
        self._content: Mapping[str, Any] = {}
        self._until = 0.0

    async def content(self) -> Mapping[str, Any]:
        """`market`, `next` (open) and `source` in words, `sample`, and `cards`; one that failed says why."""
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if now >= self._until:
                lines = (_ABOUT, *(command for _question, command in CARDS))
                # One after the other: what somebody asks meanwhile comes first.
                about, *answers = [await self._asked(line) for line in lines]
                self._content = _content_of(about, answers)
                failed = any(reply.error for reply in (about, *answers))
                self._until = now + (_AGAIN if failed else _GOOD_FOR)
            return self._content

    async def _asked(self, line: str) -> Reply:
        """Not a person's question: it is the first page that everybody shares, so no rate limit counts it."""
        return await asyncio.to_thread(self._engine.answer, Request(text=line, asker=_ASKER))


def _content_of(about: Reply, answers: list[Reply]) -> Mapping[str, Any]:
    facts = {fact.label: written(fact.value, fact.unit) for fact in about.facts}
    return {
        "sample": about.sample,
        "market": facts.get("Market", ""),
        "next": facts.get("Next open", ""),
        "source": facts.get("Source", ""),
        "cards": [
            _card(question, command, reply) for (question, command), reply in zip(CARDS, answers, strict=True)
        ],
    }


def _card(question: str, command: str, reply: Reply) -> Mapping[str, Any]:
    return {
        "question": question,
        "command": command,
        "finding": legible(reply.chart.caption.title if reply.chart else reply.title or reply.headline),
        "direction": str(reply.direction),
        "error": reply.error,
        "sources": source_line(reply),
    }
