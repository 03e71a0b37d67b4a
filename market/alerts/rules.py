"""Alert rules: conditions on markets, read from words and written back.

A rule that is judged at the close sees completed sessions only; any other the running bar too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from market.errors import MarketError
from market.symbols import Symbol, find

_NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?)"
_EXAMPLES = (
    "rut record",
    "rut above 2750",
    "iwm down 2% day",
    "rut leads spx 5 points over 20 sessions",
    "breadth below 30%",
    "breadth below 30% so far",
    "rotation changes",
    "rut move 3 sigma",
    "health care drags 0.5 points",
)
_SIDE = r"(?= (?:above|over|below|under|up|down)\b)"
_SAID = (
    (r"^(?:me )?(?:when|if|once) (?:the )?", ""),
    (r" (?:falls|drops|loses|slides|sinks)(?: by)?(?= [0-9])| -(?=[0-9.,]+ ?%)", " down"),
    (r" (?:rises|gains|jumps|climbs)(?: by)?(?= [0-9.,]+ ?%)| \+(?=[0-9.,]+ ?%)", " up"),
    (r" (?:down|up)(?=[0-9])", r"\g<0> "),
    (r" ?>=? ?", " above "),
    (r" ?<=? ?", " below "),
    (rf" (?:is|goes|gets|trades|rises|climbs|falls|drops){_SIDE}", ""),
)
"""What people write for the words of the forms."""
FORMS = "Write “" + "”, “".join(_EXAMPLES[:-1]) + f"” or “{_EXAMPLES[-1]}”."


class BadRule(MarketError):
    """The words are no alert rule. The sentence lists the forms that are."""


class RuleKind(StrEnum):
    RECORD = "record"
    LEVEL = "level"
    MOVE = "move"
    LEAD = "lead"
    BREADTH = "breadth"
    BREADTH_SO_FAR = "breadth so far"
    ROTATION = "rotation"
    SURPRISE = "surprise"
    CONTRIBUTION = "contribution"


_OF_ONE_SESSION = (RuleKind.SURPRISE, RuleKind.CONTRIBUTION)
_MOST_SIGMA = 20.0


@dataclass(frozen=True, slots=True)
class AlertRule:
    """The condition of one alert.

    value: an index level or price (LEVEL), a number of standard deviations (SURPRISE) or a fraction (the others).
    above: up, above, leading or adding; else down, below or dragging. A SURPRISE is a move either way.
    sector: whose contribution to the Russell 2000 it is about (CONTRIBUTION), as its fund is called.
    sessions: how far back a move or lead is measured.
    at_close: judged on completed sessions only.
    band: None for once; else how far back the figure must go before the alert is armed again (a fraction: of
        the level, or of the whole).
    """

    kind: RuleKind
    symbol: Symbol | None = None
    other: Symbol | None = None
    above: bool = True
    value: float = 0.0
    sessions: int = 1
    at_close: bool = False
    band: float | None = None
    sector: str = ""

    @classmethod
    def parse(cls, text: str) -> AlertRule:
        """Read one of `FORMS`, with `at close`, `so far`, `once`, `again` or `again after 1%` behind it. So are
        `rut > 2750`, `when the dow falls 2%` and `rut closes below 2600`.

        Raises BadRule, UnknownSymbol.
        """
        words = " ".join(text.casefold().split())
        for said, form in _SAID:
            words = re.sub(said, form, words)
        words, at_close = _cut(words, rf"(?:at (?:the )?close|closes{_SIDE})")
        words, so_far = _cut(words, r"(?:so far(?: today)?|intraday)")
        words, band = _cut(words, rf"(?:again|every time)(?: after {_NUMBER} ?%)?")
        words, _once = _cut(words, r"once")
        rule = _read(words)
        if rule is None:
            raise BadRule(f"I cannot wait for “{text[:60]}”. {FORMS}")
        if so_far is not None:
            rule = _judged_so_far(rule, at_close is not None)
        return replace(
            rule,
            at_close=rule.at_close or at_close is not None,
            band=None if band is None else _fraction(band[1]) if band[1] else 0.0,
        )

    @property
    def lasts(self) -> bool:
        """True of a state that can hold for long (above a level, ahead by so much); a record, a turn or
        a day's move happens on one session."""
        return self.kind not in (RuleKind.RECORD, RuleKind.ROTATION, *_OF_ONE_SESSION) and not (
            self.kind is RuleKind.MOVE and self.sessions == 1
        )

    @property
    def renews(self) -> bool:
        """True of what happens on one session and may happen again on the next, whatever the figure did
        meanwhile: a day's move, and a record or a turn without a band."""
        return (
            self.band is not None
            and not self.lasts
            and (self.band == 0 or self.kind in (RuleKind.MOVE, *_OF_ONE_SESSION))
        )

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return tuple(symbol for symbol in (self.symbol, self.other) if symbol)

    def __str__(self) -> str:
        """The words that read the same: `rut above 2750`."""
        words = [self._condition]
        if self.at_close and self.kind in (RuleKind.LEVEL, RuleKind.MOVE, RuleKind.SURPRISE):
            words.append("at close")
        if self.band is not None:
            words.append(f"again after {self.band * 100:g}%" if self.band else "again")
        return " ".join(words)

    @property
    def _condition(self) -> str:
        percent = f"{self.value * 100:g}"
        sessions = f"{self.sessions} session{'' if self.sessions == 1 else 's'}"
        points = f"{percent} point{'' if percent == '1' else 's'}"
        match self.kind:
            case RuleKind.RECORD:
                return f"{self.symbol} record"
            case RuleKind.LEVEL:
                return f"{self.symbol} {'above' if self.above else 'below'} {_plain(self.value)}"
            case RuleKind.MOVE:
                over = "day" if self.sessions == 1 else f"over {sessions}"
                return f"{self.symbol} {'up' if self.above else 'down'} {percent}% {over}"
            case RuleKind.LEAD:
                return f"{self.symbol} leads {self.other} {points} over {sessions}"
            case RuleKind.BREADTH | RuleKind.BREADTH_SO_FAR:
                so_far = " so far" if self.kind is RuleKind.BREADTH_SO_FAR else ""
                return f"breadth {'above' if self.above else 'below'} {percent}%{so_far}"
            case RuleKind.ROTATION:
                return "rotation changes"
            case RuleKind.SURPRISE:
                return f"{self.symbol} move {self.value:g} sigma"
            case RuleKind.CONTRIBUTION:
                return f"{self.sector.lower()} {'adds' if self.above else 'drags'} {points}"


