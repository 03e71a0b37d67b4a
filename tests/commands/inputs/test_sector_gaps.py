"""A sector fund that is left out is named with its reason."""

from __future__ import annotations

from datetime import date

from commands.inputs.basket import Basket
from commands.inputs.sector_gaps import left_out, small_fund_notes
from market.analytics.sectors import SMALL, Sector, Sectors

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
