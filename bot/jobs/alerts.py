"""Evaluation of all alerts: one fetch per symbol, whatever the number of alerts."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import sqlalchemy as sa

from bot.jobs.alert_posts import AlertFiring, grouped, line_of, queue_post
from bot.jobs.scheduler import JobQueue
from bot.store.alerts import JUDGED, StoredAlerts, judged
from bot.store.key_value import NamedValues
from bot.store.ledger import Ledger
from bot.store.quiet_hours import StoredQuietHours
from commands.framework.ports import Alert
from market.alerts.evaluate import AlertInputs, AlertReading, asleep, judge_each
from market.alerts.rules import AlertRule, RuleKind
from market.bars import Bars
from market.calendars.calendar import SessionState
from market.clock import Clock, Deadline
from market.errors import MarketError
from market.formatting import NEW_YORK
from market.services.prices import PATIENCE, Market
from market.symbols import Symbol

log = logging.getLogger("bellwether.alerts")

# Bars of a close are waited for so long after it, at least until the night in New York, when the members'
# bars come, and at least so long after the first round that looked for them.
_GIVE_UP, _NIGHT, _AT_LEAST = timedelta(hours=6), time(22, 0), timedelta(minutes=15)
_PATIENCE = 45.0  # seconds for all symbols together; the next round comes a minute later
_MOST = 30  # symbols a round: half of a provider's rate, the rest is for people's questions

ReadAlertInputs = Callable[[Market, Collection[RuleKind]], Sequence[AlertInputs]]
"""Breadth and rotation, as far as asked for, of the last completed sessions and of one in progress, oldest first."""


class AlertRound:
    """One evaluation of all alerts. Synchronous; runs in a thread."""

    def __init__(
        self, engine: sa.Engine, queue: JobQueue, market: Market, inputs: ReadAlertInputs, clock: Clock
    ) -> None:
        self._engine, self._queue, self._market, self._read_inputs = engine, queue, market, inputs
        self._alerts, self._ledger = StoredAlerts(engine, clock), Ledger(engine, clock)
        self._quiet = StoredQuietHours(engine)
        self._marks, self._clock = NamedValues(engine, clock), clock
        self._looked: dict[str, datetime] = {}  # when each ticker was last asked for
        self._closes: dict[str, date] = {}  # the newest close seen of each ticker
        self._first: tuple[date, datetime] | None = None  # the last session, and the first look at it

    def __call__(self) -> None:
        now, deadline = self._clock.now(), Deadline.after(_PATIENCE)
        market = self._market.within(deadline)
        last = market.state().last_completed
        alerts = [alert for alert in self._alerts.all() if not asleep(alert.snoozed_until, now)]
        due = [alert for alert in alerts if not _is_judged(alert, last)]
        bars = self._fetched(market, due, now, deadline)
        # A rule without symbols is judged from inputs, not from bars.
        kinds = {alert.rule.kind for alert in due if not alert.rule.symbols}
        inputs = self._read_inputs(market, kinds) if kinds else ()
        checked, firings, waiting = self._judge(due, bars, inputs, last, now)
        waiting = not self._tell(firings, now) or waiting
        with self._engine.begin() as c:
            judged(c, checked)
        if not waiting or now >= self._given_up(market.state(), now):
            self._marks.set(JUDGED, str(last))  # ends the rounds after this close

    def _judge(
        self,
        due: Sequence[Alert],
        bars: Mapping[str, Bars],
        inputs: Sequence[AlertInputs],
        last: date,
        now: datetime,
    ) -> tuple[list[Alert], list[AlertFiring], bool]:
        """The alerts whose state has changed without a post, those that fire, and whether one has not seen
        its close of `last` yet."""

        @cache  # once for all alerts with the same rule
        def readings(rule: AlertRule, after: date | None) -> list[AlertReading]:
            try:
                return judge_each(rule, bars, inputs, after)
            except MarketError:
                return []

        checked, firings, waiting = [], [], False
        for alert in due:
            judged_readings = readings(alert.rule, alert.checked if alert.rule.at_close else None)
            try:
                settled, firing = self._settle(alert, judged_readings, bars, now)
            except Exception:  # a failure of one alert must not stop the others
                log.exception("alert evaluation failed", extra={"alert": alert.id})
                waiting = True
                continue
            if firing is not None:
                firings.append(firing)
            if settled is not None:
                waiting = waiting or not self._seen_close(settled, last)
                if settled != alert and firing is None:
                    checked.append(settled)
        return checked, firings, waiting

    def state(self) -> SessionState:
        """The session state of the market that alerts watch; a sample market's stands still."""
        return self._market.state()

    def _given_up(self, state: SessionState, now: datetime) -> datetime:
        if self._first is None or self._first[0] != state.last_completed:
            self._first = state.last_completed, now
        night = datetime.combine(state.last_completed, _NIGHT, NEW_YORK)
        return max(state.last_close + _GIVE_UP, night, self._first[1] + _AT_LEAST)

    def _seen_close(self, alert: Alert, last: date) -> bool:
        if alert.rule.at_close:
            return _is_judged(alert, last)
        return all(self._closes.get(symbol.ticker, date.min) >= last for symbol in alert.rule.symbols)

    def _fetched(
        self, market: Market, due: Sequence[Alert], now: datetime, deadline: Deadline
    ) -> dict[str, Bars]:
        """Bars by ticker, up to the newest close that is final. The ETF that stands in for an index is
        left out, since its level is not the index's."""
        fetched = {}
        for symbol in self._chosen(due):
            if deadline.remaining() < _PATIENCE * (1 - PATIENCE):
                break  # the market answers no more in time; these symbols come first in the next round
            self._looked[symbol.ticker] = now
            try:
                bars = market.bars(symbol)
            except MarketError as problem:
                log.warning(
                    "alert symbol unavailable", extra={"symbol": symbol.ticker, "reason": str(problem)}
                )
                continue
            if bars.symbol == symbol and not bars.stale and len(bars.settled.frame):
                fetched[symbol.ticker] = bars.settled
                self._closes[symbol.ticker] = bars.settled.last_session
        return fetched

    def _chosen(self, due: Sequence[Alert]) -> Sequence[Symbol]:
        """The symbols of this round: those asked for longest ago first, so that every one is reached;
        both symbols of an alert that compares two."""
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
    ) -> tuple[Alert | None, AlertFiring | None]:
        """The alert after these readings (None when it is used up), and the post that they lead to, if any. Where
        several readings met the rule, since no worker ran for days, only the newest is posted."""
        state, fired = alert, None
        for reading in readings:
            if not reading.so_far and state.checked is not None and reading.session <= state.checked:
                continue  # that close has been judged
            if not reading.so_far:
                state = dataclasses.replace(state, checked=reading.session)
            if state.armed and reading.met:
                if not self._was_asleep(alert, reading):
                    fired = reading
                if state.rule.band is None:
                    if fired:
                        break
                    continue
                state = dataclasses.replace(state, armed=False)
            elif reading.clear and not state.armed:
                state = dataclasses.replace(state, armed=True)
            if not reading.so_far and state.rule.renews:
                state = dataclasses.replace(state, armed=True)
        if fired is None:
            return state, None
        quiet_until = self._quiet.until(alert, now)
        line = line_of(alert, fired, readings[-1], bars, self._market, now, quiet_until)
        firing = AlertFiring(alert, state, line)
        return None if alert.rule.band is None else state, firing

    def _tell(self, firings: Sequence[AlertFiring], now: datetime) -> bool:
        """Queue the posts; False when one could not be, which the next round tries again."""
        whole = True
        for some in grouped(firings):
            try:
                queue_post(self._engine, self._ledger, self._queue, some, now)
            except Exception:  # whatever it was: the other posts go out, and this one is tried again
                log.exception("alert post not queued", extra={"alerts": [one.alert.id for one in some]})
                whole = False
        return whole

    def _was_asleep(self, alert: Alert, reading: AlertReading) -> bool:
        """True when the reading is of a close at which the alert was snoozed."""
        if reading.so_far or alert.snoozed_until is None:
            return False
        return self._market.closed_at(reading.session) < alert.snoozed_until


def _is_judged(alert: Alert, last: date) -> bool:
    """True when the alert is judged at the close, and the close of `last` has been judged."""
    return alert.rule.at_close and alert.checked is not None and alert.checked >= last
