"""Titles of pictures: one sentence with round figures. The exact ones stand in the text and at the lines."""

from __future__ import annotations

from commands.presentation.wording import opened, the
from market.formatting import MISSING, moved_points
from market.period import Period


def round_share(fraction: float) -> str:
    """An unsigned percentage for a title: 24%, 5.5%, 0.43%, with fewer decimals the larger it is."""
    per_cent = abs(fraction) * 100
    if per_cent != per_cent:
        return MISSING
    decimals = 0 if round(per_cent, 1) >= 10 else 1 if round(per_cent, 2) >= 1 else 2
    text = f"{per_cent:,.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def round_points(fraction: float) -> str:
    """A difference of two changes for a title: "5.5 points"."""
    number = round_share(fraction).removesuffix("%")
    return f"{number} point{'' if number == '1' else 's'}"


def moved_title(label: str, fraction: float, period: Period) -> str:
    """ "The Russell 2000 rose 13% over 1 year"; the caller has made sure that the change is known."""
    if round(fraction, 4) == 0:
        return f"{opened(the(label))} hardly moved {period.words}"
    verb = "rose" if fraction > 0 else "fell"
    return f"{opened(the(label))} {verb} {round_share(fraction)} {period.words}"


def level_title(label: str, difference: float, period: Period) -> str:
    """The same of a measured level, in its points: "The VIX moved −1.26 points over 1 month"."""
    return f"{opened(the(label))} moved {moved_points(difference)} {period.words}"


def compared_title(leader: tuple[str, float], laggard: tuple[str, float], period: Period) -> str:
    """ "The Nasdaq-100 rose 19% over 1 year, 5.5 points more than the Russell 2000"."""
    (first, gained), (last, lost) = leader, laggard
    gap = gained - lost
    if round(gap, 4) == 0:
        return f"{opened(the(first))} and {the(last)} were level {period.words}"
    side = "less" if gained < 0 else "more"
    more = f"{round_points(gap)} {side} than {the(last)}"
    if gained > 0 > lost:
        more = f"while {the(last)} fell {round_share(lost)}"
    return f"{moved_title(first, gained, period)}, {more}"
