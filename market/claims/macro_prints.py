"""Economic figures: "GDP grew 4.4 % in the third quarter", "jobless claims fell to 200,000", "the 10-year
Treasury yield rose to 4.26 %", "the economy added 50,000 jobs in December"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from market.claims.amounts import Amount, AmountUnit
from market.claims.dates import When
from market.claims.sentence import Claim, Sentence
from market.claims.tag import Tag
from market.datasets.economic_series import PANEL, EconomicSeries, Frequency

_BY_WORD = {series.word: series for series in PANEL}
_LINKS = (Tag.FILL, Tag.WHEN, Tag.CLOSE, Tag.NOUN)


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroPrintClaim(Claim):
    """`series` came in at `level`, or changed by `change`. `up`: whether it is said to have risen.
    A rate of growth that "grew 4.4 %" is a level of 4.4 %."""

    series: EconomicSeries
    level: Amount | None
    change: Amount | None
    up: bool | None
    when: When


def find(sentence: Sentence) -> Iterator[MacroPrintClaim]:
    """The economic figures that `sentence` claims, in its order."""
    for place, element in enumerate(sentence.elements):
        if isinstance(element.value, EconomicSeries) and not sentence.doubtful[place]:
            claim = _print(sentence, place, element.value)
            if claim:
                yield claim


def _print(sentence: Sentence, place: int, series: EconomicSeries) -> MacroPrintClaim | None:
    at = sentence.skip(place + 1, *_LINKS)
    if sentence.word(at) == "growth":
        at = sentence.skip(at + 1, *_LINKS)
    up: bool | None = None
    amount, end = None, at
    if sentence.tag(at) in (Tag.UP, Tag.DOWN):
        up = sentence.tag(at) is Tag.UP
        amount, end = _amount(sentence, at + 1 + (sentence.tag(at + 1) is Tag.AT))
    elif sentence.tag(at) in (Tag.STAND, Tag.AT, Tag.REACH, Tag.HIGH_OF) or sentence.tag(at) is Tag.OF:
        at += 1
    level, last = _amount(sentence, sentence.skip(end + (sentence.tag(end) is Tag.TO), Tag.FILL))
    if up is not None and sentence.tag(end) is not Tag.TO:
        level, last = None, end
    if up is None and level is None:
        level, last = _amount(sentence, at)
    if sentence.tag(last) is Tag.JOBS and series.word == "gdp":
        series = _BY_WORD["payrolls"]
    if amount is None and level is None:
        return None
    return _in_terms_of_series(sentence, place, last, series, level, amount, up)


def _in_terms_of_series(
    sentence: Sentence,
    place: int,
    last: int,
    series: EconomicSeries,
    level: Amount | None,
    change: Amount | None,
    up: bool | None,
) -> MacroPrintClaim | None:
    """Figures in the series' own terms: growth is its level, thousands are precise to a thousand."""
    if series.word in ("gdp", "payrolls") and change is not None and level is None:
        level, change = (change if up else replace(change, value=-change.value)), None
        up = None
    for amount in (level, change):
        if amount is not None and not _fits(series, amount, amount is change):
            return None
    if series.word in ("payrolls", "claims"):
        level, change = _rounded(level), _rounded(change)
    when = sentence.when(last - 1)
    return MacroPrintClaim(
        place=sentence.place(place, last - 1), series=series, level=level, change=change, up=up, when=when
    )


def _amount(sentence: Sentence, place: int) -> tuple[Amount | None, int]:
    at = place + (sentence.word(place) == "by")
    hedged = sentence.hedged_amount(at)
    return hedged if hedged else (None, place)


def _fits(series: EconomicSeries, amount: Amount, is_change: bool) -> bool:
    """Can this be a figure of that series?"""
    if series.word in ("payrolls", "claims"):
        return amount.unit is AmountUnit.PLAIN and abs(amount.value) >= 1000
    if series.frequency is Frequency.WEEKLY:
        return amount.unit is AmountUnit.PLAIN
    if is_change:
        return amount.unit in (AmountUnit.PERCENTAGE_POINTS, AmountUnit.BASIS_POINTS)
    return amount.unit is AmountUnit.PERCENT or (
        amount.unit is AmountUnit.BASIS_POINTS and series.word == "spread"
    )


def _rounded(amount: Amount | None) -> Amount | None:
    """Persons are written to the thousand: "210,000" is precise to a thousand, not to one."""
    if amount is None or amount.value % 1000:
        return amount
    return replace(amount, step=max(amount.step, 1000.0))
