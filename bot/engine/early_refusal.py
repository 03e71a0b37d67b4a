"""What is wrong with a question before any data are asked for, for faces that must say beforehand who sees the
answer."""

from __future__ import annotations

import asyncio
import dataclasses

from bot.engine.engine import Engine, apology
from bot.engine.request import Request
from commands.framework.command import UsageError
from commands.framework.reply import Reply
from market.errors import MarketError

SECONDS = 1.0  # for reading plain words; platforms wait three for a first sign


async def early_refusal(engine: Engine, request: Request) -> Reply | Request:
    """Why the words or options make no question, or why nobody is answered now; else the request, with what it was
    read as, so that it is read once. Counts as a question only when there is something wrong. Plain words are read
    beside the loop; what takes too long, and what nobody else would see, is left to the answer."""
    if request.command:
        return _checked(engine, request)
    if request.private:
        return request
    try:
        return await asyncio.wait_for(asyncio.to_thread(_checked, engine, request), SECONDS)
    except TimeoutError:
        return request


def _checked(engine: Engine, request: Request) -> Reply | Request:
    said: Reply | None = None
    try:
        understood = engine.understood(request)
        if isinstance(understood, Request):
            if understood is not request:
                request = dataclasses.replace(request, read_as=understood)
            engine.router.read(understood)
            return request
        said = understood
    except (UsageError, MarketError):
        pass  # said by the answer, with what would work
    refusal = engine.refusal(request.asker)
    return apology(refusal) if refusal else said or engine.answer(request)
