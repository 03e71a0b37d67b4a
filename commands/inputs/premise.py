"""What a question takes for granted: that a market rose, fell, or led another. It is corrected before the answer."""

from __future__ import annotations

from dataclasses import dataclass

from commands.framework.reply import Reply
from commands.presentation.wording import opened, the
from market.analytics.performance import relative_performance
from market.errors import MarketError
from market.formatting import Unit, written
from market.period import Period, words_to
from market.services.prices import Market
from market.symbols import Symbol

UP, DOWN = "up", "down"
AHEAD, BEHIND = "ahead of", "behind"
_SMALL = 0.00005  # a change from which on it is not written as 0.00 %


@dataclass(frozen=True, slots=True)
class Premise:
    """That `symbol` went `direction` ("up" or "down").

    period: over which; None for the last session, or the one in progress.
    """

    symbol: Symbol
    direction: str
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class LeadPremise:
    """That `symbol` was ahead of `other`, or behind it (`way`: "ahead of" or "behind")."""

    symbol: Symbol
    other: Symbol
    way: str


def lead_correction(premise: LeadPremise, reply: Reply) -> str:
    """What a comparison says of a lead that is taken for granted and is none; empty where it is one, and where the
    two are measured differently: "The Russell 2000 is not behind the Nasdaq-100: +6.52 points to 2026-01-22."
    """
    measured = {fact.label: fact for fact in reply.facts}
    first, second = (measured.get(symbol.label) for symbol in (premise.symbol, premise.other))
    if first is None or second is None or first.detail != second.detail:
        return ""
    if not isinstance(first.value, float) or not isinstance(second.value, float):
        return ""
    lead = first.value - second.value
    if lead > 0 if premise.way == AHEAD else lead < 0:
        return ""
    subject, other = opened(the(premise.symbol.label)), the(premise.other.label)
    until = f" to {first.as_of[:10]}" if first.as_of else ""  # "this week" may have no bar yet
    return f"{subject} is not {premise.way} {other}: {written(lead, Unit.LEAD)}{until}."


def correction(premise: Premise, market: Market) -> str:
    """What the data say of a premise that is false: "Small caps are not up today: −0.50%."; empty where it
    holds, or no price tells.

    A fund is judged with its dividends, as everywhere; a level by its points.
    """
    try:
        moved, when = _moved(premise, market)
    except MarketError:  # the answer itself says what is missing
        return ""
    wrong = moved is not None and (moved < _SMALL if premise.direction == UP else moved > -_SMALL)
    if not wrong:
        return ""
    name = opened(the(premise.symbol.label))
    return f"{name} is not {premise.direction} {when}: {written(moved, Unit.CHANGE)}."


def _moved(premise: Premise, market: Market) -> tuple[float | None, str]:
    """The change as a fraction, and the words for its time."""
    if premise.period is None:
        now = market.quote(premise.symbol)
        return now.change, "so far today" if now.in_progress else f"on {now.session}"
    bars = market.bars(premise.symbol)
    total = bars.closes if bars.symbol.is_level else bars.total
    result = relative_performance(total.to_frame(), premise.period)
    return float(result.returns.iloc[0]), words_to(
        premise.period, result.base, result.end, market.state().last_completed
    )