def _plain(value: float) -> str:
    """The shortest digits that read the same, never as 1e-05."""
    written = format(Decimal(repr(value)), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _cut(words: str, pattern: str) -> tuple[str, re.Match[str] | None]:
    match = re.search(rf"(?:^|[ ,]+){pattern}(?=$|[ ,])", words)
    return (words, None) if match is None else (words[: match.start()] + words[match.end() :], match)


def _read(words: str) -> AlertRule | None:
    if re.fullmatch(r"rotation(?: changes?)?", words):
        return AlertRule(RuleKind.ROTATION, at_close=True)
    if match := re.fullmatch(rf"breadth (above|over|below|under) (?:{_NUMBER} ?%|([1-9]\d?))", words):
        return AlertRule(
            RuleKind.BREADTH,
            above=match[1] in ("above", "over"),
            value=_fraction(match[2] or match[3]),
            at_close=True,
        )
    if match := re.fullmatch(r"(.+?) (?:at )?(?:a )?(?:new )?record(?: close)?", words):
        return AlertRule(RuleKind.RECORD, Symbol.parse(match[1]), at_close=True)
    if match := re.fullmatch(rf"(.+?) (above|over|below|under) {_NUMBER}", words):
        up = match[2] in ("above", "over")
        return AlertRule(RuleKind.LEVEL, Symbol.parse(match[1]), above=up, value=_positive(match[3]))
    if match := re.fullmatch(
        rf"(.+?) (up|down) {_NUMBER} ?%(?: (?:a |on the )?day| over (\d+) sessions?)?", words
    ):
        return AlertRule(
            RuleKind.MOVE,
            Symbol.parse(match[1]),
            above=match[2] == "up",
            value=_fraction(match[3]),
            sessions=_sessions(match[4] or "1"),
        )
    if match := re.fullmatch(
        rf"(.+?) leads (.+?)(?: by)? {_NUMBER} ?(?:%|points?|pp) over (\d+) sessions?", words
    ):
        return AlertRule(
            RuleKind.LEAD,
            Symbol.parse(match[1]),
            Symbol.parse(match[2]),
            value=_fraction(match[3]),
            sessions=_sessions(match[4]),
            at_close=True,
        )
    if match := re.fullmatch(
        rf"(.+?) (?:moves?|is)(?: by| of)? {_NUMBER} ?(?:sigmas?|σ|standard deviations?|sd)", words
    ):
        return AlertRule(RuleKind.SURPRISE, Symbol.parse(match[1]), value=_sigma(match[2]))
    if match := re.fullmatch(
        rf"(.+?) (drags?|takes?|costs?|adds?|gives?)(?: (?:down|off))?(?: by)? {_NUMBER} ?(?:points?|pp|%)",
        words,
    ):
        return AlertRule(
            RuleKind.CONTRIBUTION,
            above=match[2].startswith(("add", "give")),
            value=_fraction(match[3]),
            at_close=True,
            sector=_sector(match[1]),
        )
    return None


def _judged_so_far(rule: AlertRule, at_close: bool) -> AlertRule:
    """`rule` as it is judged during a session. Raises BadRule where it is one of completed sessions only."""
    if rule.kind is RuleKind.BREADTH and not at_close:
        return replace(rule, kind=RuleKind.BREADTH_SO_FAR, at_close=False)
    if rule.at_close or at_close:
        raise BadRule(f"“{rule}” is judged at the close. Leave “so far” out.")
    return rule


def _number(text: str) -> float:
    """A figure whose commas part thousands. With any other it could be ten or a thousand times as much as meant."""
    if "," in text and not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        raise BadRule(f"“{text[:20]}” can be read in two ways. Write decimals after a point, such as 1.5.")
    return float(text.replace(",", ""))


def _positive(text: str) -> float:
    value = _number(text)
    if not 0 < value < 1e9:
        raise BadRule(f"{text[:20]} is no level to wait for. {FORMS}")
    return value


def _fraction(text: str) -> float:
    """A written per cent as a fraction, rounded so that it is written back the same."""
    value = round(_number(text) / 100, 8)
    if not 0 < value <= 10:
        raise BadRule(f"{text[:20]}% is out of range. Write a number such as 2% or 30%.")
    return value


def _sigma(text: str) -> float:
    value = _positive(text)
    if value > _MOST_SIGMA:
        raise BadRule(f"{text[:20]} standard deviations are out of range. Write a number such as 3.")
    return value


def _sector(text: str) -> str:
    """The name of a sector of the S&P 500's eleven."""
    symbol = find(text)
    if symbol is None or symbol.group != "sector":
        raise BadRule(f"“{text[:30]}” is no sector. Write one such as health care or technology.")
    return symbol.label


def _sessions(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 1000:
        raise BadRule(f"I measure over 1 to 1,000 sessions; {text[:20]} is outside.")
    return count
