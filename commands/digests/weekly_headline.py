"""What mattered in a week: the first of a fixed list that holds, or that nothing did.

1. Record closes. 2. A turn of the market regime. 3. A week out of the ordinary: unusual as a day is, by the standard
deviation of the `WINDOW` weeks' changes before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from commands.digests.headline import is_unusual
from commands.framework.reply import Headline
from commands.presentation.wording import against, listed, opened, the
from market.analytics.rotation import Regime
from market.bars import Bars
from market.calendars.week import WINDOW, Week
from market.formatting import change, level, sessions


def the_week(
    subject: Bars, week: Week, benchmarks: Sequence[tuple[str, float]], regime: Regime | None
) -> Headline:
    """Two sentences or three about `week` of `subject`. `benchmarks`: labels and changes of those that
    have the same base and end."""
    name = the(subject.symbol.label)
    moved = f"{name} moved {change(week.change)} in the week to {week.end}, to {level(week.close)}"
    rank = (
        f". It was {listed([against(week.change, *benchmark) for benchmark in benchmarks])}"
        if benchmarks
        else ""
    )
    if week.records:
        count = len(week.records)
        said = "one record close" if count == 1 else f"{count} record closes"
        newest = "on" if count == 1 else "the newest on"
        return Headline(f"{opened(moved)}, with {said}, {newest} {week.records[-1]}", rank)
    if regime is not None and (turn := _turn(regime, week)):
        return Headline(turn, f". {opened(moved)}{rank}")
    if is_unusual(week.times_usual):
        usual = f"{week.times_usual:.1f} times the usual week of the last {WINDOW}"
        return Headline("A week out of the ordinary", f": {moved}, {usual}{rank}")
    return Headline("Nothing notable happened", f". {opened(moved)}, in {sessions(week.sessions)}{rank}")


def _turn(regime: Regime, week: Week) -> str:
    """What the market regime became in the week, when it is another than at its base."""
    before = regime.verdicts.loc[: str(week.base)]
    if before.empty or before.iloc[-1] == regime.verdict or regime.end < week.end:
        return ""
    return f"The market regime turned from {before.iloc[-1]} to {regime.verdict} on {regime.since}"
