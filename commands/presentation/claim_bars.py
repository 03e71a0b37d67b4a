"""The picture of a checked text: each change as it was written beside the one that was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts.pictures.bars import MOST, Bar, RankedBars
from commands.presentation.picture_titles import moved_roundly
from commands.presentation.wording import caption, opened, the
from market.bars import Bars
from market.calendars.calendar import Calendar
from market.claims.changes import ChangeClaim
from market.claims.expressions.amounts import Amount, AmountUnit
from market.formatting import Unit, written
from market.symbols import Symbol
from market.verdicts.verdict import ClaimOutcome, Finding, Verdict


@dataclass(frozen=True, slots=True)
class ClaimedChange:
    """A change that the text writes, and what was found.

    when: its session ("on 2026-01-22"), or the close that a longer change starts from ("since 2026-01-16").
    actual, said: fractions: what was found and what the text writes.
    """

    finding: Finding
    symbol: Symbol
    when: str
    actual: float
    said: float

    @property
    def label(self) -> str:
        return f"{self.symbol.label}, {self.when.removeprefix('on ')}"


def claim_bars(findings: Sequence[Finding], bars: Sequence[Bars], calendar: Calendar) -> RankedBars | None:
    """The changes in per cent among `findings`, in the order of the text: of each the figure that was found, from
    close to close, and the one that was written. None where the text writes no such figure that could be checked.

    bars: what the findings rest on, for the source and its time.
    """
    drawn = [change for finding in findings for change in _change_of(finding, calendar)][:MOST]
    if not drawn:
        return None
    one_day = len({change.when for change in drawn}) == 1
    single = len(drawn) == 1
    drawing = "A bar for each figure" if single else "Two dots a claim"
    names = ("Found", "Written") if single else ("found", "written")  # as the bars or dots are called
    figures = (
        f"{change.label}: {names[0]} {written(change.actual, Unit.CHANGE)}, "
        f"{names[1]} {written(change.said, Unit.CHANGE)}"
        for change in drawn
    )
    subtitle = f"Change {drawn[0].when}" if one_day else ""
    words = caption(_title(drawn), f"{drawing}. {'; '.join(figures)}.", *bars, subtitle=subtitle)
    if single:  # two dots in an empty picture would say less
        (change,) = drawn
        return RankedBars(words, (Bar(names[0], change.actual), Bar(names[1], change.said)), ranked=True)
    return RankedBars(
        words,
        tuple(_row(change, one_day) for change in drawn),
        names=names,
        ranked=True,
        exact=True,
    )


def _row(change: ClaimedChange, one_day: bool) -> Bar:
    """`one_day`: the title says when."""
    label, short = change.symbol.label, change.symbol.word.upper()
    if not one_day:
        label, short = change.label, f"{short}, {change.when.removeprefix('on ')}"
    return Bar(label, change.actual, change.said, short=short)


def _title(drawn: Sequence[ClaimedChange]) -> str:
    if len(drawn) == 1:
        return _title_of_one(drawn[0])
    held = sum(change.finding.verdict is Verdict.HOLDS for change in drawn)
    return f"{held} of {len(drawn)} changes {'is' if held == 1 else 'are'} as the text says"


def _title_of_one(change: ClaimedChange) -> str:
    actual, said = change.actual, change.said
    if change.finding.verdict is Verdict.HOLDS:
        beside = ", as the text says"
    elif actual * said < 0:
        beside = f"; the text says that it {'rose' if said > 0 else 'fell'}"
    else:
        beside = f", {'less' if abs(actual) < abs(said) else 'more'} than the text says"
    return f"{opened(the(change.symbol.label))} {moved_roundly(actual)}{beside}"


def _change_of(finding: Finding, calendar: Calendar) -> Iterator[ClaimedChange]:
    claim, outcome = finding.claim, finding.outcome
    if not isinstance(claim, ChangeClaim) or not finding.verdict.is_checked or outcome.actual is None:
        return
    amount, actual = claim.amount, outcome.actual
    if amount is not None and amount.unit is AmountUnit.PERCENT:
        said = _as_written(claim, amount, actual)
        yield ClaimedChange(finding, claim.subject.symbol, _when(outcome, calendar), actual, said)


def _when(outcome: ClaimOutcome, calendar: Calendar) -> str:
    first, last = outcome.first, outcome.last
    if first is None or last is None or len(calendar.sessions(first, last)) <= 2:
        return f"on {last}" if last else ""
    return f"since {first}"


def _as_written(claim: ChangeClaim, amount: Amount, actual: float) -> float:
    """The claimed change as a fraction, with the direction of the words; where they have none, with the actual one."""
    up = claim.up if claim.up is not None else amount.value > 0 if amount.signed else actual >= 0
    return abs(amount.value) / 100 * (1 if up else -1)
