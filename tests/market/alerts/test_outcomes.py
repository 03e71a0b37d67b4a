"""What followed alerts, against a table made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from market.alerts.outcomes import FiredAlert, outcomes
from market.alerts.rules import AlertRule
from market.bars import Bars, tidy
from market.calendars.calendar import Calendar
from market.provenance import Provenance
from market.symbols import Symbol

NOW = datetime(2026, 1, 22, 22, tzinfo=UTC)
DAYS = Calendar().sessions(date(2026, 1, 5), date(2026, 1, 22))  # thirteen
CLOSES = [100.0 + 2.0 * place for place in range(len(DAYS))]


def bars(missing: int = -1) -> Bars:
    kept = [place for place in range(len(DAYS)) if place != missing]
    prices = [CLOSES[place] for place in kept]
    table = dict.fromkeys(("open", "high", "low", "close"), prices)
    frame = tidy(pd.DataFrame(table, index=pd.DatetimeIndex([DAYS[place] for place in kept])))
    gone = (DAYS[missing],) if missing >= 0 else ()
    return Bars(Symbol.parse("rut"), frame, Provenance("a table in a test", NOW), missing=gone)


def fired(
    place: int, id: int = 1, rule: str | None = "rut record again", late: float | None = 40.0
) -> FiredAlert:
    seen = datetime.combine(DAYS[place], datetime.min.time(), UTC)
    posted = seen + timedelta(seconds=late) if late is not None else None
    return FiredAlert(id, AlertRule.parse(rule) if rule else None, DAYS[place], seen, posted)


def test_what_followed_is_counted_in_sessions_from_the_close_of_its_own() -> None:
    (row,) = outcomes([fired(2)], {"^RUT": bars()}, Calendar())
    assert row.late == timedelta(seconds=40)
    assert row.after[:2] == pytest.approx((106 / 104 - 1, 114 / 104 - 1))
    assert row.after[2] != row.after[2]  # twenty sessions have not passed


def test_a_missing_bar_makes_what_followed_unknown_and_counts_as_a_session() -> None:
    (row,) = outcomes([fired(2)], {"^RUT": bars(missing=3)}, Calendar())
    assert row.after[0] != row.after[0]
    assert row.after[1] == pytest.approx(114 / 104 - 1)


def test_happening_again_within_five_sessions_is_a_false_rearm_of_that_alert_only() -> None:
    rows = outcomes([fired(0), fired(1, id=2), fired(5), fired(11), fired(11)], {"^RUT": bars()}, Calendar())
    assert [row.false_rearm for row in rows] == [False, False, True, False, True]


def test_what_was_not_told_has_no_delay_and_old_lines_are_left_out() -> None:
    rows = outcomes([fired(0, late=None), fired(1, rule=None)], {}, Calendar())
    assert [row.late for row in rows] == [None]
    assert all(value != value for value in rows[0].after)


def test_a_rule_without_a_market_is_measured_on_small_caps() -> None:
    assert fired(0, rule="breadth below 30%").market.ticker == "^RUT"
