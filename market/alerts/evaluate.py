"""Alert rules judged against bars and other readings of a session. Pure.

What rests on a running bar says "so far" in its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

import pandas as pd

from market.alerts.rules import AlertRule, RuleKind
from market.analytics.breadth import LONG
from market.analytics.performance import aligned
from market.analytics.records import record_closes
from market.analytics.surprise import SHORT, surprise
from market.bars import Bars
from market.errors import NoData
from market.formatting import change, lead, level, moment, points_of, share
from market.symbols import Symbol

MISSED = 10  # closes that are judged later, when no round of alerts ran after them


@dataclass(frozen=True, slots=True)
class AlertInputs:
    """The readings of one session that are not in a symbol's bars.

    at: since when the quotes of a session in progress are; None for a completed one.
    breadth: share of members above their 200-session average; None where it is not known.
    coverage: of how many members, in words.
    regime, regime_before: the rotation rule's verdict on the session and on the one before it; empty where it
        is not known.
    contributions: of each sector to the Russell 2000's change, as fractions; empty where members do not explain it.
    change, of: that of the index, or of the fund `of` that stands in for it.
    """

    session: date
    breadth: float | None = None
    regime: str = ""
    regime_before: str = ""
    coverage: str = ""
    contributions: Mapping[str, float] = field(default_factory=dict)
    change: float = float("nan")
    of: Symbol | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertReading:
    """A rule against the data.

    met: it has happened.
    clear: the figure is back beyond the band, so that it may happen again.
    sentence: the finding, with its figure and its time.
    at: the time of a figure of a session in progress; None for one of a close.
    value: the figure that the rule is judged by: a level, a fraction, standard deviations, or a verdict.
    of: the fund that a contribution is to, where one stands in for the index.
    """

    met: bool
    clear: bool
    sentence: str
    session: date
    at: datetime | None = None
    value: float | str | None = None
    of: Symbol | None = None

    @property
    def so_far(self) -> bool:
        return self.at is not None


def judge(
    rule: AlertRule, bars: Mapping[str, Bars], inputs: AlertInputs | None = None
) -> AlertReading | None:
    """The reading of `rule` on `bars` (by ticker) and `inputs`; None when what it needs is missing.

    Raises NoData when two symbols have no session in common.
    """
    own = [bars[symbol.ticker] for symbol in rule.symbols if symbol.ticker in bars]
    if len(own) < len(rule.symbols) or any(len(b.frame) < 2 for b in own):
        return None
    match rule.kind:
        case RuleKind.RECORD:
            return _judge_record(own[0])
        case RuleKind.LEVEL:
            return _judge_level(rule, own[0])
        case RuleKind.MOVE:
            return _judge_move(rule, own[0])
        case RuleKind.LEAD:
            return _judge_lead(rule, own[0], own[1])
        case RuleKind.BREADTH | RuleKind.BREADTH_SO_FAR:
            return _judge_breadth(rule, inputs) if inputs else None
        case RuleKind.ROTATION:
            return _judge_rotation(inputs) if inputs else None
        case RuleKind.SURPRISE:
            return _judge_surprise(rule, own[0])
        case RuleKind.CONTRIBUTION:
            return _judge_contribution(rule, inputs) if inputs else None
        case _:
            assert_never(rule.kind)


def judge_each(
    rule: AlertRule,
    bars: Mapping[str, Bars],
    sessions: Sequence[AlertInputs] = (),
    after: date | None = None,
) -> list[AlertReading]:
    """The readings of `rule`, oldest first. One that is judged at the close is read on each session later
    than `after`, `MISSED` of them before the newest at most, so that a session without a round of alerts
    is not lost; without `after`, on the newest only. `sessions`: oldest first; one in progress is read by a rule
    that is judged so far, and by no other.

    Raises NoData as `judge` does.
    """
    if not rule.symbols:
        own = [inputs for inputs in sessions if (inputs.at is None) is rule.at_close]
        new = [inputs for inputs in own if after is None or inputs.session > after]
        readings = [judge(rule, bars, inputs) for inputs in (new if after else new[-1:])]
    elif not rule.at_close:
        readings = [judge(rule, bars)]
    elif after is not None and _is_judged_already(rule, bars, after):
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


def _is_judged_already(rule: AlertRule, bars: Mapping[str, Bars], after: date) -> bool:
    """A cheap test before judging: rounds run every minute, and a close is new once a day."""
    newest = [bars[symbol.ticker].last_session for symbol in rule.symbols if symbol.ticker in bars]
    return bool(newest) and min(newest) <= after


def _until(bars: Mapping[str, Bars], day: pd.Timestamp) -> dict[str, Bars]:
    """`bars` as they were at the close of `day`."""
    return {ticker: replace(own, frame=own.frame.loc[:day], running=None) for ticker, own in bars.items()}


def _judge_record(bars: Bars) -> AlertReading:
    records = record_closes(bars.closes)
    closed = f"{bars.symbol.name} closed at"
    close = level(float(bars.closes.iloc[-1]))
    sentence = f"{closed} {close} on {records.last}, below the record close of {level(records.level)}."
    is_record = records.at_record and not records.unknown  # a session without a bar may have been higher
    if is_record:
        counted = "" if records.uncounted else f", number {records.in_year} of the year"
        sentence = f"{closed} a record {close} on {records.last}{counted}."
    return AlertReading(
        is_record, not records.at_record, sentence, records.last, value=float(bars.closes.iloc[-1])
    )


def _judge_level(rule: AlertRule, bars: Bars) -> AlertReading:
    now, when, session, at = _newest(bars, rule.at_close)
    side = "above" if rule.above else "below"
    met = now > rule.value if rule.above else now < rule.value
    back = rule.value * (rule.band or 0.0)
    clear = now <= rule.value - back if rule.above else now >= rule.value + back
    said = side if met else f"not {side}"
    sentence = f"{bars.symbol.name} is {said} {level(rule.value)}: {level(now)} {when}."
    return AlertReading(met, clear, sentence, session, at, now)


def _judge_move(rule: AlertRule, bars: Bars) -> AlertReading | None:
    now, when, session, at = _newest(bars, rule.at_close)
    back = rule.sessions - 1 if at else rule.sessions
    closes = bars.closes
    if at:
        back -= len(bars.gaps(bars.last_session, session))  # they are sessions of the move, too
    if back < 0 or len(closes) <= back or closes.isna().iloc[-1 - back]:
        return None  # the close that it is measured from is not there
    moved = now / float(closes.iloc[-1 - back]) - 1.0
    over = "on the day" if rule.sessions == 1 else f"over {rule.sessions} sessions"
    size = _size(closes.iloc[: len(closes) - back], moved, rule.sessions)
    sentence = f"{bars.symbol.name} is {change(moved)} {over}{size}: {level(now)} {when}."
    return _threshold(rule, moved, sentence, session, at)


def _judge_surprise(rule: AlertRule, bars: Bars) -> AlertReading | None:
    """A day's move either way, in standard deviations of the sessions before it."""
    now, when, session, at = _newest(bars, rule.at_close)
    moved = bars.running_change if at else float(bars.closes.iloc[-1] / bars.closes.iloc[-2] - 1.0)
    times = surprise(bars.closes, moved if at else None).short
    if moved != moved or times != times:
        return None
    sentence = (
        f"{bars.symbol.name} is {change(moved)} on the day, {abs(times):.1f} standard deviations of the last {SHORT} "
        f"sessions: {level(now)} {when}."
    )
    met = abs(times) >= rule.value
    return AlertReading(met, not met, sentence, session, at, times)


