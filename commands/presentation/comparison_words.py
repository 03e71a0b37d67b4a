"""What a comparison found, as the answer's sentence and as its picture's title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commands.framework.reply import Headline
from commands.presentation.picture_titles import compared_title, moved_title, round_signed
from commands.presentation.wording import between_words, opened, the
from market.analytics.performance import Performance
from market.bars import Bars
from market.formatting import Unit, change, listed, points_of
from market.period import Period, words_to


def compared_headline(result: Performance, period: Period, bars: Sequence[Bars]) -> Headline:
    """Who led whom by how much, or without a leader each market's change by what its return holds."""
    leader, laggard = the(result.leader), the(result.laggard)
    period = period.measured(result.base, result.end, max(own.due for own in bars))
    span = between_words(period, result.base, result.end)
    when = f"on {result.end}" if period.sessions == 1 else period.words
    if result.unknown:
        span += f"; what {listed([the(label) for label in result.unknown])} did is not known"
    if len(result.ranked) == 1:  # its index's stand-in, or beside levels and what is not known only
        return Headline(f"{opened(leader)} moved {change(float(result.ranked.iloc[0]))} {when}", span)
    first, last = float(result.ranked.iloc[0]), float(result.ranked.iloc[-1])
    if is_mixed(result, bars):
        moves = []
        for basis, labels in _by_basis(result, bars).items():
            of_basis = (f"{the(label)} {change(float(result.ranked[label]))}" for label in labels)
            moves.append(f"{listed([*of_basis])} ({basis})")
        unranked = f"{span}; not ranked, since dividends count for some only"
        said = listed(moves) if len(moves) == len(result.ranked) else "; ".join(moves)
        return Headline(opened(f"{said} {when}"), unranked)
    if change(first) == change(last):
        return Headline(opened(f"{leader} and {laggard} did alike {when}, {change(first)}"), span)
    spread = points_of(result.spread)
    return Headline(f"{opened(leader)} led {laggard} by {spread} {when}", span)


def is_mixed(result: Performance, bars: Sequence[Bars]) -> bool:
    """Whether dividends count for some of the ranked only: then nobody is crowned."""
    return len(_by_basis(result, bars)) > 1


def _by_basis(result: Performance, bars: Sequence[Bars]) -> dict[str, list[str]]:
    """The ranked markets by what their returns hold, the one with the largest change first."""
    basis_of = {own.symbol.label: own.return_basis for own in bars}
    groups: dict[str, list[str]] = {}
    for label in result.ranked.index:
        groups.setdefault(basis_of[str(label)], []).append(str(label))
    return groups


def comparison_title(
    result: Performance, headline: Headline, period: Period, bars: Sequence[Bars], due: date
) -> str:
    """The finding in round figures; of more than two markets without a leader how far their changes reach.
    `due`: the last completed session."""
    when, ranked = words_to(period, result.base, result.end, due), result.ranked
    if is_mixed(result, bars):
        low, high = (round_signed(float(ranked.iloc[place]), Unit.CHANGE) for place in (-1, 0))
        many = f"{len(ranked)} markets moved between {low} and {high} {when}"
        return many if len(ranked) > 2 else headline.title
    unknown = listed([the(label) for label in result.unknown])
    more = f"; what {unknown} did is not known" if unknown else ""
    first, last = ((str(ranked.index[place]), float(ranked.iloc[place])) for place in (0, -1))
    return f"{compared_title(first, last, when) if len(ranked) > 1 else moved_title(*first, when)}{more}"
