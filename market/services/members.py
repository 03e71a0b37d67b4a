"""Service for index members and their closes: one read at a time, cached for some minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

import pandas as pd

from market.bars import Bars
from market.calendars.calendar import Calendar, Phase
from market.catalog import SymbolKind
from market.clock import Clock, Deadline
from market.datasets.live_panel import LivePanel, live_panel
from market.datasets.members import SURVIVORSHIP, UNIVERSES, Lists, MemberPanel, Members, Panels, Universe
from market.datasets.reconstitution import age_note
from market.doubts import DoubtKind
from market.errors import InDoubt, NoData, NotInTime
from market.fetching.quote_cache import QuoteBatch, QuoteCache
from market.fetching.single_flight import Flight, NoFreeThread, SingleFlight
from market.inspection.panel import PanelInspection, inspect_panel, unconfirmed_changes, unconfirmed_note
from market.inspection.panel_dates import dated_late
from market.inspection.panel_print import is_print
from market.provenance import Provenance
from market.services.timed_service import TimedService
from market.symbols import Symbol

MANY = 50
WHOLE = 0.9  # of the members priced on the session before: then a session is shown
_REREAD = timedelta(minutes=5)  # how long a loaded panel is shown before the store is read again
T = TypeVar("T")
IndexAtHand = Callable[[Symbol], Bars | None]


class MemberService(TimedService):
    """Members and their closes, as commands ask for them. Thread-safe. Raises MarketError only.

    What has been read is shown for some minutes, and read once however many ask for it. `index` tells what is at hand
    of a universe's index: closes of members that do not move with it on the same sessions are refused.
    """

    def __init__(
        self,
        lists: Lists,
        panels: Panels,
        clock: Clock,
        calendar: Calendar,
        seconds: float = 8.0,
        quotes: QuoteCache | None = None,
        index: IndexAtHand = lambda symbol: None,
    ) -> None:
        super().__init__(seconds)
        self._lists, self._panels, self._clock, self._calendar = lists, panels, clock, calendar
        self._quotes, self._index = quotes, index
        self._live: dict[str, tuple[QuoteBatch, MemberPanel, LivePanel]] = {}
        self._reading, self._assembling = SingleFlight[Members](), SingleFlight[MemberPanel]()
        self._members: dict[str, tuple[datetime, Members]] = {}
        self._panel: dict[str, tuple[datetime, date, MemberPanel]] = {}

    def members(self, universe: Universe) -> Members:
        """The list of members. Raises NoData, ProviderDown, Throttled."""
        kept = self._kept_members(universe)
        if kept is not None:
            return kept
        return self._landed(self._reading.join(universe.key, partial(self._read, universe), self._seconds))

    def listed(self, universe: Universe) -> int | None:
        """How many members the list in memory has, without reading; None before the first reading."""
        kept = self._members.get(universe.key)
        return len(kept[1].rows) if kept else None

    def panel(self, universe: Universe) -> MemberPanel:
        """All members' closes up to the last completed session.

        Raises NoData while no member has been priced, saying how to begin.
        """
        due = self._calendar.state(self._clock.now()).last_completed
        kept = self._kept_panel(universe, due)
        if kept is not None:
            return kept
        work = partial(self._assemble, universe, due)
        return self._landed(self._assembling.join((universe.key, due), work, self._seconds))

    def live(self, universe: Universe) -> LivePanel | None:
        """The members so far today; None while no session is in progress, or where the source of prices quotes
        nothing. Raises NoData and ProviderError, as `panel` does, and where too few members have a quote."""
        state = self._calendar.state(self._clock.now())
        if self._quotes is None or state.session is None or state.phase is not Phase.IN_PROGRESS:
            return None
        panel = self.panel(universe)
        symbols = [Symbol(row.ticker, row.name, SymbolKind.STOCK) for row in panel.members.rows]
        batch = self._quotes.get(universe.key, symbols, self._deadline)
        if not batch.quotes:
            return None
        kept = self._live.get(universe.key)
        if kept is not None and kept[0] is batch and kept[1] is panel:
            return kept[2]
        title = self._quotes.source.title
        live = live_panel(panel, batch.quotes, state.session, state.last_completed, batch.at, title)
        self._live[universe.key] = batch, panel, live
        return live

    def _read(self, universe: Universe, deadline: Deadline) -> Members:
        # Looked up again: another thread may have stored it since the asker looked.
        members = self._kept_members(universe)
        if members is None:
            now = self._clock.now()
            members = self._lists.members(universe, now, deadline)
            self._members[universe.key] = (now, members)
        return members

    def _assemble(self, universe: Universe, due: date, deadline: Deadline) -> MemberPanel:
        panel = self._kept_panel(universe, due)
        if panel is None:
            now, inspected = self._clock.now(), inspect_panel(self._priced(universe, due), self._calendar)
            inspected = self._beside_index(universe, inspected)
            panel = self._paired(self.within(deadline).members(universe), inspected, due)
            _read_at, until, old = self._panel.get(universe.key, (now, None, panel))
            if until == due and old.members == panel.members and old.closes.equals(panel.closes):
                panel = old  # what has been measured of it still holds
            self._panel[universe.key] = (now, due, panel)
        return panel

    def _beside_index(self, universe: Universe, inspected: PanelInspection) -> PanelInspection:
        """The panel without a newest session of prints. Raises InDoubt where its days are not the index's."""
        closes, bars = inspected.closes, self._index(Symbol(universe.index, universe.name, SymbolKind.INDEX))
        fund = self._index(Symbol(universe.fund, universe.fund, SymbolKind.FUND))
        markets = [market.total for market in (bars, fund) if market is not None]
        # Where the two differ, one of them is at fault and not the members.
        shifts = {dated_late(closes, market) for market in markets}
        if len(shifts) == 1 and (late := shifts.pop()):
            beside = "before" if late > 0 else "after"
            raise InDoubt(
                f"The closes of the {universe.name}’s members up to {closes.index[-1].date()} are in doubt: they move "
                f"as the index does on the session {beside}.",
                "their dates are in doubt",
            )
        newest = closes.index[-1].date()
        if len(closes) < 2:
            return inspected
        if bars is not None and _has_print(bars, newest):
            # Where all indices at hand have one, the members' closes came with it.
            others = (self._index(Symbol(each.index, each.name, SymbolKind.INDEX)) for each in UNIVERSES)
            is_in_doubt = all(_has_print(each, newest) for each in others if each)
        else:
            is_in_doubt = is_print(closes, *markets)
        return inspected.without_newest() if is_in_doubt else inspected

    def _priced(self, universe: Universe, due: date) -> pd.DataFrame:
        """All closes up to `due`. Without any, nobody need be asked who the members are."""
        every = self._panels.closes(universe)
        closes = _whole(every.loc[: pd.Timestamp(due)])
        if closes.empty and len(every):
            raise NoData(
                f"The closes of the {universe.name}’s members begin on {every.index[0].date()}, after {due}."
            )
        if closes.empty:
            raise NoData(
                f"No member of the {universe.name} has been priced yet. "
                f"Run “bellwether refresh members {universe}” first."
            )
        return closes

    def _paired(self, members: Members, inspected: PanelInspection, due: date) -> MemberPanel:
        """The list's members with their closes."""
        closes = inspected.closes
        if list(closes.columns) != members.tickers:
            closes = closes.reindex(columns=members.tickers)
        last: date = closes.index[-1].date()
        unsure = unconfirmed_changes(closes)
        aged = age_note(members.universe, members.day, last)
        return MemberPanel(
            members=members,
            closes=closes,
            provenance=Provenance(
                self._panels.title,
                self._calendar.close(last),
                self._panels.sample,
                stale=last < due,
                notes=(
                    *_late(last, due),
                    *inspected.notes,
                    *unconfirmed_note(unsure),
                    *aged,
                    *members.notes,
                    SURVIVORSHIP,
                ),
            ),
            missing=inspected.missing,
            aged=aged,
            unconfirmed=frozenset(unsure),
        )

    def _kept_members(self, universe: Universe) -> Members | None:
        read_at, members = self._members.get(universe.key, (None, None))
        return members if read_at is not None and self._is_fresh(read_at) else None

    def _kept_panel(self, universe: Universe, due: date) -> MemberPanel | None:
        read_at, until, panel = self._panel.get(universe.key, (None, None, None))
        return panel if read_at is not None and until == due and self._is_fresh(read_at) else None

    def _landed(self, flight: Flight[T]) -> T:
        try:
            return flight.result.result(self._deadline.remaining())
        except TimeoutError:
            raise NotInTime("the list of members", "our own time ran out") from None
        except NoFreeThread:
            raise NotInTime("the list of members", "too many requests are waiting") from None

    def _is_fresh(self, read_at: datetime) -> bool:
        return timedelta(0) <= self._clock.now() - read_at < _REREAD


def _has_print(bars: Bars, session: date) -> bool:
    """Whether the bar of this session is in doubt for the volume of a part of it."""
    return any(doubt.kind is DoubtKind.PRINT and doubt.last == session for doubt in bars.doubts)


def _whole(closes: pd.DataFrame) -> pd.DataFrame:
    """Closes without newest sessions that are refreshed only in part.

    A partially refreshed session would bias breadth towards early tickers. Universes of a few dozen
    members are refreshed within a minute and are shown at once.
    """
    end = len(closes)
    while end > 1:
        before, last = (int(closes.iloc[end - back].notna().sum()) for back in (2, 1))
        if before < MANY or last >= WHOLE * before:
            break
        end -= 1
    return closes.iloc[:end]


def _late(last: date, due: date) -> tuple[str, ...]:
    if last >= due:
        return ()
    return (f"Members’ prices end on {last}; the last completed session is {due}.",)
