"""What a button below an answer gives: that answer again, not what its command would answer now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.engine.engine import Engine, apology, unrepeatable
from bot.engine.request import Request
from bot.engine.shown_answers import KEPT, ShownAnswer, published
from charts.spec import RenderedChart
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.command import UsageError
from commands.framework.reply import Action, Reply
from commands.presentation.evidence_reply import evidence_of
from market.errors import MarketError

if TYPE_CHECKING:
    from bot.engine.router import Call

NOT_YOURS = "This answer is private. Ask for your own with the same command."
UNSHARED = "That is meant for you alone, so I do not share it."

Find = Callable[[str], Awaitable[ShownAnswer | None]]


class PressKind(StrEnum):
    COLOURS = "colours"
    EVIDENCE = "evidence"
    SHARE = "share"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class AnswerPress:
    """A pressed button that refers to an answer.

    id: the answer's.
    mode: the colours wanted.
    command: what was asked, for an offer to ask again; empty when the button had no room for it.
    """

    kind: PressKind
    id: str
    mode: Mode
    command: str


async def pressed(engine: Engine, find: Find | None, press: AnswerPress, asker: Asker) -> ShownAnswer | Reply:
    """The answer in the colours wanted, or as it is to be published; or a new reply: its evidence, or why
    there is nothing to show. Asks no command."""
    if refusal := engine.refusal(asker):
        return apology(refusal)
    answer = await find(press.id) if find else None
    if answer is None:
        return gone(engine, press.command)
    if not answer.is_for(asker):
        return apology(NOT_YOURS)
    match press.kind:
        case PressKind.EVIDENCE:
            return evidence_of(_without_drawn(answer.reply))
        case PressKind.SHARE if not answer.reply.shareable:
            return apology(UNSHARED)
        case PressKind.SHARE:
            return _coloured(published(answer), press.mode)
        case PressKind.WHOLE:  # its picture stands above
            return replace(answer, reply=replace(answer.reply, chart=None), picture=None)
        case PressKind.COLOURS if isinstance(answer.reply.chart, RenderedChart):
            return gone(engine, press.command)  # another release wrote the chart
    return _coloured(answer, press.mode)


def _coloured(answer: ShownAnswer, mode: Mode) -> ShownAnswer:
    """The answer in these colours, its picture still to be drawn where it was shown in others. One whose
    chart is not known here keeps its own."""
    if answer.mode is mode or isinstance(answer.reply.chart, RenderedChart):
        return answer
    return replace(answer, mode=mode, picture=None)


def gone(engine: Engine, command: str) -> Reply:
    """Says that the answer is not kept any more, and offers to ask again what only asks."""
    sorry = f"I keep an answer for {KEPT.days} days, and this one is not there any more."
    call = _call(engine, command)
    if call is None:
        return apology(f"{sorry} Ask your question again.")
    if call.changes:
        return unrepeatable(call.command)
    again = (Action("Ask again", command),)
    return replace(apology(f"{sorry} Ask again for the figures of now."), actions=again)


def share_again(reply: Reply) -> Reply:
    """`reply`, which an older release's button asked for to share it; or why it is not shared."""
    return reply if reply.error or reply.shareable else apology(UNSHARED)


def _call(engine: Engine, command: str) -> Call | None:
    try:
        return engine.router.read(Request(text=command))
    except (UsageError, MarketError):
        return None


def _without_drawn(reply: Reply) -> Reply:
    """Without a chart whose numbers are not known here: it has no series to hand out."""
    return replace(reply, chart=None) if isinstance(reply.chart, RenderedChart) else reply
