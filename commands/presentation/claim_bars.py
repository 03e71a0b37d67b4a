"""The picture of a checked text: each change as it was written beside the one that was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charts.pictures.bars import MOST, Bar, RankedBars
from commands.presentation.picture_titles import moved_roundly
from commands.presentation.wording import caption, opened, the
from market.bars import Bars
from market.calendars.calendar import Calendar
from market.claims.changes import ChangeClaim
from market.claims.expressions.amounts import Amount, AmountUnit
from market.formatting import Unit, written
from market.verdicts.verdict import ClaimOutcome, Finding, Verdict


def claim_bars(findings: Sequence[Finding], bars: Sequence[Bars], calendar: Calendar) -> RankedBars | None:
    """The changes in per cent among `findings`, in the order of the text: of each the figure that was found, from
    close to close, and the one that was written. None where the text writes no such figure that could be checked.

    bars: what the findings rest on, for the source and its time.
    """
    drawn = [(finding, row) for finding in findings for row in _row(finding, calendar)][:MOST]
    if not drawn:
        return None
    rows = tuple(row for _finding, row in drawn)
    dots = (
        f"{row.label}: found {written(row.value, Unit.CHANGE)}, written {written(row.other, Unit.CHANGE)}"
        for row in rows
    )
    words = caption(_title(drawn), f"Two dots a claim. {'; '.join(dots)}.", *bars)
    return RankedBars(words, rows, names=("found", "written"), ranked=True, exact=True)


def _title(drawn: Sequence[tuple[Finding, Bar]]) -> str:
    if len(drawn) == 1:
        return _title_of_one(*drawn[0])
    held = sum(finding.verdict is Verdict.HOLDS for finding, _row in drawn)
    return f"{held} of {len(drawn)} changes {'is' if held == 1 else 'are'} as the text says"


def _title_of_one(finding: Finding, row: Bar) -> str:
    actual, said = row.value or 0.0, row.other or 0.0
    if finding.verdict is Verdict.HOLDS:
        beside = ", as the text says"
    elif actual * said < 0:
        beside = f"; the text says that it {'rose' if said > 0 else 'fell'}"
    else:
        beside = f", {'less' if abs(actual) < abs(said) else 'more'} than the text says"
    return f"{opened(the(row.label.split(',')[0]))} {moved_roundly(actual)}{beside}"


def _row(finding: Finding, calendar: Calendar) -> Iterator[Bar]:
    claim, outcome = finding.claim, finding.outcome
    if not isinstance(claim, ChangeClaim) or not finding.verdict.is_checked or outcome.actual is None:
        return
    amount = claim.amount
    if amount is not None and amount.unit is AmountUnit.PERCENT:
        symbol, when = claim.subject.symbol, _when(outcome, calendar)
        yield Bar(
            f"{symbol.label}, {when}",
            outcome.actual,
            _as_written(claim, amount, outcome.actual),
            short=f"{symbol.ticker.removeprefix('^')}, {when}",
        )


def _when(outcome: ClaimOutcome, calendar: Calendar) -> str:
    """The session, or the close that a longer change starts from."""
    first, last = outcome.first, outcome.last
    if first is None or last is None or len(calendar.sessions(first, last)) <= 2:
        return str(last or "")
    return f"since {first}"


def _as_written(claim: ChangeClaim, amount: Amount, actual: float) -> float:
    """With the direction of the words; where they have none, that of the actual change."""
    up = claim.up if claim.up is not None else amount.value > 0 if amount.signed else actual >= 0
    return abs(amount.value) / 100 * (1 if up else -1)
