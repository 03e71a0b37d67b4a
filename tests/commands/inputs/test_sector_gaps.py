"""A sector fund that is left out is named with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd

from commands.inputs.basket import Basket
from commands.inputs.sector_gaps import left_out, small_fund_notes, why_unknown
from market.analytics.sectors import SMALL, Sector, Sectors
from market.bars import COLUMNS, Bars
from market.provenance import Provenance
from market.symbols import Symbol

BASE, END = date(2025, 12, 31), date(2026, 1, 22)


def survey(missing: tuple[str, ...] = ()) -> Sectors:
    rows = (Sector("XLK", 0.02, "PSCT", None, ""),)
    return Sectors(rows, 0.01, 0.01, missing, missing, BASE, END)


def test_small_funds_that_nobody_has_are_one_sentence() -> None:
    notes = small_fund_notes(survey(), Basket({}, tuple(SMALL.values())))
    assert notes == ("Without the small-cap sector funds: there are no prices of them.",)


def test_one_of_them_is_named() -> None:
    assert small_fund_notes(survey(), Basket({}, ("PSCE",))) == (
        "Without PSCE, for which there are no prices.",
    )


def test_a_fund_without_any_prices_is_told_by_the_basket() -> None:
    assert left_out(survey(("XLC",)), Basket({})) == ()


def test_a_fund_whose_prices_begin_later_is_not_said_to_end() -> None:
    rows = pd.DataFrame({"close": [1.0, 1.1], "adj_close": [1.0, 1.1]}, pd.DatetimeIndex(["2026-01-02", END]))
    bars = Bars(Symbol.parse("XLE"), rows.reindex(columns=COLUMNS), Provenance("Sample", datetime.now(UTC)))
    why = why_unknown("XLE", survey(("XLE",)), Basket({"XLE": bars}))
    assert why == "the prices of XLE begin on 2026-01-02"
