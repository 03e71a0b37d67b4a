"""Judging everybody's alerts: one fetch per symbol, whatever the number of alerts."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.jobs.tick import JUDGED, Queue
from bot.metrics import ALERTS_FIRED
from bot.store.alerts import StoredAlerts, fire, judged
from bot.store.kept import Marks
from bot.store.ledger import Ledger, Line
from commands.ports import Alert
from market.alerts import Reading, Tape, asleep, judge
from market.bars import Bars
from market.clock import Clock
from market.deadline import Deadline
from market.errors import MarketError
from market.market import Market
from market.rules import Kind
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
        bars = _fetched(market, {s for alert in alerts for s in alert.rule.symbols})
        tape = self._read_tape(market, alerts)
        for alert in alerts:
            reading = _judged(alert, bars, tape)
            if reading is not None:
                self._settle(alert, reading, bars, now)
        self._note_judged(market, bars, len({s for alert in alerts for s in alert.rule.symbols}), now)

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

    def _settle(self, alert: Alert, reading: Reading, bars: Mapping[str, Bars], now: datetime) -> None:
        """Fire it, arm it again, or note that its session has been judged."""
        checked = max(alert.checked, reading.session) if alert.checked else reading.session
        if alert.rule.at_close and alert.checked is not None and reading.session <= alert.checked:
            return
        alert = dataclasses.replace(alert, checked=checked if alert.rule.at_close else alert.checked)
        with self._engine.begin() as c:
            if alert.armed and reading.met:
                if fire(c, alert):
                    self._post(c, alert, reading, bars, now)
            elif alert.rule.at_close or (not alert.armed and reading.clear):
                judged(c, [dataclasses.replace(alert, armed=alert.armed or reading.clear)])

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


def _judged(alert: Alert, bars: Mapping[str, Bars], tape: Tape | None) -> Reading | None:
    try:
        return judge(alert.rule, bars, tape)
    except MarketError:
        return None


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
