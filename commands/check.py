"""`/check`: each claim of a text, against the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from commands.forms.check import PASTE
from commands.framework.command import UsageError, command
from commands.framework.parsers import Day, RemainingText
from commands.framework.reply import Action, Reply
from commands.presentation.checked_claims import evidence, fact, headline, rows, unread_note
from commands.presentation.claim_bars import claim_bars
from commands.presentation.wording import dated, session_note, the
from market.bars import Bars
from market.calendars.calendar import Calendar
from market.claims.grammar import AnyClaim, ParsedText, readings_of
from market.claims.subjects import Subject
from market.datasets.macro_observations import Observations
from market.datasets.members import MemberPanel, Universe
from market.errors import MarketError
from market.formatting import NEW_YORK, moment
from market.provenance import Provenance, combined
from market.services.macro import MacroService
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol
from market.verdicts.data import JudgementData
from market.verdicts.judge import needs
from market.verdicts.texts import claims_of, judge_text
from market.verdicts.verdict import Finding, Verdict

MOST_CLAIMS = 25  # that are shown; further ones stand in the evidence
MOST_JUDGED = 100  # a longer text is sent in parts
MOST_MARKETS = 16  # that are asked for
_LONGEST_BUTTON = 400  # characters of a command on a button
_TOO_MANY = f"A text is checked on up to {MOST_MARKETS} markets; this is one more."
_NOTHING = (
    "I found no claim about markets in this text. I can check levels, changes, records, comparisons and streaks "
    "of markets that are named, such as “the Russell 2000 rose 0.8%”."
)


@dataclass(frozen=True, slots=True)
class OnDay(Day):
    """Reads `on 2026-01-22`, or the date alone."""

    description: str = "the day the text is about: on 2026-01-22"

    def parse(self, words: Sequence[str]) -> tuple[date, int] | None:
        used = 2 if words[0].casefold() == "on" and len(words) > 1 else 1
        day = Day().parse([words[used - 1].rstrip(",:")])
        return (day[0], used) if day else None


@command(
    "/check The Russell 2000 rose 1.25% to a record, ahead of the Dow.",
    "/check on 2026-01-22 Small caps have outperformed so far this year.",
    form=PASTE,
)
def check(
    text: Annotated[
        str, RemainingText("an article or a message: its market claims are checked", prose=True)
    ] = "",
    on: Annotated[date | None, OnDay()] = None,
    *,
    market: Market,
    members: MemberService,
    economy: MacroService,
) -> Reply:
    """What a text claims about markets, and whether it holds: claim by claim, with the evidence.

    Paste an article or a message; alone, /check opens a form for it, where the platform has forms.
    Levels, changes, records, comparisons, streaks, breadth, volatility
    and economic figures are found by published rules (docs/claims.md), not by a language model, and
    judged on completed sessions. A figure holds when the computed one rounds to it at the precision
    it was written in; every natural reading of the words is tried before one does not hold, and the
    sentences with figures that were not read are quoted. A print is no close: what was so during the
    session only is said to be just that.
    Forecasts, causes, opinions and advice cannot be checked from prices.

    The day is the text's own date, a weekday that it names, or "/check on 2026-01-22 …"; without
    either it is the last completed session. Where a name can mean several markets each is judged.
    """
    if not text:
        raise UsageError(f"Write what to check after it: {check.usage}", (check.usage,))
    readings = readings_of(
        text, market.state().last_completed, on, _running_session(market), _day_in_new_york(market)
    )
    if not readings[0].claims:
        raise UsageError(_NOTHING, (check.usage,))
    data = _data(claims_of(readings, MOST_JUDGED), market, members, economy)
    reading, findings = judge_text(readings, data, MOST_JUDGED)
    unjudged = max(0, len(reading.claims) - len(findings))
    bars = tuple(data.bars.values())
    names = " and ".join(dict.fromkeys([b.source for b in bars] + [s.source for s in data.series.values()]))
    names, at = names or market.source_title, combined(*bars).as_of if bars else market.state().last_close
    return Reply(
        headline=headline(findings, len(reading.claims), reading),
        facts=dated(
            (fact(n, finding) for n, finding in enumerate(findings[:MOST_CLAIMS], 1)), moment(at), names
        ),
        claims=tuple(rows(findings)),
        chart=claim_bars(findings, bars, market.calendar),
        notes=(
            *unread_note(reading),
            _about_day(reading, on),
            *_left_out(len(findings), unjudged),
            session_note(market.state(), False, min((b.last_session for b in bars), default=None)),
            *(combined(*bars).notes if bars else ()),
        ),
        actions=tuple(_actions(findings, reading, text, market.calendar)),
        evidence=tuple(evidence(n, finding, names) for n, finding in enumerate(findings, 1)),
        provenance=Provenance(names, at, market.sample),
        command=f"/check on {reading.anchor} {text}",
    )


def _day_in_new_york(market: Market) -> date:
    return market.now().astimezone(NEW_YORK).date()


def _running_session(market: Market) -> date | None:
    """The day that "today" means where its session is not over."""
    day = _day_in_new_york(market)
    return day if day > market.state().last_completed and market.calendar.is_session(day) else None


def _data(
    claims: Sequence[AnyClaim], market: Market, members: MemberService, economy: MacroService
) -> JudgementData:
    """Everything that the claims have to be judged on, and a sentence for each part that is not available."""
    wanted = needs(claims)
    bars: dict[str, Bars] = {}
    panels: dict[str, MemberPanel] = {}
    series: dict[str, Observations] = {}
    problems = {symbol.ticker: _TOO_MANY for symbol in wanted.symbols[MOST_MARKETS:]}
    symbols = wanted.symbols[:MOST_MARKETS]
    with suppress(MarketError):  # starts all of them side by side; whoever fails is asked again below
        market.many(symbols)
    for symbol in symbols:
        try:
            bars[symbol.ticker] = market.bars(symbol, levels=False)
        except MarketError as problem:
            problems[symbol.ticker] = str(problem)
    for key in wanted.universes:
        try:
            panels[key] = members.panel(Universe.parse(key))
        except MarketError as problem:
            problems[key] = str(problem)
    for wanted_series, outcome in zip(wanted.series, economy.many(wanted.series), strict=True):
        if isinstance(outcome, MarketError):
            problems[wanted_series.id] = str(outcome)
        else:
            series[wanted_series.id] = outcome
    last = market.state().last_completed
    return JudgementData(last, market.calendar, bars, panels, series, problems, market.prints)


def _about_day(reading: ParsedText, on: date | None) -> str:
    if on or reading.dated:
        return "" if on else f"The text is dated {reading.anchor}; days and periods are counted from there."
    if reading.by_title:
        return f"The text's title names a period that ended on {reading.anchor}: I counted from there."
    if reading.by_weekday:
        return f"The text names one weekday, {reading.anchor:%A}: I took it to be about {reading.anchor}."
    return (
        f"The text names no date of its own; I took the last completed session, {reading.anchor}. "
        "For another, write /check on 2026-01-22 and the text."
    )


def _left_out(judged: int, unjudged: int) -> list[str]:
    """What stands in the evidence only, and how many claims are not judged at all."""
    further = f"Claims {MOST_CLAIMS + 1} to {judged} are judged, too: they stand by number in the evidence."
    more = f"{unjudged:,} more are not judged. Send the rest of the text by itself."
    return [*([further] if judged > MOST_CLAIMS else []), *([more] if unjudged else [])]


def _actions(
    findings: Sequence[Finding], reading: ParsedText, text: str, calendar: Calendar
) -> Iterator[Action]:
    """The readings of what is in doubt, then the commands that answer, then another day."""
    for finding in findings:
        if finding.verdict is Verdict.DEPENDS:
            for symbol in dict.fromkeys(symbol for symbol, _verdict in finding.readings):
                restated = _restated(finding.claim, symbol)
                yield Action(f"Read as {the(symbol.label)}"[:75], f"/check on {reading.anchor} {restated}")
    for command_text in dict.fromkeys(finding.command for finding in findings if finding.command):
        yield Action(command_text[:75], command_text)
    before = calendar.sessions(reading.anchor - timedelta(days=10), reading.anchor - timedelta(days=1))
    other = f"/check on {before[-1]} {text}" if before else ""
    if other and not reading.dated and len(other) <= _LONGEST_BUTTON:
        yield Action(f"Check on {before[-1]}", other)


def _restated(claim: AnyClaim, symbol: Symbol) -> str:
    """The claim in words that name `symbol` where the text left it in doubt."""
    quote, subject, other = claim.place.quote, getattr(claim, "subject", None), getattr(claim, "other", None)
    if isinstance(other, Subject) and len(other.readings) > 1 and isinstance(subject, Subject):
        if other.words in quote:
            return f"{subject.words} {quote.replace(other.words, symbol.name)}"
        return f"{subject.words} outperformed the {symbol.name}"
    if isinstance(subject, Subject) and subject.words in quote:
        return quote.replace(subject.words, symbol.name)
    return f"The {symbol.name} {quote}"
