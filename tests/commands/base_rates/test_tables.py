"""The tables of `/history`."""

from __future__ import annotations

import pandas as pd
import pytest

from commands.base_rates.history_events import EventName, asked_event
from commands.base_rates.tables import LISTED, dates_table, event_key, rates_table
from market.analytics.base_rates import base_rates
from market.symbols import Symbol

DAYS = pd.bdate_range("2015-01-01", periods=2400)
RATES = base_rates(
    pd.Series([100 * 1.001**n for n in range(2400)], index=DAYS),
    pd.Series([n % 30 == 0 for n in range(2400)], index=DAYS),
)
RUT, SPX = Symbol.parse("rut"), Symbol.parse("spx")


@pytest.mark.parametrize(
    ("event", "key"),
    [
        ("record", "record"),
        ("drawdown", "drawdown_10"),
        ("lead", "lead_5_63_spx"),
        ("analogues", "analogues"),
    ],
)
def test_an_event_is_named_in_keys_with_what_was_asked_of_it(event: EventName, key: str) -> None:
    assert event_key(asked_event(event, None, None, RUT, None)) == f"history.rut.{key}"


def test_each_horizon_has_a_row_whose_figures_have_keys() -> None:
    table = rates_table(RATES, asked_event("record", None, None, RUT, None))
    assert [row[0] for row in table.rows] == ["1 month", "3 months", "6 months", "12 months"]
    figures = {figure.key: figure.value for figure in table.figures}
    assert figures["history.rut.record.n.1m"] == 80
    assert figures["history.rut.record.median.3m"] == pytest.approx(1.001**63 - 1)


def test_the_newest_dates_stand_first_and_say_whether_they_count() -> None:
    table = dates_table(RATES, asked_event("record", None, None, RUT, None))
    assert len(table.rows) == LISTED
    assert table.rows[0][0] == f"{DAYS[2370]:%Y-%m-%d}"
    assert table.title.endswith(f"the newest {LISTED} of 80")
    assert {row[-1] for row in table.rows} == {"yes"}
