"""What is said beside a comparison: of levels, of currencies, and of dividends."""

from __future__ import annotations

import pandas as pd
import pytest

from commands.presentation.comparison_notes import about_currencies, about_levels, about_returns
from market.bars import COLUMNS, Bars
from market.provenance import UNDATED, Provenance
from market.symbols import Symbol

DAY = pd.DatetimeIndex(["2026-01-22"])


def bars(word: str, currency: str = "USD", adjusted: bool = True) -> Bars:
    frame = pd.DataFrame(1.0, DAY, COLUMNS)
    return Bars(Symbol.parse(word), frame, Provenance("", UNDATED), currency=currency, adjusted=adjusted)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ((bars("spy"), bars("iwm")), "All by total return."),
        ((bars("rut"), bars("spx")), "All by price return."),
        (
            (bars("rut"), bars("iwm")),
            "Indices are price return, without dividends; funds and stocks total return",
        ),
        ((bars("spy"), bars("iwm", adjusted=False)), "IWM and indices are price return, without dividends"),
    ],
)
def test_the_basis_of_each_is_named(own: tuple[Bars, ...], said: str) -> None:
    assert about_returns(own).startswith(said)


def test_levels_are_said_to_be_measured() -> None:
    assert about_levels(()) == ""
    assert about_levels((bars("vix"),)).startswith("The VIX is a measured level")


def test_currencies_are_named_where_they_are_not_all_dollars() -> None:
    assert about_currencies((bars("spy"), bars("iwm"))) == ""
    assert "SPY in USD" in about_currencies((bars("spy"), bars("VOD.L", "GBp")))
