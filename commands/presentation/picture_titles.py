"""Titles of pictures: one sentence with round figures. The exact ones stand in the text and at the lines."""

from __future__ import annotations

from commands.presentation.wording import opened, record_words, the
from market.analytics.index_summary import IndexSummary
from market.formatting import MISSING, Unit, change, is_nothing, level, written


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


def round_level(value: float) -> str:
    """A price or index level for a title: 2,714; 260; 17.44."""
    return f"{value:,.0f}".replace("-", "−") if abs(value) >= 100 else level(value)


def round_signed(value: float, unit: Unit) -> str:
    """A change or a lead with its sign, for a title: "+5.3%", "−1.1 points"; anything else as it is written."""
    if unit not in (Unit.CHANGE, Unit.LEAD) or value != value:
        return written(value, unit)
    text = round_share(value) if unit is Unit.CHANGE else round_points(value)
    return text if is_nothing(value) else f"{'+' if value > 0 else '−'}{text}"


def round_rate(value: float) -> str:
    """A rate with its sign where it is below zero, for a title: "4.2%", "−0.6%"."""
    return round_share(value) if value >= 0 or value != value else f"−{round_share(value)}"


def moved_roundly(fraction: float) -> str:
    """ "rose 13%", "fell 0.43%", "hardly moved"."""
    if is_nothing(fraction):
        return "hardly moved"
    return f"{'rose' if fraction > 0 else 'fell'} {round_share(fraction)}"


def is_so_far(fraction: float) -> str:
    """The same of a session in progress: "is up 1.2% so far today", "is level so far today"."""
    side = "level" if is_nothing(fraction) else f"{'up' if fraction > 0 else 'down'} {round_share(fraction)}"
    return f"is {side} so far today"


def standing_title(result: IndexSummary) -> str:
    """ "The Russell 2000 fell 1.5% to 2,614, 3.9% below its record"."""
    name, records = opened(the(result.bars.symbol.label)), result.records
    if so_far := result.so_far:
        place = "above its record close, but this is not a close" if so_far.above_record else "not a close"
        return f"{name} {is_so_far(so_far.change)}: {place}"
    moved = "closed at" if result.change != result.change else f"{moved_roundly(result.change)} to"
    if records.at_record:
        place = record_words(records, result.bars)
        if not records.unknown and not records.uncounted:
            place = f"its {place.split(',')[0].removeprefix('the ')}"
    elif records.unknown:
        place = f"{round_share(records.below)} below its highest known close"
    else:
        place = f"{round_share(records.below)} below its record"
    return f"{name} {moved} {round_level(result.close)}, {place}"


def moved_title(label: str, fraction: float, when: str) -> str:
    """ "The Russell 2000 rose 13% over 1 year"; the caller has made sure that the change is known."""
    return f"{opened(the(label))} {moved_roundly(fraction)} {when}"


def level_title(label: str, difference: float, when: str) -> str:
    """The same of a measured level, in its points: "The VIX fell 1.3 points over 1 month"."""
    if round(difference, 2) == 0:
        return f"{opened(the(label))} hardly moved {when}"
    size = f"{abs(difference):.{1 if abs(difference) >= 1 else 2}f}".removesuffix(".0")
    points = f"{size} point{'' if size == '1' else 's'}"
    return f"{opened(the(label))} {'rose' if difference > 0 else 'fell'} {points} {when}"


def compared_title(leader: tuple[str, float], laggard: tuple[str, float], when: str) -> str:
    """ "The Nasdaq-100 rose 19% over 1 year, 5.5 points more than the Russell 2000"."""
    (first, gained), (last, lost) = leader, laggard
    gap = gained - lost
    if change(gained) == change(lost):  # as the answer's sentence has it
        return f"{opened(the(first))} and {the(last)} both {moved_roundly(gained)} {when}"
    if is_nothing(gap):
        return f"{opened(the(first))} and {the(last)} were level {when}"
    side = "less" if gained < 0 else "more"
    more = f"{round_points(gap)} {side} than {the(last)}"
    if gained > 0 > lost:
        more = f"while {the(last)} fell {round_share(lost)}"
    return f"{moved_title(first, gained, when)}, {more}"


def after_title(event: str, median: float, horizon: str, baseline: float) -> str:
    """ "After a record close the median was +1.6% in 12 months, against +10% from any day"."""
    usual = round_signed(baseline, Unit.CHANGE)
    own = f"After {event} the median was {round_signed(median, Unit.CHANGE)} in {horizon}"
    return f"{own}, against {usual} from any day"
