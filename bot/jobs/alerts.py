"""Judging everybody's alerts: one fetch per symbol, whatever the number of alerts."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.jobs.scheduler import JobQueue
from bot.store.alerts import JUDGED, StoredAlerts, fire, judged
from bot.store.key_value import NamedValues
from bot.store.ledger import Ledger, LedgerLine
from bot.telemetry.metrics import ALERTS_FIRED
from commands.framework.ports import Alert
from market.alerts.evaluate import AlertInputs, AlertReading, asleep, judge_each
from market.alerts.rules import AlertRule, RuleKind
from market.bars import Bars
from market.calendars.calendar import SessionState
from market.clock import Clock
from market.deadline import Deadline
from market.errors import MarketError
from market.formatting import NEW_YORK
from market.services.prices import PATIENCE, Market
from market.symbols import Symbol

log = logging.getLogger("bellwether.alerts")

# Until when bars of a close are waited for: the members' come by night, in New York. And however late
# the first look at it is, there are some more.
_GIVE_UP, _NIGHT, _AT_LEAST = timedelta(hours=6), time(22, 0), timedelta(minutes=15)
_PATIENCE = 45.0  # seconds for all symbols together; the next minute brings the next round
_MOST = 30  # symbols a round: half of what a provider bears in a minute, the rest is for people's questions

ReadTapes = Callable[[Market, Collection[RuleKind]], Sequence[AlertInputs]]
"""Breadth and rotation, whichever is wanted, of the last completed sessions, oldest first."""


class AlertRound:
    """One evaluation of all alerts. Synchronous; runs in a thread."""

    def __init__(
        self, engine: sa.Engine, queue: JobQueue, market: Market, tapes: ReadTapes, clock: Clock
    ) -> None:
        self._engine, self._queue, self._market, self._tapes = engine, queue, market, tapes
        self._alerts, self._ledger = StoredAlerts(engine, clock), Ledger(engine, clock)
        self._marks, self._clock = NamedValues(engine, clock), clock
        self._looked: dict[str, datetime] = {}  # by ticker, when it was last asked for
        self._closes: dict[str, date] = {}  # by ticker, the newest close that has been seen
        self._first: tuple[date, datetime] | None = None  # the last session, and the first look at it

    def __call__(self) -> None:
        now, deadline = self._clock.now(), Deadline.after(_PATIENCE)
        market = self._market.within(deadline)
        last = market.state().last_completed
        alerts = [alert for alert in self._alerts.all() if not asleep(alert.snoozed_until, now)]
        due = [alert for alert in alerts if not _known(alert, last)]
        bars = self._fetched(market, due, now, deadline)
        kinds = {alert.rule.kind for alert in due} & {RuleKind.BREADTH, RuleKind.ROTATION}
        tapes = self._tapes(market, kinds) if kinds else ()

        @cache
        def readings(
            rule: AlertRule, after: date | None
        ) -> list[AlertReading]:  # once, however many wait for it
            try:
                return judge_each(rule, bars, tapes, after)
            except MarketError:
                return []

        checked, waiting = [], False
        for alert in due:
            found = readings(alert.rule, alert.checked if alert.rule.at_close else None)
            try:
                settled = self._settle(alert, found, bars, now)
            except Exception:  # whatever is the matter with one, the others are judged
                log.exception("an alert could not be judged", extra={"alert": alert.id})
                waiting = True
                continue
            if settled is not None:
                waiting = waiting or not self._seen_close(settled, last)
                if settled != alert:
                    checked.append(settled)
        with self._engine.begin() as c:
            judged(c, checked)
        if not waiting or now >= self._given_up(market.state(), now):
            self._marks.set(JUDGED, str(last))  # the rounds after a close end

    def state(self) -> SessionState:
        """Where the day is of the market that alerts are about; a sample market's stands still."""
        return self._market.state()

    def _given_up(self, state: SessionState, now: datetime) -> datetime:
        if self._first is None or self._first[0] != state.last_completed:
            self._first = state.last_completed, now
        night = datetime.combine(state.last_completed, _NIGHT, NEW_YORK)
        return max(state.last_close + _GIVE_UP, night, self._first[1] + _AT_LEAST)

    def _seen_close(self, alert: Alert, last: date) -> bool:
        if alert.rule.at_close:
            return _known(alert, last)
        return all(self._closes.get(symbol.ticker, date.min) >= last for symbol in alert.rule.symbols)

    def _fetched(
        self, market: Market, due: Sequence[Alert], now: datetime, deadline: Deadline
    ) -> dict[str, Bars]:
        """By the ticker that was asked for, up to the newest close that will not change any more. An
        index's stand-in is no answer to a level of the index."""
        found = {}
        for symbol in self._chosen(due):
            if deadline.remaining() < _PATIENCE * (1 - PATIENCE):
                break  # the market gives no more answers; whose turn it was comes first in the next round
            self._looked[symbol.ticker] = now
            try:
                bars = market.bars(symbol)
            except MarketError as problem:
                log.warning("an alert's symbol could not be had", extra={"reason": str(problem)})
                continue
            if bars.symbol == symbol and not bars.stale and len(bars.settled.frame):
                found[symbol.ticker] = bars.settled
                self._closes[symbol.ticker] = bars.settled.last_session
        return found

    def _chosen(self, due: Sequence[Alert]) -> Sequence[Symbol]:
        """Whose turn it is: those that were not asked for the longest first, so that nobody's turn
        never comes; both of an alert that compares two."""
        never = datetime.min.replace(tzinfo=UTC)
        chosen: dict[str, Symbol] = {}
        for alert in sorted(
            due, key=lambda a: min((self._looked.get(s.ticker, never) for s in a.rule.symbols), default=never)
        ):
            more = {symbol.ticker: symbol for symbol in alert.rule.symbols}
            if len(chosen.keys() | more.keys()) <= _MOST:
                chosen |= more
        return tuple(chosen.values())

    def _settle(
        self, alert: Alert, readings: Sequence[AlertReading], bars: Mapping[str, Bars], now: datetime
    ) -> Alert | None:
        """Go through the readings; what it is then, None when it is used up. Of several that met it, as
        when no worker ran for days, the newest is told: no flood."""
        known, told = alert, None
        for reading in readings:
            if not reading.so_far and known.checked is not None and reading.session <= known.checked:
                continue  # that close has been judged
            if not reading.so_far:
                known = dataclasses.replace(known, checked=reading.session)
            if known.armed and reading.met:
                if not self._was_asleep(alert, reading):
                    told = reading
                if known.rule.band is None:
                    if told:
                        break
                    continue
                known = dataclasses.replace(known, armed=False)
            elif reading.clear and not known.armed:
                known = dataclasses.replace(known, armed=True)
            if not reading.so_far and known.rule.renews:
                known = dataclasses.replace(known, armed=True)
        if told is not None:
            self._tell(alert, known, told, readings[-1], bars, now)
        return None if told is not None and alert.rule.band is None else known

    def _was_asleep(self, alert: Alert, reading: AlertReading) -> bool:
        """It happened at a close for which its owner wanted quiet."""
        if reading.so_far or alert.snoozed_until is None:
            return False
        return self._market.closed_at(reading.session) < alert.snoozed_until

    def _tell(
        self,
        alert: Alert,
        after: Alert,
        told: AlertReading,
        newest: AlertReading,
        bars: Mapping[str, Bars],
        now: datetime,
    ) -> None:
        """Take it off or write down what it is `after`, and owe its post, in one transaction."""
        with self._engine.begin() as c:
            if not alert.armed:  # it was armed again by a close before the one that is told
                judged(c, [dataclasses.replace(alert, armed=True)])
            if fire(c, alert):
                line = owed(alert, told, newest, bars, self._market, now)
                batch = f"deliver:{line.place.platform}:{line.place.workspace}:{line.key}"
                self._ledger.write(c, [line], batch)
                self._queue.enqueue(c, batch, {"batch": batch})
                ALERTS_FIRED.inc()
            judged(c, [after])


