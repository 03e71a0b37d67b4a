"""Reading holdings as people write them, and what they hang on."""

from __future__ import annotations

import contextlib
import doctest
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.analytics.exposure
from market.analytics.exposure import BadHoldings, Sensitivity, parse, sensitivity
from market.analytics.risk import relation
from market.errors import MarketError, NoData, UnknownSymbol
from tests.market.aftermath import Aftermath, aftermaths


def weights(text: str) -> dict[str, float]:
    return {line.symbol.ticker: round(line.weight, 4) for line in parse(text).lines}


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.exposure).failed == 0


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


def columns(indices: pd.DataFrame) -> dict[str, pd.Series[float]]:
    return {str(label): indices[label] for label in indices}


def values(found: Sensitivity) -> dict[str, float]:
    return {label: beta.value for label, beta in found.betas.items()}


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
    found = sensitivity(held, totals, columns(indices))
    parts = sum(h.weight * relation(totals[h.symbol.ticker], indices["S&P 500"]).beta for h in held)
    assert found.betas["S&P 500"].value == pytest.approx(parts, rel=1e-9)
    assert (found.betas["S&P 500"].sessions, found.covered, found.left_out) == (252, 1.0, ())


HELD = parse("AAPL 40, SPY 60").lines


@given(day=st.integers(300, 399), came=aftermaths)
def test_betas_end_with_the_last_session_that_holdings_and_indices_share(day: int, came: Aftermath) -> None:
    totals, indices = (frame.iloc[: day + 1] for frame in prices())
    then = sensitivity(HELD, totals, columns(indices))
    assert sensitivity(HELD, came.of(totals), columns(indices)) == then
    assert sensitivity(HELD, totals, columns(came.of(indices))) == then
    assert then.end == totals.index[-1].date()


@given(
    day=st.integers(300, 399),
    back=st.integers(0, 299),
    factor=st.sampled_from([np.nan, 0.5, 2.0]),
    ticker=st.sampled_from(["AAPL", "SPY", "S&P 500"]),
)
def test_a_close_of_the_window_moves_the_beta_and_one_before_it_does_not(
    day: int, back: int, factor: float, ticker: str
) -> None:
    totals, indices = (frame.iloc[: day + 1].copy() for frame in prices())
    then = sensitivity(HELD, totals, columns(indices))
    frame = indices if ticker in indices else totals
    frame.loc[frame.index[-1 - back], ticker] *= factor
    assert (sensitivity(HELD, totals, columns(indices)) == then) is (back > 252)


@given(scale=st.lists(st.floats(1e-3, 1e5), min_size=3, max_size=3))
def test_scaling_each_price_changes_no_beta(scale: list[float]) -> None:
    totals, indices = prices()
    found = sensitivity(HELD, totals * scale[:2], columns(indices * scale[2]))
    assert values(found) == pytest.approx(values(sensitivity(HELD, totals, columns(indices))))


def test_a_holding_without_bars_lowers_coverage_and_nothing_else() -> None:
    totals, indices = prices()
    whole = sensitivity(HELD, totals, columns(indices))
    ghost = sensitivity(parse("AAPL 32, SPY 48, NEW 20").lines, totals.assign(NEW=np.nan), columns(indices))
    assert values(ghost) == pytest.approx(values(whole))
    assert ghost.end == whole.end
    assert ghost.covered == pytest.approx(0.8)
    assert ghost.left_out == ("NEW",)


def test_a_holding_that_trades_every_day_leaves_out_none_that_does_not() -> None:
    totals, indices = prices()
    days = pd.date_range(totals.index[0], totals.index[-1], name="session")
    both = totals.reindex(days).assign(NEW=np.linspace(10, 20, len(days)))
    found = sensitivity(parse("AAPL 40, SPY 40, NEW 20").lines, both, columns(indices))
    assert (found.covered, found.left_out, found.betas["S&P 500"].sessions) == (1.0, (), 252)


