"""What has become of a person's alerts: how late they were told, and what followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from market.alerts.rules import AlertRule
from market.bars import Bars
from market.calendars.calendar import Calendar
from market.symbols import Symbol

HORIZONS = (1, 5, 20)  # sessions after the one on which it happened
SOON = 5  # sessions: an alert that happens again within so many was armed anew too early
SUBJECT = Symbol.parse("rut")  # what alerts without a market of their own are measured on


@dataclass(frozen=True, slots=True)
class FiredAlert:
    """What the ledger states of an alert that has happened.

    rule: None where an earlier release wrote the line.
    session: on which it happened.
    seen: the moment of the figure that met it: a close, or that of a price so far (UTC); the end of quiet hours
        where it was held for them.
    posted: when it was told; None where it was not.
    id: of the alert.
    """

    id: int
    rule: AlertRule | None
    session: date
    seen: datetime | None
    posted: datetime | None

    @property
    def market(self) -> Symbol:
        """The market whose changes are told as what followed."""
        return self.rule.symbols[0] if self.rule and self.rule.symbols else SUBJECT


@dataclass(frozen=True, slots=True)
class AlertOutcome:
    """One alert that happened.

    late: from the figure that met it to its post; None where it was not posted.
    after: change of its market from the close of that session over `HORIZONS`; NaN where a session has not come
        yet or has no trusted bar.
    ends: the sessions that those end with; None where it has not come yet.
    why: what leaves an `after` of a session that has come unknown; empty where nothing does.
    false_rearm: it happened again within `SOON` sessions of the time before.
    """

    fired: FiredAlert
    late: timedelta | None
    after: tuple[float, ...]
    false_rearm: bool
    ends: tuple[date | None, ...] = (None,) * len(HORIZONS)
    why: str = ""


def outcomes(fired: Sequence[FiredAlert], bars: Mapping[str, Bars], calendar: Calendar) -> list[AlertOutcome]:
    """Those whose rule is known, oldest first. `bars`: by ticker, of their markets."""
    before: dict[int, date] = {}
    rows = []
    for alert in fired:
        if alert.rule is None:
            continue
        last = before.get(alert.id)
        between = calendar.sessions(last, alert.session) if last else []
        after, ends, why = _changes_after(bars.get(alert.market.ticker), alert.session)
        late = alert.posted - alert.seen if alert.posted and alert.seen else None
        rows.append(AlertOutcome(alert, late, after, bool(last) and len(between) - 1 <= SOON, ends, why))
        before[alert.id] = alert.session
    return rows


def _changes_after(
    bars: Bars | None, session: date
) -> tuple[tuple[float, ...], tuple[date | None, ...], str]:
    """Close to close; a session of which the bar is missing makes its change unknown."""
    if bars is None or pd.Timestamp(session) not in bars.closes.index:
        why = "its prices are not available now" if bars is None else bars.lack(session)
        return (float("nan"),) * len(HORIZONS), (None,) * len(HORIZONS), why
    closes = bars.closes.loc[str(session) :]
    base = float(closes.iloc[0])
    reached = [closes.iloc[ahead : ahead + 1] for ahead in HORIZONS]
    after = tuple(float(part.iloc[0]) / base - 1.0 if len(part) else float("nan") for part in reached)
    ends = tuple(part.index[0].date() if len(part) else None for part in reached)
    gap = next((day for day in (session, *ends) if day and bars.gaps(day, day)), None)
    return after, ends, bars.lack(gap) if gap else ""
