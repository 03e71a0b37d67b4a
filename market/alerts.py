"""Alert rules: what somebody waits for, read from words and judged against bars.

Pure: bars and the tape's other readings go in, a `Reading` comes out. A rule that is judged at the
close sees completed sessions only; any other sees the running bar too and says "so far".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from market.bars import Bars
from market.errors import MarketError, NoData
from market.numbers import change, lead, level, moment, share
from market.performance import aligned
from market.records import record_closes
from market.symbols import Symbol

_NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?)"
_EXAMPLES = (
    "rut record",
    "rut above 2750",
    "iwm down 2% day",
    "rut leads spx 5 points over 20 sessions",
    "breadth below 30%",
    "rotation changes",
)
FORMS = "Write “" + "”, “".join(_EXAMPLES[:-1]) + f"” or “{_EXAMPLES[-1]}”."


class BadRule(MarketError):
    """The words are no alert. The sentence lists what can be waited for."""


class Kind(StrEnum):
    RECORD = "record"
    LEVEL = "level"
    MOVE = "move"
    LEAD = "lead"
    BREADTH = "breadth"
    ROTATION = "rotation"


@dataclass(frozen=True, slots=True)
class Rule:
    """`value`: an index level or price (LEVEL) or a fraction (MOVE, LEAD, BREADTH). `above`: up,
    above or leading; else down or below. `sessions`: how far back a move or lead is measured.
    `at_close`: judged on completed sessions only. `band`: None for once; else how far back the
    figure must go before the alert is armed again (a fraction: of the level, or of the whole)."""

    kind: Kind
    symbol: Symbol | None = None
    other: Symbol | None = None
    above: bool = True
    value: float = 0.0
    sessions: int = 1
    at_close: bool = False
    band: float | None = None

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read one of `FORMS`, with `at close`, `once`, `again` or `again after 1%` behind it.

        Raises BadRule, UnknownSymbol.
        """
        words = " ".join(text.casefold().split())
        words, at_close = _cut(words, r"at (?:the )?close")
        words, band = _cut(words, rf"(?:again|every time)(?: after {_NUMBER} ?%)?")
        words, _once = _cut(words, r"once")
        found = _read(words)
        return cls(
            kind=found.kind,
            symbol=found.symbol,
            other=found.other,
            above=found.above,
            value=found.value,
            sessions=found.sessions,
            at_close=found.at_close or at_close is not None,
            band=None if band is None else _fraction(band[1]) if band[1] else 0.0,
        )

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return tuple(symbol for symbol in (self.symbol, self.other) if symbol)

    def __str__(self) -> str:
        """The words that read the same: `rut above 2750`."""
        words = [self._condition]
        if self.at_close and self.kind in (Kind.LEVEL, Kind.MOVE):
            words.append("at close")
        if self.band is not None:
            words.append(f"again after {self.band * 100:g}%" if self.band else "again")
        return " ".join(words)

    @property
    def _condition(self) -> str:
        percent = f"{self.value * 100:g}"
        match self.kind:
            case Kind.RECORD:
                return f"{self.symbol} record"
            case Kind.LEVEL:
                return f"{self.symbol} {'above' if self.above else 'below'} {self.value:.10g}"
            case Kind.MOVE:
                over = "day" if self.sessions == 1 else f"over {self.sessions} sessions"
                return f"{self.symbol} {'up' if self.above else 'down'} {percent}% {over}"
            case Kind.LEAD:
                return f"{self.symbol} leads {self.other} {percent} points over {self.sessions} sessions"
            case Kind.BREADTH:
                return f"breadth {'above' if self.above else 'below'} {percent}%"
            case Kind.ROTATION:
                return "rotation changes"


