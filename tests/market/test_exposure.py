"""Reading holdings as people write them, and what they hang on."""

from __future__ import annotations

import contextlib
import doctest

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.exposure
from market.errors import MarketError, NoData, UnknownSymbol
from market.exposure import BadHoldings, parse, sensitivity
from market.risk import relation


def weights(text: str) -> dict[str, float]:
    return {line.symbol.ticker: round(line.weight, 4) for line in parse(text).lines}


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.exposure).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "AAPL 40, NVDA 25, IWM 35",
        "AAPL 40 NVDA 25 IWM 35",
        "aapl: 40%; nvda=25%; iwm 35 %",
        "40% AAPL, 25% Nvidia, 35% IWM",
        "$AAPL 8.0\n$NVDA 5\n$IWM 7\n",
        "AAPL 30, NVDA 25, IWM 35, Apple 10,",
    ],
)
def test_one_list_written_many_ways_reads_the_same(text: str) -> None:
    assert weights(text) == {"AAPL": 0.4, "IWM": 0.35, "NVDA": 0.25}


def test_names_with_numbers_are_names() -> None:
    assert weights("s&p 500 60, russell 2000 40") == {"^GSPC": 0.6, "^RUT": 0.4}
    assert weights("s&p 500, russell 2000") == {"^GSPC": 0.5, "^RUT": 0.5}


def test_duplicates_are_merged_and_named() -> None:
    assert [s.ticker for s in parse("AAPL 10, Apple 30, SPY 60").merged] == ["AAPL"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no holdings"),
        (" , ; ", "no holdings"),
        ("AAPL 0", "above zero"),
        ("AAPL -5, SPY 10", "above zero"),
        ("AAPL 40, NVDA", "NVDA has no weight"),
        ("AAPL 1,000", "“000” has no name"),
        ("x" * 200, "too long"),
        (", ".join(f"A{n} 1" for n in range(60)), "60 holdings"),
    ],
)
def test_bad_lists_are_answered_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(BadHoldings, match=says):
        parse(text)


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(UnknownSymbol, match="rut"):
        parse("rusell 2000x 40, SPY 60")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with contextlib.suppress(MarketError):  # any other exception fails the test
        read = parse(text)
        assert sum(line.weight for line in read.lines) == pytest.approx(1.0)
        assert 1 / len(read.lines) <= read.hhi + 1e-9 <= 1.0 + 1e-8


def test_mega_cap_technology_is_what_is_held_directly() -> None:
    assert parse("AAPL 40, NVDA 25, IWM 35").mega_tech == pytest.approx(0.65)
    assert parse("QQQ 100").mega_tech == 0


def prices() -> tuple[pd.DataFrame, pd.DataFrame]:
    draw = np.random.default_rng(8)
    days = pd.bdate_range("2024-06-03", periods=400, name="session")
    common = draw.normal(0, 0.01, 400)
    index = pd.DataFrame({"S&P 500": 5000 * np.exp(common.cumsum())}, index=days)
    own = {
        t: 100 * np.exp((b * common + draw.normal(0, 0.01, 400)).cumsum())
        for t, b in [("AAPL", 1.2), ("SPY", 1)]
    }
    return pd.DataFrame(own, index=days), index


def test_the_portfolios_beta_is_the_weighted_mean_of_its_holdings_betas() -> None:
    totals, indices = prices()
    held = parse("AAPL 40, SPY 60").lines
    found = sensitivity(held, totals, indices)
    parts = sum(h.weight * relation(totals[h.symbol.ticker], indices["S&P 500"]).beta for h in held)
    assert found.betas["S&P 500"] == pytest.approx(parts, rel=1e-9)
    assert (found.sessions, found.covered, found.left_out) == (252, 1.0, ())


def test_a_holding_with_too_few_prices_is_left_out_and_named() -> None:
    totals, indices = prices()
    totals["NEW"] = np.nan
    totals.iloc[-30:, 2] = 10.0
    found = sensitivity(parse("SPY 75, NEW 25").lines, totals, indices)
    assert found.left_out == ("NEW",)
    assert found.covered == 0.75


def test_no_priced_holding_is_a_sentence() -> None:
    totals, indices = prices()
    with pytest.raises(NoData, match="too few sessions"):
        sensitivity(parse("GLD 1").lines, totals, indices)
