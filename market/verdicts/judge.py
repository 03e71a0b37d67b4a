"""From a claim to a finding: its readings, what was checked, the verdict, the command that answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias, TypeVar, assert_never

from market.claims.averages import AverageClaim
from market.claims.changes import ChangeClaim
from market.claims.comparisons import ComparisonClaim, VolatilityClaim
from market.claims.drawdowns import DrawdownClaim
from market.claims.expressions.when import Turn, When
from market.claims.firsts import FirstClaim, LongestRunClaim
from market.claims.grammar import AnyClaim
from market.claims.levels import LevelClaim
from market.claims.macro_prints import MacroPrintClaim
from market.claims.members import AdvancersClaim, AttributionClaim
from market.claims.records import RecordClaim
from market.claims.sector_counts import SectorsClaim
from market.claims.sector_ranks import SectorRankClaim
from market.claims.sentence import Basis, Claim
from market.claims.streak_claims import StreakClaim
from market.claims.subjects import Subject
from market.claims.superlatives import ExtremeClaim
from market.claims.uncheckable import UncheckableStatement
from market.datasets.economic_series import EconomicSeries
from market.datasets.members import UNIVERSES, universe_of
from market.errors import MarketError
from market.symbols import Symbol
from market.verdicts import (
    attributions,
    economy,
    extremes,
    history,
    participation,
    prices,
    relative,
    runs,
)
from market.verdicts.checked_words import after_time, at_time, chart_command, plural, why_command
from market.verdicts.data import JudgementData
from market.verdicts.name_meanings import as_meant, told_by_levels
from market.verdicts.verdict import ClaimOutcome, Finding, Verdict

ClaimKind = TypeVar("ClaimKind", bound=Claim)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a set of claims has to be judged on."""

    symbols: tuple[Symbol, ...]
    universes: tuple[str, ...]
    series: tuple[EconomicSeries, ...]


def needs(claims: Iterable[AnyClaim]) -> Needs:
    """The markets, lists of members and series that `claims` are about, each once, in their order."""
    symbols: dict[str, Symbol] = {}
    universes: dict[str, None] = {}
    series: dict[str, EconomicSeries] = {}
    for claim in claims:
        for subject in claim.subjects.values():
            symbols |= {symbol.ticker: symbol for symbol in subject.readings}
        if isinstance(claim, SectorsClaim | SectorRankClaim):
            symbols |= {symbol.ticker: symbol for symbol in participation.sector_symbols()}
        if isinstance(claim, AdvancersClaim):
            universes |= dict.fromkeys(universe.key for universe in UNIVERSES)
        if isinstance(claim, AttributionClaim):
            universes |= {universe_of(symbol).key: None for symbol in claim.subject.readings}
        if isinstance(claim, MacroPrintClaim):
            series[claim.series.id] = claim.series
    return Needs(tuple(symbols.values()), tuple(universes), tuple(series.values()))


def judge_all(
    claims: Iterable[AnyClaim], data: JudgementData
) -> tuple[tuple[Finding, ...], tuple[AnyClaim, ...]]:
    """The findings on `claims`, and the claims that were read too unsurely to be refused."""
    claims = tuple(claims)
    meanings = told_by_levels(claims, data)
    findings = [judge(as_meant(claim, meanings), data) for claim in claims]
    sure = tuple(finding for finding in findings if not _is_hasty(finding))
    return sure, tuple(finding.claim for finding in findings if _is_hasty(finding))


def _is_hasty(finding: Finding) -> bool:
    return finding.claim.unsure is not None and finding.verdict in (Verdict.FAILS, Verdict.DURING)


def judge(claim: AnyClaim, data: JudgementData) -> Finding:
    """The finding on one claim. Where a name can mean several markets, each is judged: one verdict
    if they agree, else "depends on the reading" with every verdict beside its market."""
    readings = _readings(claim)
    judged = [_judged(reading, data) for reading in readings]
    outcomes = [outcome for _rule, outcome in judged]
    checked, command = judged[0][0].checked, judged[0][0].command
    if len(readings) == 1:
        return Finding(claim, checked, outcomes[0], command=command)
    doubtful = next(field for field, subject in _doubtful(claim))
    verdicts = tuple(
        (reading.subjects[doubtful].symbol, outcome.verdict)
        for reading, outcome in zip(readings, outcomes, strict=True)
    )
    return Finding(claim, checked, _combined(verdicts, outcomes), verdicts, command)


