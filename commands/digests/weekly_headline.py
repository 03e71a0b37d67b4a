"""What mattered in a week: the first of a fixed list that holds, or that nothing did.

1. Record closes. 2. A turn of the market regime. 3. A week out of the ordinary: at least `UNUSUAL` standard deviations
of the `WINDOW` weeks' changes before it. 4. The first events of the table of its sessions.
"""

from __future__ import annotations

from collections.abc import Sequence

from commands.digests.event_words import event_groups, event_words
from commands.digests.headline import also, quiet_words
from commands.framework.reply import Headline
from commands.presentation.rank_words import superlative
from commands.presentation.wording import against, opened, the
from market.analytics.events.table import EventTable
from market.analytics.ranking import RankUnit
from market.analytics.rotation import Regime
from market.bars import Bars
from market.calendars.week import WINDOW, Week
from market.formatting import change, level, listed, sessions

LONG_AGO = 8  # weeks: a week is the best, or the first of its kind, since one that is as long ago
UNUSUAL = 2.0  # standard deviations: a week's change at least this large is out of the ordinary


def the_week(
    subject: Bars,
    week: Week,
    benchmarks: Sequence[tuple[str, float]],
    regime: Regime | None,
    table: EventTable,
    more: bool = True,
) -> Headline:
    """Two sentences or three about `week` of `subject`. `benchmarks`: labels and changes of those that
    have the same base and end; `table`: the events of its sessions;
    without `more` only the first of them is told."""
    name = the(subject.symbol.label)
    moved = f"{name} moved {change(week.change)} in the week to {week.end}, to {level(week.close)}"
    best = superlative(subject.closes, RankUnit.WEEK, LONG_AGO)
    rank = (
        f". It was {listed([against(week.change, *benchmark) for benchmark in benchmarks])}"
        if benchmarks
        else ""
    )
    if week.records:
        count = len(week.records)
        said = "one record close" if count == 1 else f"{count} record closes"
        newest = "on" if count == 1 else "the newest on"
        return Headline(f"{opened(moved)}, with {said}, {newest} {week.records[-1]}{best}", rank)
    moved += best
    if regime is not None and (turn := _turn(regime, week)):
        return Headline(turn, f". {opened(moved)}{rank}")
    if week.times_usual >= UNUSUAL:
        usual = f"{week.times_usual:.1f} times the usual week of the last {WINDOW}"
        return Headline("A week out of the ordinary", f": {moved}, {usual}{rank}")
    if groups := event_groups(table):
        first = f"On {groups[0][0].session} {event_words(groups[0])}"
        return Headline(first, f". {opened(moved)}{rank}{also(groups[1:] if more else [], dated=True)}")
    return Headline(quiet_words(table), f". {opened(moved)}, in {sessions(week.sessions)}{rank}")


def _turn(regime: Regime, week: Week) -> str:
    """What the market regime became in the week, when it is another than at its base."""
    before = regime.verdicts.loc[: str(week.base)]
    if before.empty or before.iloc[-1] == regime.verdict or regime.end < week.end:
        return ""
    return f"The market regime turned from {before.iloc[-1]} to {regime.verdict} on {regime.since}"
