"""Where one index stands: its close, its record, and its lead over each benchmark.

The one calculation behind `/smallcaps`, the digest and the checking of claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from market.analytics.leadership import Leadership, leadership
from market.analytics.records import Records, record_closes
from market.bars import Bars, RunningBar
from market.errors import NoData


@dataclass(frozen=True, slots=True)
class RunningSession:
    """A session in progress: not a close.

    change: last over the last close, less one (fraction).
    above_record: last above the record close.
    benchmark_changes: by label, those known.
    """

    bar: RunningBar
    change: float
    above_record: bool
    benchmark_changes: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class IndexSummary:
    """An index at its last completed session, and the running one apart from it.

    previous: the close of the session before, `previous_session`; NaN where that session has no bar.
    intraday_record: the session's high was above the record before it, its close was not.
    confirmed_by: labels of benchmarks whose close of the same session is a record, too.
    unconfirmed: labels of those of which that is not known, for want of a bar.
    others: the bars of the benchmarks.
    """

    bars: Bars
    session: date
    close: float
    previous: float
    previous_session: date
    records: Records
    leads: tuple[Leadership, ...]
    confirmed_by: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    intraday_record: bool
    so_far: RunningSession | None
    others: tuple[Bars, ...] = ()

    @property
    def every(self) -> tuple[Bars, ...]:
        """Its own bars and those of its benchmarks."""
        return (self.bars, *self.others)

    @property
    def change(self) -> float:
        return self.close / self.previous - 1.0

    @property
    def same_day(self) -> tuple[Leadership, ...]:
        """The leads over the benchmarks that closed on the same session."""
        return tuple(lead for lead in self.leads if lead.session == self.session)

    def lead(self, label: str) -> Leadership | None:
        """The lead over the benchmark of this label, None when its prices are missing."""
        return next((lead for lead in self.leads if lead.benchmark == label), None)


def index_summary(subject: Bars, benchmarks: Sequence[Bars]) -> IndexSummary:
    """The standing of `subject` against `benchmarks`, from raw closes of completed sessions.

    Raises NoData with fewer than two sessions of the subject.
    """
    closes = subject.closes
    if len(closes) < 2:
        raise NoData(f"There are fewer than two closes of {subject.symbol.label}.")
    records = record_closes(closes)
    theirs = {other.symbol.label: _confirms(subject, other) for other in benchmarks}
    last, high = float(closes.iloc[-1]), float(subject.frame["high"].iloc[-1])
    record_before = float(closes.iloc[:-1].max())  # of the closes that are known
    return IndexSummary(
        bars=subject,
        session=subject.last_session,
        close=last,
        previous=float(closes.iloc[-2]),
        records=records,
        leads=tuple(leadership(closes, other.closes) for other in benchmarks),
        previous_session=closes.index[-2].date(),
        confirmed_by=tuple(label for label, confirms in theirs.items() if confirms),
        unconfirmed=tuple(label for label, confirms in theirs.items() if confirms is None),
        intraday_record=high > record_before and not records.at_record and not records.unknown,
        so_far=_so_far(subject, benchmarks, records),
        others=tuple(benchmarks),
    )


def _confirms(subject: Bars, other: Bars) -> bool | None:
    """Whether `other` closed at a record on the subject's last session; None where a bar is missing for it."""
    closes = other.closes.loc[: pd.Timestamp(subject.last_session)]
    if closes.empty or closes.index[-1].date() != subject.last_session or closes.isna().iloc[-1]:
        return None
    records = record_closes(closes)
    return None if records.at_record and records.unknown else records.at_record


def _so_far(subject: Bars, benchmarks: Sequence[Bars], records: Records) -> RunningSession | None:
    running = subject.running
    if running is None:
        return None
    return RunningSession(
        bar=running,
        change=subject.running_change,
        above_record=running.last > records.level,
        benchmark_changes={
            other.symbol.label: other.running_change
            for other in benchmarks
            if other.running is not None
            and other.running.session == running.session
            and other.last_session == subject.last_session
        },
    )
