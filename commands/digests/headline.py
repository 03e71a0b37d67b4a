"""What mattered at the last close: the first of a fixed list that holds, or that nothing did.

1. A record close. 2. A high above the record with a close below it. 3. A turn of the market regime.
4. A day out of the ordinary: `UNUSUAL` standard deviations of the `WINDOW` sessions' changes before it.
5. `STREAK` sessions or more in a row ahead of the first benchmark.
"""

from __future__ import annotations

import math

from commands.framework.reply import Headline
from commands.presentation.wording import (
    change_words,
    lead_words,
    listed,
    opened,
    record_words,
    streak_words,
    the,
)
from market.analytics.index_summary import IndexSummary
from market.analytics.performance import daily_returns
from market.analytics.rotation import Regime
from market.formatting import change, level

UNUSUAL = 2.0  # standard deviations: a change at least this large is out of the ordinary
WINDOW, STREAK = 60, 10  # sessions


def what_mattered(result: IndexSummary, regime: Regime | None) -> Headline:
    """One or two sentences about the session of `result`, from completed sessions only."""
    name = the(result.bars.symbol.label)
    subject = opened(name)
    closed = f"{subject} closed at {level(result.close)} on {result.session}, {change(result.change)}"
    if result.change != result.change:
        return Headline(
            f"{subject} closed at {level(result.close)} on {result.session}{change_words(result)}"
        )
    if result.records.at_record:
        first = "" if result.records.unknown else "a record "  # a session without a bar may have been higher
        record = (
            f"{subject} closed at {first}{level(result.close)} on {result.session}, {change(result.change)}"
        )
        return Headline(record, f": {record_words(result.records)}{_ahead(result)}{_others_ahead(result)}")
    if result.intraday_record:
        stands = f"the record close of {level(result.records.level)} stands"
        return Headline(f"{closed}, after an intraday record only; {stands}")
    if regime is not None and regime.held == 1 and len(regime.verdicts) > 1:
        return Headline(
            f"The market regime turned from {regime.verdicts.iloc[-2]} to {regime.verdict}", f". {closed}"
        )
    if is_unusual(times := times_usual(result)):
        usual = f"{times:.1f} times the usual day of the last {WINDOW} sessions"
        more = f": {closed[0].lower()}{closed[1:]}, {usual}{_ahead(result)}"
        return Headline("A day out of the ordinary", more)
    if result.leads and result.leads[0].daily.length >= STREAK:
        return Headline(closed, _ahead(result))
    return Headline("Nothing notable happened", f". {closed}, {_against(result)}")


def _ahead(result: IndexSummary) -> str:
    if not result.leads or result.leads[0].daily.length < 2:
        return ""
    words = streak_words(result.leads[0])
    return f". It was {words}"


def _others_ahead(result: IndexSummary) -> str:
    """Who did better that day: a record is not a lead."""
    better = [lead for lead in result.leads if lead.session == result.session and lead.day_lead < 0]
    worse = [lead for lead in better if change(lead.day_change) != change(result.change)]
    return f". On the day it was {listed([lead_words(lead) for lead in worse])}" if worse else ""


def _against(result: IndexSummary) -> str:
    same_day = [lead for lead in result.leads if lead.session == result.session]
    return listed([lead_words(lead) for lead in same_day[:2]]) or "with nothing to compare it to"


def is_unusual(times: float) -> bool:
    """Whether a change of `times` its usual size is out of the ordinary."""
    return times >= UNUSUAL


def times_usual(result: IndexSummary) -> float:
    """The day's change over the standard deviation of the `WINDOW` before it; 0 with fewer."""
    before = daily_returns(result.bars.closes).iloc[-WINDOW - 1 : -1]
    if len(before) < WINDOW:
        return 0.0
    usual = float(before.std())
    return abs(result.change) / usual if usual > 0 and math.isfinite(usual) else 0.0