def _known(alert: Alert, last: date) -> bool:
    """Judged at the close, and that of `last` has been: there is nothing to look at."""
    return alert.rule.at_close and alert.checked is not None and alert.checked >= last


_QUESTIONS = {RuleKind.BREADTH: "/breadth", RuleKind.ROTATION: "/rotation"}


def owed(
    alert: Alert,
    told: AlertReading,
    newest: AlertReading,
    bars: Mapping[str, Bars],
    market: Market,
    now: datetime,
) -> LedgerLine:
    """The line of the ledger for the reading that is `told`; its key is the same whoever judges it."""
    moment = now.isoformat(timespec="minutes") if told.so_far else str(told.session)
    return LedgerLine(
        key=f"alert:{alert.id}:{moment}",
        kind="alert",
        subject=alert.id,
        place=alert.place,
        owner=alert.owner,
        day=told.session,
        due=now,
        content=_content(alert, told, newest, bars, market),
    )


def _content(
    alert: Alert, told: AlertReading, newest: AlertReading, bars: Mapping[str, Bars], market: Market
) -> dict[str, Any]:
    """What `bot.jobs.digest_orders` makes a reply of. A close that was judged afterwards is told as late."""
    used = [bars[symbol.ticker] for symbol in alert.rule.symbols if symbol.ticker in bars]
    rearm = "It is used up."
    if alert.rule.band is not None:
        when = "with the next session" if alert.rule.renews else "once the figure is back"
        rearm = f"It is armed again {when}."
    late = told.session < newest.session
    return {
        "headline": f"Told late: {told.sentence}" if late else told.sentence,
        "notes": [
            *([f"That close was judged afterwards; the newest is of {newest.session}."] if late else []),
            f"Alert {alert.id}, “{alert.rule}”. {rearm}",
        ],
        "commands": [_QUESTIONS.get(alert.rule.kind, f"/quote {alert.rule.symbol}")],
        "source": ", ".join(dict.fromkeys(b.source for b in used)) or market.source_title,
        "sample": any(b.sample for b in used) or market.sample,
    }