_OfOneMarket: TypeAlias = (
    LevelClaim
    | ChangeClaim
    | RecordClaim
    | ExtremeClaim
    | DrawdownClaim
    | AverageClaim
    | FirstClaim
    | LongestRunClaim
    | StreakClaim
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one claim is judged.

    checked: what is checked, a phrase.
    judge: gives the outcome on the data; raises MarketError where the data is missing.
    command: the command that shows more of it; empty for none.
    """

    checked: str
    judge: Callable[[JudgementData], ClaimOutcome]
    command: str


def _rule(claim: AnyClaim) -> _Rule:
    """The one place that knows every kind of claim: a kind without a rule is a type error."""
    match claim:
        case ComparisonClaim(subject=Subject(symbol=own), other=Subject(symbol=other)):
            checked = f"{own.label} against {other.label} {at_time(claim.when)}"
            period = f"since {claim.when.first}" if claim.when.first else "1m"
            command = f"/compare {own.word} {other.word} {period}"
            return _Rule(checked, partial(relative.judge_comparison, claim, own, other), command)
        case VolatilityClaim(subject=Subject(symbol=own), other=Subject(symbol=other)):
            checked = f"{own.label} against {other.label}, volatility {at_time(claim.when)}"
            command = f"/risk {own.word} {other.word}"
            return _Rule(checked, partial(relative.judge_volatility, claim, own, other), command)
        case SectorsClaim():
            checked = f"the eleven sectors {at_time(claim.when)}"
            return _Rule(checked, partial(participation.judge_sectors, claim), "/sectors")
        case SectorRankClaim(subject=Subject(symbol=own)):
            checked = f"{own.label} among the eleven sectors {at_time(claim.when)}"
            return _Rule(checked, partial(participation.judge_sector_rank, claim, own), "/sectors")
        case AdvancersClaim():
            checked = f"advancers and decliners {at_time(claim.when)}"
            return _Rule(checked, partial(participation.judge_advancers, claim), "/breadth")
        case AttributionClaim(subject=Subject(symbol=own), sector=Subject(symbol=sector)):
            checked = f"{own.label}, what {sector.label} contributed to its move {at_time(claim.when)}"
            command = why_command(own, claim.when)
            return _Rule(checked, partial(attributions.judge_attribution, claim, own), command)
        case MacroPrintClaim(series=series):
            checked = series.name.partition(",")[0]
            return _Rule(checked, partial(economy.judge_print, claim), f"/macro {series.word}")
        case UncheckableStatement(reason=reason):
            outcome = ClaimOutcome(Verdict.UNCHECKABLE, f"{reason}: no price can prove it")
            return _Rule(f"{reason}", lambda data: outcome, "")
        case _:
            return _rule_of_one(claim, claim.subject.symbol)


def _rule_of_one(claim: _OfOneMarket, own: Symbol) -> _Rule:
    """How what one market's own prices can prove is judged."""
    match claim:
        case LevelClaim():
            price = {Basis.CLOSE: "close", Basis.SESSION: "range"}.get(claim.basis, str(claim.basis))
            base = claim.before and claim.when.turn is not Turn.NONE
            checked = (
                f"{own.label}, {'what it is measured from' if base else f'{price} {at_time(claim.when)}'}"
            )
            return _Rule(checked, partial(prices.judge_level, claim, own), chart_command(own))
        case ChangeClaim():
            checked = f"{own.label}, change {at_time(claim.when)}"
            return _Rule(checked, partial(prices.judge_change_or_level, claim, own), chart_command(own))
        case RecordClaim():
            checked = f"{own.label}, record {at_time(claim.when)}"
            return _Rule(checked, partial(history.judge_record, claim, own), f"/history record {own.word}")
        case ExtremeClaim():
            checked = after_time(own, plural(claim.unit) if claim.change else "closes", claim.since)
            return _Rule(checked, partial(extremes.judge_extreme, claim, own), chart_command(own))
        case DrawdownClaim():
            checked = f"{own.label}, distance from its highest close {at_time(claim.when)}"
            return _Rule(checked, partial(extremes.judge_drawdown, claim, own), chart_command(own, "1y"))
        case AverageClaim():
            checked = f"{own.label} against its {claim.days}-day average {at_time(claim.when)}"
            return _Rule(checked, partial(runs.judge_average, claim, own), chart_command(own, "1y"))
        case FirstClaim():
            checked = after_time(own, f"{claim.unit}s", claim.since)
            return _Rule(checked, partial(runs.judge_first, claim, own), chart_command(own))
        case LongestRunClaim():
            checked = after_time(own, f"runs of {claim.unit}s", claim.since)
            return _Rule(checked, partial(runs.judge_longest_run, claim, own), chart_command(own))
        case StreakClaim():
            against = f" against {claim.other.symbol.label}" if claim.other else ""
            checked = f"{own.label}, run of {claim.unit}s{against} {at_time(claim.when)}"
            command = "/smallcaps" if own.ticker == "^RUT" else chart_command(own)
            return _Rule(checked, partial(history.judge_streak, claim, own), command)
        case _:
            assert_never(claim)


def _judged(claim: AnyClaim, data: JudgementData) -> tuple[_Rule, ClaimOutcome]:
    """How it is judged, and the outcome; what else its words may mean is tried before it is refused."""
    rule = _rule(claim)
    outcome = _dated(_outcome(claim, rule, data), claim, data)
    for other in _others(claim) if outcome.verdict is Verdict.FAILS else ():
        own_rule, tried = _judged(other, data)
        if tried.verdict is Verdict.HOLDS and _is_of_day_behind_period(claim, other):
            statement = f"{outcome.statement}; {tried.statement}"
            return own_rule, replace(tried, verdict=Verdict.DEPENDS, statement=statement)
        if tried.verdict is Verdict.HOLDS:
            return own_rule, tried
    return rule, outcome


def _is_of_day_behind_period(claim: AnyClaim, other: AnyClaim) -> bool:
    """Is `other` the rank of the day alone, where the sentence before has told a period, which `claim` is of?"""
    if not (isinstance(claim, SectorRankClaim) and isinstance(other, SectorRankClaim)):
        return False
    return claim.when.first is not None and other.when.one_day and not other.when.words


def _others(claim: AnyClaim) -> Iterator[AnyClaim]:
    """The claim in every unit (days, weeks …) that the text has spoken of, where its words name none; a run that it
    names after "after" with the day itself; one about sectors at the other times that are near."""
    if isinstance(claim, ExtremeClaim | StreakClaim):
        variants: list[dict[str, Any]] = [{"unit": unit, "other_units": ()} for unit in claim.other_units]
        yield from (replace(claim, **changed) for changed in variants)
    if isinstance(claim, StreakClaim) and claim.after:
        yield replace(claim, ended=False, after=False)
    if isinstance(claim, SectorsClaim | SectorRankClaim | AttributionClaim):
        for when in claim.nearby:
            yield replace(claim, when=when, nearby=())


def _outcome(claim: AnyClaim, rule: _Rule, data: JudgementData) -> ClaimOutcome:
    try:
        outcome = rule.judge(data)
    except MarketError as problem:
        return ClaimOutcome(Verdict.NO_DATA, str(problem).rstrip("."))
    subject = claim.subjects.get("subject")
    if subject and subject.is_stand_in and claim.has_figure:
        # A sector's index is not its fund: it can prove a direction, no figure.
        statement = f"only its fund is known here: {outcome.statement}"
        return replace(outcome, verdict=Verdict.NO_DATA, statement=statement)
    return outcome


def _dated(outcome: ClaimOutcome, claim: AnyClaim, data: JudgementData) -> ClaimOutcome:
    """With the sessions that it is measured between, where the rule did not say."""
    when = getattr(claim, "when", None)
    if outcome.last is not None or not isinstance(when, When) or isinstance(claim, MacroPrintClaim):
        return outcome
    try:
        last = data.session(when)
        return replace(outcome, last=last, first=last if when.one_day else data.base_session(when))
    except MarketError:
        return outcome


def _doubtful(claim: Claim) -> list[tuple[str, Subject]]:
    """The names that can mean several markets, by field: the market compared with first."""
    return [(field, subject) for field, subject in claim.subjects.items() if len(subject.readings) > 1][::-1]


def _readings(claim: AnyClaim) -> list[AnyClaim]:
    """The claim once for each market its doubtful name can mean; itself when nothing is in doubt."""
    for field, subject in _doubtful(claim):
        narrowed = [_with(claim, field, subject.read_as(symbol)) for symbol in subject.readings]
        return [reading for variant in narrowed for reading in _readings(variant)]
    return [claim]


def _with(claim: ClaimKind, field: str, subject: Subject) -> ClaimKind:
    changed: dict[str, Any] = {field: subject}
    return replace(claim, **changed)


def _combined(readings: Sequence[tuple[Symbol, Verdict]], outcomes: Sequence[ClaimOutcome]) -> ClaimOutcome:
    checked = {o.verdict for o in outcomes if o.verdict is not Verdict.NO_DATA}
    statement = "; ".join(
        f"{symbol.label}: {o.statement}" for (symbol, _v), o in zip(readings, outcomes, strict=True)
    )
    inputs = tuple(text for o in outcomes for text in o.inputs)
    first = outcomes[0]
    all_known = all(o.verdict is not Verdict.NO_DATA for o in outcomes)
    agreed = len(checked) == 1 and all_known
    verdict = Verdict.NO_DATA if not checked else first.verdict if agreed else Verdict.DEPENDS
    return ClaimOutcome(verdict, statement, first.formula, inputs, first.source)
