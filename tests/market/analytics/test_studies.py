"""Studies beside tables made by hand and beside pandas' own exponential windows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from market.analytics.studies import bollinger, ema, macd, rsi, sma

# Wilder's example as it is printed in many places: fourteen changes, then two more.
WILDER = (
    44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.10, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28, 46.00,
)  # fmt: skip


def walk(count: int = 900, seed: int = 3) -> pd.Series:
    steps = np.random.default_rng(seed).normal(0.0003, 0.012, count)
    return pd.Series(100 * np.exp(np.cumsum(steps)), pd.bdate_range("2022-01-03", periods=count))


def test_an_ema_by_hand() -> None:
    assert ema(pd.Series([2.0, 4.0, 6.0, 8.0, 12.0]), 3).tolist()[2:] == [4.0, 6.0, 9.0]


def test_rsi_by_hand() -> None:
    """Gains 3.34 and losses 1.40 over the first fourteen changes; the fifteenth is a loss of 0.28."""
    found = rsi(pd.Series(WILDER), 14)
    assert found[:14].isna().all()
    assert found[14] == pytest.approx(100 - 100 / (1 + 3.34 / 1.40), abs=1e-9)
    gain, loss = 3.34 / 14 * 13 / 14, (1.40 / 14 * 13 + 0.28) / 14
    assert found[15] == pytest.approx(100 - 100 / (1 + gain / loss), abs=1e-9)


def test_bands_by_hand() -> None:
    """1 2 3 4 5 has a mean of 3 and a standard deviation of √2."""
    last = bollinger(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0]), 5).iloc[-1]
    assert last.tolist() == pytest.approx([3 - 2 * 2**0.5, 3.0, 3 + 2 * 2**0.5])


@pytest.mark.parametrize(("study", "first"), [(lambda c: sma(c, 20), 19), (lambda c: ema(c, 20), 19),
    (lambda c: rsi(c, 14), 14), (lambda c: macd(c)["macd"], 25), (lambda c: macd(c)["signal"], 33),
    (lambda c: bollinger(c, 20)["upper"], 19)])  # fmt: skip
def test_nothing_is_said_before_the_warm_up_is_over_and_after_a_gap_it_begins_anew(study, first: int) -> None:
    closes = walk(200)
    whole = study(closes)
    assert whole.notna().to_numpy().argmax() == first
    assert whole[first:].notna().all()
    closes.iloc[100] = np.nan
    parted = study(closes)
    assert parted[:100].equals(whole[:100])
    assert parted[100 : 101 + first].isna().all()
    anew = study(closes[101:])[first:]
    assert parted[101 + first :].to_numpy() == pytest.approx(anew.to_numpy(), rel=1e-9)


def test_after_a_long_warm_up_they_agree_with_pandas_windows() -> None:
    closes = walk()
    smooth = closes.ewm(span=26, adjust=False).mean()
    assert ema(closes, 26)[600:].to_numpy() == pytest.approx(smooth[600:].to_numpy(), rel=1e-9)
    moves = closes.diff().dropna()
    gain, loss = (side.clip(lower=0).ewm(alpha=1 / 14, adjust=False).mean() for side in (moves, -moves))
    expected = 100 - 100 / (1 + gain / loss)
    assert rsi(closes, 14)[700:].to_numpy() == pytest.approx(expected[699:].to_numpy(), rel=1e-9)
    line = closes.ewm(span=12, adjust=False).mean() - smooth
    signal = line.ewm(span=9, adjust=False).mean()
    found = macd(closes)
    assert found["macd"][700:].to_numpy() == pytest.approx(line[700:].to_numpy(), abs=1e-9)
    assert found["histogram"][700:].to_numpy() == pytest.approx((line - signal)[700:].to_numpy(), abs=1e-9)


def test_ends_of_the_scale_and_a_market_that_stands_still() -> None:
    assert rsi(pd.Series(np.arange(1.0, 40.0)), 14).iloc[-1] == 100.0
    assert rsi(pd.Series(np.arange(40.0, 1.0, -1.0)), 14).iloc[-1] == 0.0
    assert rsi(pd.Series(np.full(40, 5.0)), 14).isna().all()


def test_scaling_prices_scales_bands_and_leaves_rsi() -> None:
    closes = walk(120)
    assert rsi(closes * 7).to_numpy() == pytest.approx(rsi(closes).to_numpy(), nan_ok=True)
    assert (bollinger(closes) * 7).to_numpy() == pytest.approx(bollinger(closes * 7).to_numpy(), nan_ok=True)
