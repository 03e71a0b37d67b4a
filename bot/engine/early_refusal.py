"""What is wrong with a question before any data are asked for, for faces that must say beforehand who sees the
answer."""

from __future__ import annotations

from bot.engine.engine import Engine, apology
from bot.engine.request import Request
from commands.framework.command import UsageError
from commands.framework.reply import Reply
from market.errors import MarketError


def early_refusal(engine: Engine, request: Request) -> Reply | None:
    """Why the options do not fit the command, or why nobody is answered now; None where they fit. Counts as a
    question only when there is something wrong."""
    if not request.command:
        return None
    try:
        engine.router.read(request)
    except (UsageError, MarketError):
        refusal = engine.refusal(request.asker)
        return apology(refusal) if refusal else engine.answer(request)
    return None