def _judge_contribution(rule: AlertRule, inputs: AlertInputs) -> AlertReading | None:
    given = inputs.contributions.get(rule.sector)
    if given is None:
        return None
    verb = "gave" if given >= 0 else "took"
    whole = f"{inputs.of.label if inputs.of else 'the Russell 2000'}’s {change(inputs.change)}"
    sentence = f"{rule.sector} {verb} {points_of(given)} of {whole}, close of {inputs.session}."
    signed = given if rule.above else -given
    met = signed >= rule.value
    return AlertReading(met, not met, sentence, inputs.session, value=given, of=inputs.of)


def _size(before: pd.Series[float], moved: float, sessions: int) -> str:
    """How large a change since the last close of `before` is: ", 2.4 times the usual day of the last 60 sessions";
    empty where unknown."""
    times = surprise(before, moved, sessions).short
    usual = f"day of the last {SHORT} sessions" if sessions == 1 else f"of so many, by the {SHORT} before"
    return f", {abs(times):.1f} times the usual {usual}" if times == times else ""


def _judge_lead(rule: AlertRule, own: Bars, other: Bars) -> AlertReading | None:
    closes = aligned((own, other), "closes")
    if len(closes) <= rule.sessions:
        raise NoData(f"There are fewer than {rule.sessions} common sessions to measure the lead over.")
    grown = closes.iloc[-1] / closes.iloc[-1 - rule.sessions] - 1.0
    if grown.isna().any():
        return None
    ahead, session = float(grown.iloc[0] - grown.iloc[1]), closes.index[-1].date()
    sentence = (
        f"{own.symbol.name} is {lead(ahead)} against {other.symbol.name} over {rule.sessions} sessions "
        f"({change(float(grown.iloc[0]))} against {change(float(grown.iloc[1]))}, close of {session})."
    )
    return _threshold(rule, ahead, sentence, session)


