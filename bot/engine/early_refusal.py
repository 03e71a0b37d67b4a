"""What is wrong with a question before any data are asked for, for faces that must say beforehand who sees the
answer."""

from __future__ import annotations

import asyncio

from bot.engine.engine import Engine, apology
from bot.engine.request import Request
from commands.framework.command import UsageError
from commands.framework.reply import Reply
from market.errors import MarketError

SECONDS = 1.0  # for reading plain words; platforms wait three for a first sign


async def early_refusal(engine: Engine, request: Request) -> Reply | None:
    """Why the words or options make no question, or why nobody is answered now; None where they make one. Counts as
    a question only when there is something wrong. Plain words are read beside the loop; what takes too long, and
    what nobody else would see, is left to the answer."""
    if request.command:
        return _refused(engine, request)
    if request.private:
        return None
    try:
        return await asyncio.wait_for(asyncio.to_thread(_refused, engine, request), SECONDS)
    except TimeoutError:
        return None


def _refused(engine: Engine, request: Request) -> Reply | None:
    try:
        understood = engine.understood(request)
        if isinstance(understood, Request):
            engine.router.read(understood)
            return None
    except (UsageError, MarketError):
        pass  # said by the answer, with what would work
    refusal = engine.refusal(request.asker)
    return apology(refusal) if refusal else engine.answer(request)
