"""What a market has done since the last close of New York's stock exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from market.bars import Bars
from market.calendars.trading_days import TradingDays
from market.formatting import moment
from market.symbols import Symbol

OLD = timedelta(hours=1)  # a print that is older, while its market trades, says nothing of now


@dataclass(frozen=True, slots=True)
class OvernightMove:
    """One market since New York's last close.

    base: its own session of that day, or the last before it; `before` its close.
    last: its newest price, of `at` (UTC); a close unless `so_far`.
    change: a fraction; of a measured level (a yield) the difference.
    """

    symbol: Symbol
    base: date
    before: float
    last: float
    at: datetime
    so_far: bool

    @property
    def change(self) -> float:
        return self.last - self.before if self.symbol.is_level else self.last / self.before - 1.0


def since_close(
    bars: Bars, last_session: date, days: TradingDays, now: datetime
) -> OvernightMove | str | None:
    """The move of `bars` since New York's session `last_session`; a reason where it is withheld; None where the
    market has not traded since."""
    closes = bars.closes.dropna()
    before = closes.loc[: str(last_session)]
    if bars.stale:
        return f"its data end on {bars.last_session} and could not be refreshed"
    due = days.sessions(last_session - timedelta(days=10), last_session)
    if before.empty or (due and before.index[-1].date() < due[-1]):
        return f"there is no close of {due[-1] if due else last_session}"
    base = before.index[-1].date()
    later = closes.loc[closes.index > before.index[-1]]
    wanted = [day for day in days.sessions(last_session, days.last_completed(now)) if day > last_session]
    if days.strict and wanted and (later.empty or later.index[-1].date() < wanted[-1]) and not bars.running:
        return f"there is no close of {wanted[-1]}"
    first = float(before.iloc[-1])
    running = bars.running
    if running is not None and running.session > last_session:
        if now - running.at > OLD:
            return f"its newest price is of {moment(running.at)}"
        return OvernightMove(bars.symbol, base, first, running.last, running.at, True)
    if later.empty:
        return None
    end = later.index[-1].date()
    return OvernightMove(bars.symbol, base, first, float(later.iloc[-1]), days.close(end), False)