@dataclass(frozen=True, slots=True)
class Tape:
    """What is not in a symbol's bars. `breadth`: share of members above their 200-session average
    on `session`. `regime`, `regime_before`: the rotation rule's word there and a session earlier."""

    session: date
    breadth: float | None = None
    regime: str = ""
    regime_before: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule against the data. `met`: it has happened. `clear`: the figure is back beyond the
    band, so that it may happen again. `sentence`: the finding, with its figure and its time."""

    met: bool
    clear: bool
    sentence: str
    session: date
    so_far: bool = False


def judge(rule: Rule, bars: Mapping[str, Bars], tape: Tape | None = None) -> Reading | None:
    """`rule` against `bars` (by ticker) and `tape`; None when what it needs is not there.

    Raises NoData when two symbols have no session in common.
    """
    if rule.kind in (Kind.BREADTH, Kind.ROTATION):
        return _judge_tape(rule, tape) if tape else None
    found = [bars[symbol.ticker] for symbol in rule.symbols if symbol.ticker in bars]
    if len(found) < len(rule.symbols) or any(len(b.frame) < 2 for b in found):
        return None
    if rule.kind is Kind.RECORD:
        return _judge_record(found[0])
    if rule.kind is Kind.LEVEL:
        return _judge_level(rule, found[0])
    if rule.kind is Kind.MOVE:
        return _judge_move(rule, found[0])
    return _judge_lead(rule, found[0], found[1])


def _judge_record(bars: Bars) -> Reading:
    records = record_closes(bars.closes)
    closed = f"{bars.symbol.name} closed at"
    close = level(float(bars.closes.iloc[-1]))
    sentence = f"{closed} {close} on {records.last}, below the record close of {level(records.level)}."
    if records.at_record:
        sentence = f"{closed} a record {close} on {records.last}, number {records.in_year} of the year."
    return Reading(records.at_record, not records.at_record, sentence, records.last)


def _judge_level(rule: Rule, bars: Bars) -> Reading:
    now, when, session, so_far = _newest(bars, rule.at_close)
    side = "above" if rule.above else "below"
    met = now > rule.value if rule.above else now < rule.value
    back = rule.value * (rule.band or 0.0)
    clear = now <= rule.value - back if rule.above else now >= rule.value + back
    said = side if met else f"not {side}"
    sentence = f"{bars.symbol.name} is {said} {level(rule.value)}: {level(now)} {when}."
    return Reading(met, clear, sentence, session, so_far)


def _judge_move(rule: Rule, bars: Bars) -> Reading | None:
    now, when, session, so_far = _newest(bars, rule.at_close)
    back = rule.sessions - 1 if so_far else rule.sessions
    if len(bars.closes) <= back:
        return None
    moved = now / float(bars.closes.iloc[-1 - back]) - 1.0
    over = "on the day" if rule.sessions == 1 else f"over {rule.sessions} sessions"
    sentence = f"{bars.symbol.name} is {change(moved)} {over}: {level(now)} {when}."
    return _threshold(rule, moved, sentence, session, so_far)


def _judge_lead(rule: Rule, own: Bars, other: Bars) -> Reading | None:
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


def _judge_tape(rule: Rule, tape: Tape) -> Reading | None:
    if rule.kind is Kind.ROTATION:
        changed = bool(tape.regime and tape.regime_before) and tape.regime != tape.regime_before
        sentence = (
            f"The tape turned from {tape.regime_before} to {tape.regime} at the close of {tape.session}."
        )
        return Reading(changed, not changed, sentence, tape.session)
    if tape.breadth is None:
        return None
    sentence = (
        f"{share(tape.breadth)} of members are above their 200-session average, close of {tape.session}."
    )
    return _threshold(rule, tape.breadth, sentence, tape.session, False)


def _threshold(rule: Rule, figure: float, sentence: str, session: date, so_far: bool) -> Reading:
    signed = -rule.value if rule.kind is Kind.MOVE and not rule.above else rule.value
    met = figure >= signed if rule.above else figure <= signed
    back = rule.band or 0.0
    clear = figure < signed - back if rule.above else figure > signed + back
    return Reading(met, clear, sentence, session, so_far)


def _newest(bars: Bars, at_close: bool) -> tuple[float, str, date, bool]:
    """The newest figure, how its time is said, its session, and whether that is still running."""
    running = None if at_close else bars.running
    if running is not None:
        return running.last, f"so far (as of {moment(running.at)})", running.session, True
    return float(bars.closes.iloc[-1]), f"at the close of {bars.last_session}", bars.last_session, False


def near(rule: Rule, reading: Reading | None, bars: Mapping[str, Bars]) -> float | None:
    """How far a LEVEL rule's figure is from its level, as a fraction of the figure; else None."""
    if rule.kind is not Kind.LEVEL or rule.symbol is None or reading is None or reading.met:
        return None
    found = bars.get(rule.symbol.ticker)
    return None if found is None else rule.value / _newest(found, rule.at_close)[0] - 1.0


def asleep(snoozed_until: datetime | None, now: datetime) -> bool:
    return snoozed_until is not None and now < snoozed_until


def _cut(words: str, pattern: str) -> tuple[str, re.Match[str] | None]:
    match = re.search(rf"(?:^|[ ,]+){pattern}(?=$|[ ,])", words)
    return (words, None) if match is None else (words[: match.start()] + words[match.end() :], match)


def _read(words: str) -> Rule:
    if re.fullmatch(r"rotation(?: changes?)?", words):
        return Rule(Kind.ROTATION, at_close=True)
    if match := re.fullmatch(rf"breadth (above|below) {_NUMBER} ?%", words):
        return Rule(Kind.BREADTH, above=match[1] == "above", value=_fraction(match[2]), at_close=True)
    if match := re.fullmatch(r"(.+?) (?:at )?(?:a )?(?:new )?record(?: close)?", words):
        return Rule(Kind.RECORD, Symbol.parse(match[1]), at_close=True)
    if match := re.fullmatch(rf"(.+?) (above|over|below|under) {_NUMBER}", words):
        up = match[2] in ("above", "over")
        return Rule(Kind.LEVEL, Symbol.parse(match[1]), above=up, value=_positive(match[3]))
    if match := re.fullmatch(
        rf"(.+?) (up|down) {_NUMBER} ?%(?: (?:a |on the )?day| over (\d+) sessions?)?", words
    ):
        return Rule(
            Kind.MOVE,
            Symbol.parse(match[1]),
            above=match[2] == "up",
            value=_fraction(match[3]),
            sessions=_sessions(match[4] or "1"),
        )
    if match := re.fullmatch(
        rf"(.+?) leads (.+?)(?: by)? {_NUMBER} ?(?:%|points?|pp) over (\d+) sessions?", words
    ):
        return Rule(
            Kind.LEAD,
            Symbol.parse(match[1]),
            Symbol.parse(match[2]),
            value=_fraction(match[3]),
            sessions=_sessions(match[4]),
            at_close=True,
        )
    raise BadRule(f"I cannot wait for “{words[:60]}”. {FORMS}")


def _positive(text: str) -> float:
    value = float(text.replace(",", ""))
    if not 0 < value < 1e9:
        raise BadRule(f"{text} is no level to wait for. {FORMS}")
    return value


def _fraction(text: str) -> float:
    """A written per cent as a fraction, rounded so that it is written back the same."""
    value = round(float(text.replace(",", "")) / 100, 8)
    if not 0 < value <= 10:
        raise BadRule(f"{text}% is out of range. Write a number such as 2% or 30%.")
    return value


def _sessions(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 1000:
        raise BadRule(f"I measure over 1 to 1,000 sessions; {count:,} is outside.")
    return count