def test_a_holding_with_too_few_prices_is_left_out_and_named() -> None:
    totals, indices = prices()
    totals["NEW"] = np.nan
    totals.iloc[-30:, 2] = 10.0
    found = sensitivity(parse("SPY 75, NEW 25").lines, totals, columns(indices))
    assert found.left_out == ("NEW",)
    assert found.covered == 0.75


def test_a_session_without_a_bar_leaves_the_beta_open_and_names_who_lacks_it() -> None:
    totals, indices = prices()
    lost = totals.index[-5]
    both = columns(indices) | {
        "Dow Jones": indices["S&P 500"].where(indices.index != lost).rename("Dow Jones")
    }
    found = sensitivity(HELD, totals, both).betas
    assert found["S&P 500"].gap is None
    assert (found["Dow Jones"].gap, found["Dow Jones"].lacking) == (lost.date(), "")
    assert math.isnan(found["Dow Jones"].value)
    totals.loc[lost, "AAPL"] = np.nan
    assert {beta.lacking for beta in sensitivity(HELD, totals, both).betas.values()} == {"AAPL"}
    late = {"Dow Jones": indices["S&P 500"].iloc[:-6]}
    assert sensitivity(HELD, totals, late).betas["Dow Jones"].end == totals.index[-7].date()


def test_no_priced_holding_is_a_sentence() -> None:
    totals, indices = prices()
    with pytest.raises(NoData, match="too few sessions"):
        sensitivity(parse("GLD 1").lines, totals, columns(indices))


def test_fifty_holdings_are_read_and_one_more_is_not() -> None:
    names = [f"T{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(51)]
    assert len(parse(", ".join(names[:50])).lines) == 50
    with pytest.raises(BadHoldings, match="51 holdings; I read 50"):
        parse(", ".join(names))


@pytest.mark.parametrize(("gaps", "is_kept"), [(2, True), (3, False)])
def test_a_holding_takes_more_than_nine_closes_in_ten(gaps: int, is_kept: bool) -> None:
    days = pd.bdate_range("2025-01-02", periods=41)
    index = pd.DataFrame({"S&P 500": 100.0 + np.arange(41) % 3}, index=days)
    totals = pd.DataFrame({"SPY": index["S&P 500"] * 6, "IWM": 200.0 + np.arange(41) % 2}, index=days)
    totals.iloc[-gaps:, 1] = np.nan
    found = sensitivity(parse("SPY 1, IWM 1").lines, totals.iloc[-30:], columns(index.iloc[-30:]), 29)
    assert ("IWM" not in found.left_out) is is_kept


@pytest.mark.parametrize(("sessions", "is_enough"), [(21, True), (20, False)])
def test_a_beta_of_holdings_takes_more_than_half_of_the_sessions(sessions: int, is_enough: bool) -> None:
    days = pd.bdate_range("2025-01-02", periods=sessions)
    index = pd.DataFrame({"S&P 500": 100.0 + np.arange(sessions) % 3}, index=days)
    totals = pd.DataFrame({"SPY": index["S&P 500"] * 6}, index=days)
    with contextlib.nullcontext() if is_enough else pytest.raises(NoData, match="too few sessions in common"):
        sensitivity(parse("SPY").lines, totals, columns(index), 40)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{'x' * 76} 40", "80"),
        (f"{'x' * 77} 40", "too long for one holding"),
        ("SPY 999999999999", ""),
        ("SPY 1000000000000", "must be above zero"),
    ],
)
def test_names_and_weights_have_bounds(text: str, problem: str) -> None:
    if not problem:
        assert parse(text).given == 999999999999
    elif problem == "80":  # not too long, and no market of that name
        with pytest.raises(MarketError) as refusal:
            parse(text[:80].rjust(80, "x"))
        assert "too long" not in str(refusal.value)
    else:
        with pytest.raises(BadHoldings, match=problem):
            parse(text.rjust(81, "x") if problem.startswith("too") else text)
