"""What alerts wait for that is in no symbol's bars: breadth, and the word of the rotation rule."""

from __future__ import annotations

from commands.basket import basket
from market.alerts import Tape
from market.breadth import LONG
from market.errors import MarketError
from market.market import Market
from market.members import RUSSELL_2000, MemberService
from market.rotation import FUNDS, tape


def read_tape(market: Market, members: MemberService) -> Tape:
    """As `/breadth` and `/rotation` tell it of the last completed session; what cannot be had of that
    session stays empty."""
    session, breadth, now, before = market.state().last_completed, None, "", ""
    try:
        above = members.panel(RUSSELL_2000).breadth.above(LONG).dropna()
        if len(above) and above.index[-1].date() == session:
            breadth = float(above.iloc[-1])
    except MarketError:
        pass  # members not stored yet: breadth alerts wait
    try:
        found = tape(basket(market, FUNDS, levels=False).totals)
        if found.end == session and len(found.verdicts) > 1:
            now, before = str(found.verdict), str(found.verdicts.iloc[-2])
    except MarketError:
        pass  # too few funds: rotation alerts wait
    return Tape(session, breadth, now, before)