def _judge_rotation(inputs: AlertInputs) -> AlertReading | None:
    if not (inputs.regime and inputs.regime_before):
        return None
    changed = inputs.regime != inputs.regime_before
    sentence = f"The market regime is {inputs.regime}, as before, at the close of {inputs.session}."
    if changed:
        turn = f"from {inputs.regime_before} to {inputs.regime}"
        sentence = f"The market regime turned {turn} at the close of {inputs.session}."
    return AlertReading(changed, not changed, sentence, inputs.session, value=inputs.regime)


def _judge_breadth(rule: AlertRule, inputs: AlertInputs) -> AlertReading | None:
    if inputs.breadth is None or (inputs.at is None) is not rule.at_close:
        return None
    of = f" ({inputs.coverage})" if inputs.coverage else ""
    when = (
        f" so far today (as of {moment(inputs.at)}, not a close)"
        if inputs.at
        else f", close of {inputs.session}"
    )
    above = f"above their {LONG}-session average{when}"
    sentence = f"{share(inputs.breadth)} of the Russell 2000’s members{of} are {above}."
    return _threshold(rule, inputs.breadth, sentence, inputs.session, inputs.at)


def _threshold(
    rule: AlertRule, figure: float, sentence: str, session: date, at: datetime | None = None
) -> AlertReading:
    signed = -rule.value if rule.kind is RuleKind.MOVE and not rule.above else rule.value
    met = figure >= signed if rule.above else figure <= signed
    back = rule.band or 0.0
    clear = figure < signed - back if rule.above else figure > signed + back
    return AlertReading(met, clear, sentence, session, at, figure)


def _newest(bars: Bars, at_close: bool) -> tuple[float, str, date, datetime | None]:
    """The newest figure, its time in words, its session, and the time where that session is still running."""
    running = None if at_close else bars.running
    if running is not None:
        return running.last, f"so far (as of {moment(running.at)})", running.session, running.at
    return float(bars.closes.iloc[-1]), f"at the close of {bars.last_session}", bars.last_session, None


def near(rule: AlertRule, reading: AlertReading | None, bars: Mapping[str, Bars]) -> float | None:
    """How far a LEVEL rule's figure is from its level, as a fraction of the figure; else None."""
    if rule.kind is not RuleKind.LEVEL or rule.symbol is None or reading is None or reading.met:
        return None
    own = bars.get(rule.symbol.ticker)
    return None if own is None else rule.value / _newest(own, rule.at_close)[0] - 1.0


def asleep(snoozed_until: datetime | None, now: datetime) -> bool:
    return snoozed_until is not None and now < snoozed_until
