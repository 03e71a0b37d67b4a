"""All events of a session in one table, the most important first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from market.analytics.breadth import Breadth
from market.analytics.events import of_closes, of_members
from market.analytics.events.kinds import WINDOW, YEAR, Event, EventKind, SeriesClass
from market.analytics.rotation import Regime

_Function = Callable[["ClosesSeries"], "pd.Series[float]"]


@dataclass(frozen=True, slots=True, eq=False)
class ClosesSeries:
    """A series that events are looked for in.

    closes: completed sessions, NaN where one has no bar; raw for indices and levels, with dividends for funds.
    highs: of the sessions; None where they are not known.
    level: its changes are in points.
    """

    of: SeriesClass
    closes: pd.Series[float]
    highs: pd.Series[float] | None = None
    level: bool = False

    def since(self, first: date, before: int) -> ClosesSeries:
        """From `before` sessions before `first` on, closes alone."""
        start = max(int(self.closes.index.searchsorted(pd.Timestamp(first))) - before, 0)
        return replace(self, closes=self.closes.iloc[start:], highs=None)

    def change_on(self, day: pd.Timestamp) -> float:
        """The change of a session on the one before; NaN where one of them has no close."""
        end = int(self.closes.index.searchsorted(day))
        before, now = self.closes.iloc[end - 1 : end + 1] if end else (float("nan"), float("nan"))
        return float(now - before if self.level else now / before - 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class MembersSeries:
    """The members of an index.

    missing: sessions without a row; on the one after such a session nothing is known of the day.
    """

    breadth: Breadth
    missing: tuple[date, ...] = ()

    def without_gaps(self, sizes: pd.Series[float]) -> pd.Series[float]:
        after = sizes.index.searchsorted(pd.DatetimeIndex(self.missing))
        return sizes.mask(np.isin(np.arange(len(sizes)), after))


@dataclass(frozen=True, slots=True, eq=False)
class EventSources:
    """Where events are looked for; what the data do not have is not in it, and is not counted.

    series: by ticker.
    subject: the ticker whose leads over the other indices are counted.
    breadth: by the universe's key.
    """

    series: Mapping[str, ClosesSeries]
    subject: str
    breadth: Mapping[str, MembersSeries] = field(default_factory=dict)
    regime: Regime | None = None


@dataclass(frozen=True, slots=True)
class EventTable:
    """What happened on the sessions `first` to `last`.

    events: the most important first.
    looked: at how many possible events: each kind of each series that could be judged on a session.
    """

    first: date
    last: date
    events: tuple[Event, ...]
    looked: int


_REACH = YEAR + WINDOW  # sessions: more than a move and an extreme look back
_OF_INDICES: Mapping[EventKind, _Function] = {
    EventKind.RECORD: lambda series: of_closes.record(series.closes),
    EventKind.DRAWDOWN: lambda series: of_closes.drawdown_step(series.closes),
    EventKind.RUN_END: lambda series: of_closes.run_end(series.closes),
}
_OF_ALL: Mapping[EventKind, _Function] = {
    EventKind.MOVE: lambda series: of_closes.move(series.closes, series.level),
    EventKind.EXTREME: lambda series: of_closes.extreme(series.closes),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """One kind of one series over its history: `sizes` as in `Event.size`, 0 for none, NaN for unknown."""

    kind: EventKind
    series: str
    of: SeriesClass
    sizes: pd.Series[float]
    closes: ClosesSeries | None = None  # of what `series` names
    others: pd.Series[str] | None = None
    other: str = ""

    def judged(self, first: date, last: date) -> list[tuple[pd.Timestamp, float]]:
        """The sessions from `first` to `last` that could be judged, and their sizes."""
        days, bounds = self.sizes.index, np.array([first, last + timedelta(days=1)], "datetime64[D]")
        start, end = np.searchsorted(days.to_numpy(), bounds)
        sizes = self.sizes.to_numpy()[start:end].tolist()
        return [(days[start + n], size) for n, size in enumerate(sizes) if size == size]

    def event(self, day: pd.Timestamp, size: float) -> Event:
        change = self.closes.change_on(day) if self.closes is not None else float("nan")
        other = str(self.others.loc[day]) if self.others is not None else self.other
        return Event(self.kind, self.series, self.of, day.date(), size, change, other)


def event_table(sources: EventSources, first: date, last: date) -> EventTable:
    """The events of the sessions from `first` to `last`, judged on what was known then."""
    columns = [
        *_of_series(sources, first),
        *_of_leads(sources),
        *_of_members(sources),
        *_of_regime(sources, first),
    ]
    judged = [(column, day, size) for column in columns for day, size in column.judged(first, last)]
    events = [column.event(day, size) for column, day, size in judged if size]
    passed_over = {(e.series, e.session) for e in events if e.kind is EventKind.RECORD}
    kept = [
        event  # a record close is the highest of the year anyway
        for event in events
        if event.kind is not EventKind.EXTREME or (event.series, event.session) not in passed_over
    ]
    order = list(sources.series)
    kept.sort(key=lambda e: (-e.score, e.series != sources.subject, _place(order, e.series), e.session))
    return EventTable(first, last, tuple(kept), len(judged))


def _place(order: list[str], series: str) -> int:
    return order.index(series) if series in order else len(order)


def _of_series(sources: EventSources, first: date) -> Iterator[_Column]:
    for ticker, series in sources.series.items():
        newest = series.since(first, _REACH)
        for kind, sizes in _OF_ALL.items():
            yield _Column(kind, ticker, series.of, sizes(newest), series)
        for kind, sizes in _OF_INDICES.items() if series.of is SeriesClass.INDEX else ():
            yield _Column(kind, ticker, series.of, sizes(series), series)
        if series.of is SeriesClass.INDEX and series.highs is not None:
            reached = of_closes.intraday_record(series.closes, series.highs)
            yield _Column(EventKind.INTRADAY_RECORD, ticker, series.of, reached, series)


def _of_leads(sources: EventSources) -> Iterator[_Column]:
    own = sources.series.get(sources.subject)
    if own is None:
        return
    for ticker, other in sources.series.items():
        if ticker == sources.subject or other.of is not SeriesClass.INDEX:
            continue
        for kind, sizes in ((EventKind.LEAD, of_closes.lead), (EventKind.LEAD_END, of_closes.lead_end)):
            lengths = sizes(own.closes, other.closes)
            yield _Column(kind, sources.subject, own.of, lengths, own, other=ticker)


def _of_members(sources: EventSources) -> Iterator[_Column]:
    for key, members in sources.breadth.items():
        for kind, sizes in (
            (EventKind.ONE_SIDED, of_members.one_sided),
            (EventKind.THRUST, of_members.thrust),
        ):
            yield _Column(kind, key, SeriesClass.MEMBERS, members.without_gaps(sizes(members.breadth)))


def _of_regime(sources: EventSources, first: date) -> Iterator[_Column]:
    if sources.regime is None:
        return
    start = int(sources.regime.verdicts.index.searchsorted(pd.Timestamp(first)))
    verdicts = sources.regime.verdicts.iloc[max(start - 1, 0) :]
    before = verdicts.shift(1)
    both = verdicts.notna() & before.notna()
    turned = (verdicts != before).astype(float).where(both)
    turns = before.astype(str) + " to " + verdicts.astype(str)
    yield _Column(EventKind.REGIME, "regime", SeriesClass.RULE, turned, others=turns)
