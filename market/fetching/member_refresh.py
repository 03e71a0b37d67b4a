"""The nightly batch: every member's closes topped up, one polite request at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

import numpy as np
import pandas as pd

from market.calendars.calendar import Calendar
from market.catalog import SymbolKind
from market.clock import Clock, Deadline
from market.datasets.members import Member, Members, Universe
from market.errors import EmptyAnswer, MarketError, NoData, Throttled, UnknownSymbol
from market.fetching.panel_store import MemberRow, StoredPanel, StoredPanels
from market.fetching.rate_limit import RateLimit, RateLimitExceeded
from market.sources import PriceSource
from market.symbols import Symbol

YEARS = 5
OVERLAP = 5  # sessions asked for again, to notice what a split or a dividend has rewritten
TOLERANCE = 2e-5  # relative; above the rounding of float32, below any real dividend
PLAUSIBLE = 0.9  # a whole history shorter than this share of the kept one is a broken answer
CHECKPOINT = 200  # members between two consolidations
PATIENCE = 10  # failures in a row after which the provider is left alone
DOUBT = 50  # members in a row that the provider does not list: then it is the provider that is amiss
TURN_SECONDS = 30.0
BUSY = "Another batch is at work on these members."
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """How a batch ended: of `total` members `fetched` were asked for now, `settled` are done for the last
    completed session.

    failed: tickers without an answer.
    stopped: why it ended early.
    """

    total: int
    fetched: int
    settled: int
    failed: tuple[str, ...] = ()
    stopped: str = ""


class MemberRefresh:
    """Tops up one universe. Run it again after any end, a kill included: nothing that is settled
    for the last completed session is asked for twice."""

    def __init__(
        self,
        source: PriceSource,
        panels: StoredPanels,
        clock: Clock,
        calendar: Calendar,
        pace: RateLimit,
    ) -> None:
        self._source, self._panels, self._clock = source, panels, clock
        self._calendar, self._pace = calendar, pace

    def run(
        self, members: Members, progress: Callable[[int, int, str], None] = lambda done, total, ticker: None
    ) -> RefreshResult:
        """Ask for what is due. `progress(done, total, ticker)` after each member. Where another batch
        is at work on this universe, nothing is asked and `stopped` says so. Raises StoreFailed."""
        owner = uuid4().hex
        if not self._panels.claim(members.universe, owner, self._clock.now()):
            return RefreshResult(len(members.rows), 0, 0, stopped=f"{BUSY} Wait until it ends.")
        try:
            return self._run(members, progress, owner)
        finally:
            self._panels.release(members.universe, owner)

    def _run(self, members: Members, progress: Callable[[int, int, str], None], owner: str) -> RefreshResult:
        universe, total = members.universe, len(members.rows)
        due = self._calendar.state(self._clock.now()).last_completed
        first = due - timedelta(days=round(YEARS * 365.25))
        panel = self._panels.panel(universe)
        waiting = [m for m in members.rows if panel.settled.get(m.ticker, date.min) < due]
        done, fetched, failed, stopped, in_a_row = total - len(waiting), 0, list[str](), "", 0
        unlisted = list[str]()  # by a provider that has yet to show that it answers at all
        for member in waiting:
            try:
                row = self._asked(member, panel, first, due)
                self._panels.note(universe, member.ticker, row, self._clock.now())
                fetched, in_a_row = fetched + 1 + self._unpriced(universe, unlisted, due), 0
            except EmptyAnswer as error:
                unlisted.append(member.ticker)
                if len(unlisted) >= DOUBT:
                    stopped = str(error)
                    break
            except (MarketError, RateLimitExceeded, TimeoutError) as error:
                log.info("%s: %s", member.ticker, error)
                failed.append(member.ticker)
                in_a_row += 1
                if isinstance(error, Throttled) or in_a_row >= PATIENCE:
                    stopped = str(error) or "Too many requests are waiting."
                    break
            done += 1
            progress(done, total, member.ticker)
            if fetched and done % CHECKPOINT == 0:
                self._panels.consolidate(universe, first, self._clock.now())
            if not self._panels.claim(universe, owner, self._clock.now()):
                stopped = BUSY
                break
        if fetched:
            fetched += self._unpriced(universe, unlisted, due)
        failed += unlisted
        if stopped != BUSY:  # else the journal is the other batch's to fold in
            self._panels.consolidate(universe, first, self._clock.now())
        done_until = self._panels.panel(universe).settled
        settled = sum(done_until.get(ticker, date.min) >= due for ticker in members.tickers)
        return RefreshResult(total, fetched, settled, tuple(failed), stopped)

    def _unpriced(self, universe: Universe, unlisted: list[str], due: date) -> int:
        """Settle those the provider does not list, as it answers about others. What is kept of them
        stays, and they are asked for again the next night. How many there were; none are left."""
        count = len(unlisted)
        for ticker in unlisted:
            self._panels.note(universe, ticker, MemberRow(_NOTHING, due, whole=False), self._clock.now())
        unlisted.clear()
        return count

    def _asked(self, member: Member, panel: StoredPanel, first: date, due: date) -> MemberRow:
        """One member's news; its whole history when there is none yet, or when what overlaps has
        been rewritten: new closes are never appended to differently adjusted ones."""
        known = panel.closes[member.ticker].dropna() if member.ticker in panel.closes else _NOTHING
        try:
            if known.empty:
                return MemberRow(*self._closes(member, first, due), whole=True)
            since = known.index[-min(OVERLAP, len(known))]
            news, settled = self._closes(member, since.date(), due)
            common = known.index.intersection(news.index)
            if len(common) and np.allclose(known[common], news[common], rtol=TOLERANCE, atol=0):
                return MemberRow(news[news.index > known.index[-1]], settled, whole=False)
            whole, settled = self._closes(member, first, due)
        except (UnknownSymbol, NoData):
            return MemberRow(_NOTHING, due, whole=False)  # no prices tonight; what is kept stays
        if len(whole) < PLAUSIBLE * len(known[known.index >= pd.Timestamp(first)]):
            raise NoData(f"The history of {member.ticker} came back incomplete.")
        return MemberRow(whole, settled, whole=True)

    def _closes(self, member: Member, since: date, due: date) -> tuple[pd.Series[float], date]:
        """Adjusted closes from `since` to `due`, and the session up to which they are settled."""
        deadline = Deadline.after(TURN_SECONDS)
        symbol = Symbol(member.ticker, member.name, SymbolKind.STOCK)
        with self._pace.turn(deadline):
            answer = self._source.history(symbol, since, self._clock.now(), deadline)
        closes = answer.frame["adj_close"].loc[: pd.Timestamp(due)].astype("float32")
        if not answer.final and len(closes) and closes.index[-1].date() == due:
            return closes.iloc[:-1], due - timedelta(days=1)  # that bar may still change
        return closes, due


_NOTHING = pd.Series(dtype="float32", index=pd.DatetimeIndex([], name="session"))
