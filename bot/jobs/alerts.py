"""Judging everybody's alerts: one fetch per symbol, whatever the number of alerts."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.jobs.tick import JUDGED, Queue
from bot.metrics import ALERTS_FIRED
from bot.store.alerts import StoredAlerts, fire, judged
from bot.store.kept import Marks
from bot.store.ledger import Ledger, Line
from commands.ports import Alert
from market.alerts import Reading, Tape, asleep, judge_each
from market.bars import Bars
from market.clock import Clock
from market.deadline import Deadline
from market.errors import MarketError
from market.market import Market
from market.rules import Kind, Rule
from market.symbols import Symbol

log = logging.getLogger("bellwether.alerts")

_GIVE_UP = timedelta(hours=3)  # after a close, waiting for its bars
_PATIENCE = 45.0  # seconds for all symbols together; the next minute brings the next round

ReadTape = Callable[[Market], Tape | None]
"""Breadth and rotation of the last completed session; None when they cannot be had."""


class AlertRound:
    """One evaluation of all alerts. Synchronous; runs in a thread."""

    def __init__(self, engine: sa.Engine, queue: Queue, market: Market, tape: ReadTape, clock: Clock) -> None:
        self._engine, self._queue, self._market, self._tape = engine, queue, market, tape
        self._alerts, self._ledger = StoredAlerts(engine, clock), Ledger(engine, clock)
        self._marks, self._clock = Marks(engine, clock), clock

    def __call__(self) -> None:
        now = self._clock.now()
        alerts = [alert for alert in self._alerts.all() if not asleep(alert.snoozed_until, now)]
        market = self._market.within(Deadline.after(_PATIENCE))
        symbols = {s for alert in alerts for s in alert.rule.symbols}
        bars = _fetched(market, symbols)
        tape = self._read_tape(market, alerts)

        @cache
        def readings(rule: Rule, after: date | None) -> list[Reading]:  # once, however many wait for it
            try:
                return judge_each(rule, bars, tape, after)
            except MarketError:
                return []

        checked = []
        for alert in alerts:
            found = readings(alert.rule, alert.checked if alert.rule.at_close else None)
            settled = self._settle(alert, found, bars, now)
            if settled is not None and settled != alert:
                checked.append(settled)
        with self._engine.begin() as c:
            judged(c, checked)
        self._note_judged(market, bars, len(symbols), now)

    def _read_tape(self, market: Market, alerts: Iterable[Alert]) -> Tape | None:
        if not any(alert.rule.kind in (Kind.BREADTH, Kind.ROTATION) for alert in alerts):
            return None
        try:
            return self._tape(market)
        except MarketError as problem:
            log.warning("the tape could not be read", extra={"reason": str(problem)})
            return None

    def _note_judged(self, market: Market, bars: Mapping[str, Bars], wanted: int, now: datetime) -> None:
        """Rounds after a close end when all its bars were there, or cannot be expected any more."""
        state = market.state()
        complete = len(bars) == wanted and all(b.last_session >= state.last_completed for b in bars.values())
        if complete or now >= state.last_close + _GIVE_UP:
            self._marks.set(JUDGED, str(state.last_completed))

    def _settle(
        self, alert: Alert, readings: Sequence[Reading], bars: Mapping[str, Bars], now: datetime
    ) -> Alert | None:
        """Fire it or arm it again, reading by reading; what it is then, None when it is used up."""
        for reading in readings:
            if alert.rule.at_close:
                alert = dataclasses.replace(alert, checked=reading.session)
            if alert.armed and reading.met:
                with self._engine.begin() as c:
                    if fire(c, alert):
                        self._post(c, alert, reading, bars, now)
                if alert.rule.band is None:
                    return None
                alert = dataclasses.replace(alert, armed=False)
            elif reading.clear and not alert.armed:
                alert = dataclasses.replace(alert, armed=True)
                with self._engine.begin() as c:  # now: the next reading may fire it
                    judged(c, [alert])
        return alert

    def _post(
        self,
        connection: sa.Connection,
        alert: Alert,
        reading: Reading,
        bars: Mapping[str, Bars],
        now: datetime,
    ) -> None:
        moment = now.isoformat(timespec="minutes") if reading.so_far else str(reading.session)
        line = Line(
            key=f"alert:{alert.id}:{moment}",
            kind="alert",
            subject=alert.id,
            place=alert.place,
            owner=alert.owner,
            day=reading.session,
            due=now,
            content=_content(alert, reading, bars),
        )
        batch = f"deliver:{alert.place.platform}:{alert.place.workspace}:{line.key}"
        self._ledger.write(connection, [line], batch)
        self._queue.enqueue(connection, batch, {"batch": batch})
        ALERTS_FIRED.inc()


def _fetched(market: Market, symbols: set[Symbol]) -> dict[str, Bars]:
    """By the ticker that was asked for. An index's stand-in is no answer to a level of the index."""
    found = {}
    for symbol in sorted(symbols, key=lambda s: s.ticker):
        try:
            bars = market.bars(symbol)
        except MarketError as problem:
            log.warning("an alert's symbol could not be had", extra={"reason": str(problem)})
            continue
        if bars.symbol == symbol and not bars.stale:
            found[symbol.ticker] = bars
    return found


def _content(alert: Alert, reading: Reading, bars: Mapping[str, Bars]) -> dict[str, Any]:
    used = [bars[symbol.ticker] for symbol in alert.rule.symbols if symbol.ticker in bars]
    rearm = "It is used up." if alert.rule.band is None else "It is armed again once the figure is back."
    return {
        "headline": reading.sentence,
        "notes": [f"Alert {alert.id}, “{alert.rule}”. {rearm}"],
        "commands": [f"/quote {alert.rule.symbol}" if alert.rule.symbol else "/rotation"],
        "source": ", ".join(dict.fromkeys(b.source for b in used)),
        "sample": any(b.sample for b in used),
    }
