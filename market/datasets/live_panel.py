"""Members' prices during a session: their adjusted closes and one row more, so far today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import pandas as pd

from market.analytics.breadth import YEAR, Breadth
from market.datasets.members import MemberPanel
from market.errors import NoData
from market.formatting import moment
from market.inspection.limits import unconfirmed
from market.live_quote import LiveQuote

ENOUGH = 0.9  # of the members that had a close: fewer quotes say nothing of all of them
_APART = 0.15  # a previous close further from the stored one is on another scale
_AGREE = 0.002  # nearer than this it is the same close; a dividend parts them by more
_STRANGERS = 0.1  # share of members whose previous close is another: then it is of another session


@dataclass(frozen=True, eq=False)
class LivePanel:
    """Members during a session.

    panel: the members and their adjusted closes of a year up to the session before, and below them the row of
        `session`: last adjusted close × quote / previous raw close; NaN for a member that is not covered.
    quoted: how many members have a price of the session.
    at: since when the quotes have been asked for, or the newest price of the session where that is older.
    breadth: of the session so far, and of it alone.
    """

    panel: MemberPanel
    session: date
    at: datetime
    quoted: int
    breadth: Breadth

    @property
    def coverage(self) -> str:
        """`1,790 of 1,848 members quoted`."""
        return f"{self.quoted:,} of {len(self.panel.members.rows):,} members quoted"


def live_panel(
    panel: MemberPanel, quotes: Mapping[str, LiveQuote], session: date, before: date, at: datetime, title: str
) -> LivePanel:
    """`panel` with the session in progress. `before`: the session before it; `at`: since when the quotes have
    been asked for; `title`: of who quotes.

    A member counts where its closes end on the session before, and its quote is of this session, on the scale of
    its own previous close, and not a jump that only a split makes. Raises NoData where the panel ends earlier, where
    the previous closes are not those of that session, and with too few members.
    """
    last: date = panel.closes.index[-1].date()
    if last != before:
        raise NoData(f"Members’ prices end on {last}, not on {before}: today’s quotes say nothing of them.")
    recent = panel.closes.to_numpy()[-YEAR:]  # all that breadth reads
    closes = recent[-1].astype("float64")
    today = [
        quote if quote and quote.session == session else None
        for quote in map(quotes.get, panel.members.tickers)
    ]
    prices = np.array([quote.last if quote else np.nan for quote in today])
    previous = np.array([quote.previous if quote else np.nan for quote in today])
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(previous / closes - 1.0)
        move = np.log(prices / previous)
    known = np.isfinite(closes) & np.isfinite(prices)
    if known.any() and (apart[known] > _AGREE).mean() > _STRANGERS:
        raise NoData(f"The previous closes that {title} quotes are not those of {before}.")
    fits = known & (apart <= _APART) & ~unconfirmed(move)
    if fits.sum() < ENOUGH * np.isfinite(closes).sum():
        raise NoData(
            f"{int(fits.sum()):,} of {len(closes):,} members have a price of today so far, too few to speak of all."
        )
    at = min(at, max([quote.at for quote in today if quote], default=at))
    row = np.where(
        fits, closes * (prices / previous), np.nan
    )  # one that has not moved stays equal to its close
    values = np.vstack([recent, row], dtype="float64")
    days = np.append(panel.closes.index.to_numpy()[-YEAR:], np.datetime64(session, "us"))
    doubted = int((known & ~fits).sum())
    note = f"{doubted} members are left out so far today: their quotes do not fit their closes."
    origin = replace(panel.provenance, as_of=at).noted(
        *((note,) if doubted else ()), f"So far today by quotes as of {moment(at)}; not a close."
    )
    names = panel.provenance.source
    live = replace(
        panel,
        closes=pd.DataFrame(values, pd.DatetimeIndex(days, name="session"), panel.closes.columns, copy=False),
        provenance=origin if title in names else origin.named(f"{names} and {title}"),
    )
    return LivePanel(live, session, at, int(fits.sum()), panel.earlier.breadth(row, session))
