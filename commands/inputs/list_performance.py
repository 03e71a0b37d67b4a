"""What the markets of a list did: one calculation for `/watchlist`, `/movers watchlist` and the digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from commands.framework.reply import Headline
from commands.inputs.basket import Basket, basket
from commands.presentation.picture_titles import compared_title, moved_title
from commands.presentation.wording import opened, the
from market.analytics.movers import changes
from market.errors import NoData
from market.formatting import change, listed, moved_points
from market.period import ONE_DAY, Period
from market.services.prices import Market
from market.symbols import Symbol


@dataclass(frozen=True, slots=True, eq=False)
class ListPerformance:
    """The markets of a list.

    totals: sessions × tickers of what performance is measured on, on the exchange's own sessions only: what
        trades at weekends or on its holidays takes nobody's base away.
    """

    held: Basket
    totals: pd.DataFrame

    def end(self, period: Period = ONE_DAY) -> date:
        """The session that figures over `period` end with: the newest that any of them has, but for a
        period in the past. Raises NoData for one without sessions."""
        rows = period.cut(self.totals) if period.last else self.totals
        end: date = rows.index[-1].date()
        return end

    def over(self, period: Period) -> str:
        """`period` and the session it ends with, for sentences."""
        if period.sessions == 1:
            return f"on {self.end(period)}"
        end = self.end(period)
        period = period.measured(self.totals.index[0].date(), end)
        return period.words if period.last else f"{period.words} (to {end})"

    def changes(self, period: Period = ONE_DAY) -> dict[str, float]:
        """By ticker, as fractions, for those that have a close at both ends of `period`; not of measured levels,
        which nobody can hold."""
        try:
            moved = changes(self.totals, period).change.dropna()
        except NoData:
            return {}
        return {str(t): float(value) for t, value in moved.items() if str(t) not in self.levels}

    @property
    def levels(self) -> dict[str, str]:
        """The measured levels among them, by ticker, with their names."""
        return {t: bars.symbol.label for t, bars in self.held.bars.items() if bars.symbol.is_level}

    def points(self, period: Period = ONE_DAY) -> dict[str, float]:
        """What the measured levels did, in their own points, where they have a close at both ends."""
        try:
            rows = period.cut(self.totals[list(self.levels)])
        except NoData:
            return {}
        return {str(t): float(value) for t, value in (rows.iloc[-1] - rows.iloc[0]).dropna().items()}

    def notes(self, period: Period = ONE_DAY) -> tuple[str, ...]:
        """What a reader must know of figures over `period`: whose newest close is older than its end."""
        end = self.end(period)
        levels = tuple(
            f"{opened(the(self.levels[t]))} moved {moved_points(by)} {self.over(period)}: a measured level, not ranked."
            for t, by in self.points(period).items()
        )
        said = [f"{b.symbol.label} of {b.last_session}" for b in self.held.all if b.last_session < end]
        older = (f"Not measured on {end}: the newest closes are {listed(said)}.",) if said else ()
        return (*levels, *older, *self.held.notes(self.end()))


def list_performance(market: Market, tickers: Iterable[str | Symbol]) -> ListPerformance:
    """The bars of `tickers` that can be had. Raises MarketError when there are none at all."""
    held = basket(market, tickers)
    totals = held.totals
    days = pd.DatetimeIndex(market.calendar.sessions(date.min, market.state().last_completed))
    before = totals.index < days[0]  # the calendar begins in 1985
    sessions = totals.loc[before | totals.index.isin(days)]
    return ListPerformance(held, totals if sessions.empty else sessions)


def compared(ranked: Sequence[tuple[str, float]], over: str) -> Headline:
    """Who did best and who worst of labels and changes, the best first; figures that are written
    alike are called alike."""
    up, down = change(ranked[0][1]), change(ranked[-1][1])
    best = listed([label for label, by in ranked if change(by) == up])
    worst = listed([label for label, by in ranked if change(by) == down])
    if len(ranked) == 1:
        return Headline(f"{best} moved {up} {over}", rounded=moved_title(best, ranked[0][1], over))
    if up == down:
        return Headline(f"{best} moved alike {over}: {up}")
    return Headline(
        f"{best} did best {over} with {up}, {worst} worst with {down}",
        rounded=compared_title((best, ranked[0][1]), (worst, ranked[-1][1]), over),
    )
