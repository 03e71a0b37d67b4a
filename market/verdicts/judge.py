"""From a claim to a finding: its readings, what was checked, the verdict, the command that answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from market.claims.breadth_rotation import AdvancersClaim, SectorsClaim
from market.claims.changes import ChangeClaim
from market.claims.comparisons import ComparisonClaim
from market.claims.dates import When
from market.claims.levels import LevelClaim
from market.claims.macro_prints import MacroPrintClaim
from market.claims.records import ExtremeClaim, RecordClaim
from market.claims.sentence import Basis, Claim
from market.claims.streaks import StreakClaim
from market.claims.subjects import Subject
from market.claims.uncheckable import UncheckableStatement
from market.claims.volatility import VolatilityClaim
from market.datasets.economic_series import EconomicSeries
from market.datasets.members import UNIVERSES
from market.errors import MarketError
from market.symbols import Symbol
from market.verdicts import economy, history, participation, prices, relative
from market.verdicts.data import JudgementData
from market.verdicts.verdict import ClaimOutcome, Finding, Verdict


@dataclass(frozen=True, slots=True)
class Needs:
    """What a set of claims has to be judged on."""

    symbols: tuple[Symbol, ...]
    universes: tuple[str, ...]
    series: tuple[EconomicSeries, ...]


def needs(claims: Iterable[Claim]) -> Needs:
    """The markets, lists of members and series that `claims` are about, each once, in their order."""
    symbols: dict[str, Symbol] = {}
    universes: dict[str, None] = {}
    series: dict[str, EconomicSeries] = {}
    for claim in claims:
        for subject in _subjects(claim):
            symbols |= {symbol.ticker: symbol for symbol in subject.readings}
        if isinstance(claim, SectorsClaim):
            symbols |= {symbol.ticker: symbol for symbol in participation.sector_symbols()}
        if isinstance(claim, AdvancersClaim):
            universes |= dict.fromkeys(universe.key for universe in UNIVERSES)
        if isinstance(claim, MacroPrintClaim):
            series[claim.series.id] = claim.series
    return Needs(tuple(symbols.values()), tuple(universes), tuple(series.values()))


def judge(claim: Claim, data: JudgementData) -> Finding:
    """The finding on one claim. Where a name can mean several markets, each is judged: one verdict
    if they agree, else "depends on the reading" with every verdict beside its market."""
    if isinstance(claim, UncheckableStatement):
        return Finding(
            claim,
            f"{claim.reason}",
            ClaimOutcome(Verdict.UNCHECKABLE, f"{claim.reason}: no price can prove it"),
        )
    choices = _readings(claim)
    outcomes = [_outcome(reading, data) for reading in choices]
    checked, command = _checked(choices[0]), _command(choices[0])
    if len(choices) == 1:
        return Finding(claim, checked, outcomes[0], command=command)
    readings = tuple(
        (_doubtful(reading, claim), o.verdict) for reading, o in zip(choices, outcomes, strict=True)
    )
    return Finding(claim, checked, _combined(readings, outcomes), readings, command)


def _outcome(claim: Claim, data: JudgementData) -> ClaimOutcome:
    subject = getattr(claim, "subject", None)
    try:
        outcome = _judged(claim, data)
        figures = (getattr(claim, "amount", None), getattr(claim, "margin", None))
        if isinstance(subject, Subject) and subject.is_stand_in and any(figures):
            # A sector's index is not its fund: the direction can be told, a figure cannot.
            return replace(
                outcome, verdict=Verdict.NO_DATA, found=f"only its fund is known here: {outcome.found}"
            )
        return outcome
    except MarketError as problem:
        return ClaimOutcome(Verdict.NO_DATA, str(problem).rstrip("."))


def _judged(claim: Any, data: JudgementData) -> ClaimOutcome:
    match claim:
        case LevelClaim():
            return prices.judge_level(claim, claim.subject.symbol, data)
        case ChangeClaim():
            return prices.judge_change(claim, claim.subject.symbol, data)
        case RecordClaim():
            return history.judge_record(claim, claim.subject.symbol, data)
        case ExtremeClaim():
            return history.judge_extreme(claim, claim.subject.symbol, data)
        case StreakClaim():
            return history.judge_streak(claim, claim.subject.symbol, data)
        case ComparisonClaim():
            return relative.judge_comparison(claim, claim.subject.symbol, claim.other.symbol, data)
        case VolatilityClaim():
            return relative.judge_volatility(claim, claim.subject.symbol, claim.other.symbol, data)
        case SectorsClaim():
            return participation.judge_sectors(claim, data)
        case AdvancersClaim():
            return participation.judge_advancers(claim, data)
        case MacroPrintClaim():
            return economy.judge_print(claim, data)
    raise TypeError(f"no rule judges a {type(claim).__name__}")


def _readings(claim: Claim) -> list[Claim]:
    """The claim once for each market its doubtful name can mean; itself when nothing is in doubt."""
    for field in ("other", "subject"):
        subject = getattr(claim, field, None)
        if isinstance(subject, Subject) and len(subject.readings) > 1:
            narrowed = [_with(claim, field, subject.read_as(symbol)) for symbol in subject.readings]
            return [reading for each in narrowed for reading in _readings(each)]
    return [claim]


def _with(claim: Any, field: str, subject: Subject) -> Claim:
    narrowed: Claim = replace(claim, **{field: subject})
    return narrowed


def _doubtful(reading: Claim, claim: Claim) -> Symbol:
    """The market that this reading takes the doubtful name for."""
    for field in ("other", "subject"):
        subject = getattr(claim, field, None)
        if isinstance(subject, Subject) and len(subject.readings) > 1:
            symbol: Symbol = getattr(reading, field).symbol
            return symbol
    raise ValueError("nothing in this claim is in doubt")


def _combined(readings: Sequence[tuple[Symbol, Verdict]], outcomes: Sequence[ClaimOutcome]) -> ClaimOutcome:
    checked = {o.verdict for o in outcomes if o.verdict is not Verdict.NO_DATA}
    found = "; ".join(
        f"{symbol.label}: {o.found}" for (symbol, _v), o in zip(readings, outcomes, strict=True)
    )
    inputs = tuple(text for o in outcomes for text in o.inputs)
    first = outcomes[0]
    all_known = all(o.verdict is not Verdict.NO_DATA for o in outcomes)
    agreed = len(checked) == 1 and all_known
    verdict = Verdict.NO_DATA if not checked else first.verdict if agreed else Verdict.DEPENDS
    return ClaimOutcome(verdict, found, first.formula, inputs, first.source)


def _subjects(claim: Claim) -> list[Subject]:
    found = (getattr(claim, field, None) for field in ("subject", "other"))
    return [subject for subject in found if isinstance(subject, Subject)]


def _checked(claim: Any) -> str:
    """What was checked, in words."""
    name = claim.subject.symbol.label if getattr(claim, "subject", None) else ""
    match claim:
        case LevelClaim():
            what = {Basis.CLOSE: "close", Basis.SESSION: "range"}.get(claim.basis, str(claim.basis))
            return f"{name}, {what} {_when(claim.when)}"
        case ChangeClaim():
            return f"{name}, change {_when(claim.when)}"
        case RecordClaim():
            return f"{name}, record {_when(claim.when)}"
        case ExtremeClaim():
            return f"{name}, {'daily changes' if claim.change else 'closes'} after {claim.since.named}"
        case StreakClaim():
            against = f" against {claim.other.symbol.label}" if claim.other else ""
            return f"{name}, run of {claim.unit}s{against} {_when(claim.when)}"
        case ComparisonClaim():
            return f"{name} against {claim.other.symbol.label} {_when(claim.when)}"
        case VolatilityClaim():
            return f"{name} against {claim.other.symbol.label}, volatility {_when(claim.when)}"
        case SectorsClaim():
            return f"the eleven sectors {_when(claim.when)}"
        case AdvancersClaim():
            return f"advancers and decliners {_when(claim.when)}"
        case _:
            return str(claim.series.name.partition(",")[0])


def _when(when: When) -> str:
    if when.first is not None:
        return f"after the close before {when.first}, to {when.last}"
    if when.sessions > 1:
        return f"over {when.sessions} sessions to {when.last}"
    return f"on {when.last}"


def _command(claim: Any) -> str:
    """The command that shows more of what was checked."""
    match claim:
        case ComparisonClaim() | VolatilityClaim():
            period = f" since {claim.when.first}" if claim.when.first else ""
            if isinstance(claim, VolatilityClaim):
                return f"/risk {claim.subject.symbol.word} {claim.other.symbol.word}"
            return f"/compare {claim.subject.symbol.word} {claim.other.symbol.word}{period or ' 1m'}"
        case StreakClaim() if claim.subject.symbol.ticker == "^RUT":
            return "/smallcaps"
        case RecordClaim():
            return f"/history record {claim.subject.symbol.word}"
        case SectorsClaim():
            return "/sectors"
        case AdvancersClaim():
            return "/breadth"
        case MacroPrintClaim():
            return f"/macro {claim.series.word}"
        case _:
            return f"/chart {claim.subject.symbol.word} 3m"
