"""Judging alert rules against bars.

Pure: bars and the tape's other readings go in, a `AlertReading` comes out. What rests on a running bar
says "so far".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd

from market.alerts.rules import AlertRule, RuleKind
from market.analytics.performance import aligned
from market.analytics.records import record_closes
from market.bars import Bars
from market.errors import NoData
from market.formatting import change, lead, level, moment, share

MISSED = 10  # sessions that are judged afterwards, when nobody looked at their close


@dataclass(frozen=True, slots=True)
class AlertInputs:
    """What is not in a symbol's bars. `breadth`: share of members above their 200-session average
    on `session`, and `coverage` in words. `regime`, `regime_before`: the rotation rule's word there and a
    session earlier."""

    session: date
    breadth: float | None = None
    regime: str = ""
    regime_before: str = ""
    coverage: str = ""


@dataclass(frozen=True, slots=True)
class AlertReading:
    """A rule against the data. `met`: it has happened. `clear`: the figure is back beyond the
    band, so that it may happen again. `sentence`: the finding, with its figure and its time."""

    met: bool
    clear: bool
    sentence: str
    session: date
    so_far: bool = False


def judge(rule: AlertRule, bars: Mapping[str, Bars], tape: AlertInputs | None = None) -> AlertReading | None:
    """`rule` against `bars` (by ticker) and `tape`; None when what it needs is not there.

    Raises NoData when two symbols have no session in common.
    """
    if rule.kind in (RuleKind.BREADTH, RuleKind.ROTATION):
        return _judge_tape(rule, tape) if tape else None
    found = [bars[symbol.ticker] for symbol in rule.symbols if symbol.ticker in bars]
    if len(found) < len(rule.symbols) or any(len(b.frame) < 2 for b in found):
        return None
    if rule.kind is RuleKind.RECORD:
        return _judge_record(found[0])
    if rule.kind is RuleKind.LEVEL:
        return _judge_level(rule, found[0])
    if rule.kind is RuleKind.MOVE:
        return _judge_move(rule, found[0])
    return _judge_lead(rule, found[0], found[1])


def judge_each(
    rule: AlertRule, bars: Mapping[str, Bars], tapes: Sequence[AlertInputs] = (), after: date | None = None
) -> list[AlertReading]:
    """`rule` as `judge` reads it; one that is judged at the close on each session later than `after`,
    oldest first, so that a session on which nobody looked is not lost: `MISSED` of them at most, and
    without `after` the newest only. `tapes`: one per session, oldest first.

    Raises NoData as `judge` does.
    """
    if not rule.symbols:
        new = [tape for tape in tapes if after is None or tape.session > after]
        readings = [judge(rule, bars, tape) for tape in (new if after else new[-1:])]
    elif not rule.at_close:
        readings = [judge(rule, bars)]
    elif after is not None and _nothing_new(rule, bars, after):
        readings = []
    else:
        newest = judge(rule, bars)
        readings = [*_earlier(rule, bars, after, newest), newest]
    return [reading for reading in readings if reading is not None]


def _earlier(
    rule: AlertRule, bars: Mapping[str, Bars], after: date | None, newest: AlertReading | None
) -> Iterator[AlertReading | None]:
    if after is None or newest is None:
        return
    closes = bars[rule.symbols[0].ticker].closes
    for day in closes.loc[pd.Timestamp(after) : pd.Timestamp(newest.session)].index[-MISSED - 1 : -1]:
        if day.date() > after:
            yield judge(rule, _until(bars, day))


def _nothing_new(rule: AlertRule, bars: Mapping[str, Bars], after: date) -> bool:
    """Told without judging: a close is looked at every minute, and is new once a day."""
    held = [bars[symbol.ticker].last_session for symbol in rule.symbols if symbol.ticker in bars]
    return bool(held) and min(held) <= after


def _until(bars: Mapping[str, Bars], day: pd.Timestamp) -> dict[str, Bars]:
    """What was known of `bars` at the close of `day`."""
    return {ticker: replace(held, frame=held.frame.loc[:day], running=None) for ticker, held in bars.items()}


def _judge_record(bars: Bars) -> AlertReading:
    records = record_closes(bars.closes)
    closed = f"{bars.symbol.name} closed at"
    close = level(float(bars.closes.iloc[-1]))
    sentence = f"{closed} {close} on {records.last}, below the record close of {level(records.level)}."
    if records.at_record:
        sentence = f"{closed} a record {close} on {records.last}, number {records.in_year} of the year."
    return AlertReading(records.at_record, not records.at_record, sentence, records.last)


def _judge_level(rule: AlertRule, bars: Bars) -> AlertReading:
    now, when, session, so_far = _newest(bars, rule.at_close)
    side = "above" if rule.above else "below"
    met = now > rule.value if rule.above else now < rule.value
    back = rule.value * (rule.band or 0.0)
    clear = now <= rule.value - back if rule.above else now >= rule.value + back
    said = side if met else f"not {side}"
    sentence = f"{bars.symbol.name} is {said} {level(rule.value)}: {level(now)} {when}."
    return AlertReading(met, clear, sentence, session, so_far)


def _judge_move(rule: AlertRule, bars: Bars) -> AlertReading | None:
    now, when, session, so_far = _newest(bars, rule.at_close)
    back = rule.sessions - 1 if so_far else rule.sessions
    if len(bars.closes) <= back:
        return None
    moved = now / float(bars.closes.iloc[-1 - back]) - 1.0
    over = "on the day" if rule.sessions == 1 else f"over {rule.sessions} sessions"
    sentence = f"{bars.symbol.name} is {change(moved)} {over}: {level(now)} {when}."
    return _threshold(rule, moved, sentence, session, so_far)


def _judge_lead(rule: AlertRule, own: Bars, other: Bars) -> AlertReading | None:
    closes = aligned((own, other), "closes")
    if len(closes) <= rule.sessions:
        raise NoData(f"There are fewer than {rule.sessions} common sessions to measure the lead over.")
    grown = closes.iloc[-1] / closes.iloc[-1 - rule.sessions] - 1.0
    ahead, session = float(grown.iloc[0] - grown.iloc[1]), closes.index[-1].date()
    sentence = (
        f"{own.symbol.name} is {lead(ahead)} against {other.symbol.name} over {rule.sessions} sessions "
        f"({change(float(grown.iloc[0]))} against {change(float(grown.iloc[1]))}, close of {session})."
    )
    return _threshold(rule, ahead, sentence, session, False)


def _judge_tape(rule: AlertRule, tape: AlertInputs) -> AlertReading | None:
    if rule.kind is RuleKind.ROTATION:
        if not (tape.regime and tape.regime_before):
            return None
        changed = tape.regime != tape.regime_before
        sentence = f"The tape is {tape.regime}, as before, at the close of {tape.session}."
        if changed:
            sentence = (
                f"The tape turned from {tape.regime_before} to {tape.regime} at the close of {tape.session}."
            )
        return AlertReading(changed, not changed, sentence, tape.session)
    if tape.breadth is None:
        return None
    of = f" ({tape.coverage})" if tape.coverage else ""
    sentence = (
        f"{share(tape.breadth)} of the Russell 2000’s members{of} are above their 200-session average, close of "
        f"{tape.session}."
    )
    return _threshold(rule, tape.breadth, sentence, tape.session, False)


def _threshold(rule: AlertRule, figure: float, sentence: str, session: date, so_far: bool) -> AlertReading:
    signed = -rule.value if rule.kind is RuleKind.MOVE and not rule.above else rule.value
    met = figure >= signed if rule.above else figure <= signed
    back = rule.band or 0.0
    clear = figure < signed - back if rule.above else figure > signed + back
    return AlertReading(met, clear, sentence, session, so_far)


def _newest(bars: Bars, at_close: bool) -> tuple[float, str, date, bool]:
    """The newest figure, how its time is said, its session, and whether that is still running."""
    running = None if at_close else bars.running
    if running is not None:
        return running.last, f"so far (as of {moment(running.at)})", running.session, True
    return float(bars.closes.iloc[-1]), f"at the close of {bars.last_session}", bars.last_session, False


def near(rule: AlertRule, reading: AlertReading | None, bars: Mapping[str, Bars]) -> float | None:
    """How far a LEVEL rule's figure is from its level, as a fraction of the figure; else None."""
    if rule.kind is not RuleKind.LEVEL or rule.symbol is None or reading is None or reading.met:
        return None
    found = bars.get(rule.symbol.ticker)
    return None if found is None else rule.value / _newest(found, rule.at_close)[0] - 1.0


def asleep(snoozed_until: datetime | None, now: datetime) -> bool:
    return snoozed_until is not None and now < snoozed_until
