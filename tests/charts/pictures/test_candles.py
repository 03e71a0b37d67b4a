"""Candles: hollow up, filled down, longer bars for longer spans, volume only where it is given."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PolyCollection

from charts.drawing.render import compose
from charts.pictures.candles import Candles, shares
from tests.charts.gallery import average, caption, frame
from tests.charts.pictures.test_level import said


def test_half_a_year_keeps_daily_bars() -> None:
    bars = frame(130)
    chart = Candles.of(caption(), bars)
    assert np.array_equal(chart.close, bars["close"].to_numpy())
    assert chart.caption.subtitle == ""


@pytest.mark.parametrize(
    ("count", "rule", "word"), [(131, "W-FRI", "weekly"), (800, "W-FRI", "weekly"), (801, "ME", "monthly")]
)
def test_longer_spans_are_joined_as_pandas_joins_them_and_the_subtitle_says_so(
    count: int, rule: str, word: str
) -> None:
    bars = frame(count)
    chart = Candles.of(caption(subtitle="4 years"), bars, volume=True)
    how = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    joined = bars.resample(rule).agg(how).dropna()
    for name in ("open", "high", "low", "close", "volume"):
        np.testing.assert_allclose(getattr(chart, name), joined[name].to_numpy())
    assert chart.caption.subtitle == f"4 years · {word} bars"
    assert chart.sessions[-1] == bars.index[-1].to_datetime64().astype("datetime64[D]")


def test_rising_bars_are_hollow_and_falling_ones_filled() -> None:
    chart = Candles.of(caption(), frame(60))
    [bodies] = [c for c in compose(chart).axes[0].collections if isinstance(c, PolyCollection)]
    hollow = np.any(bodies.get_facecolor() != bodies.get_edgecolor(), axis=1)
    assert np.array_equal(hollow, chart.close >= chart.open)


def test_without_volume_there_is_no_volume_panel() -> None:
    assert "Volume" in said(Candles.of(caption(), frame(60), volume=True))
    assert "Volume" not in said(Candles.of(caption(), frame(60)))


def test_a_session_in_progress_is_called_so_far() -> None:
    assert "so far" in said(Candles.of(caption(), frame(60), running=True))
    assert "so far" not in said(Candles.of(caption(), frame(60)))


def test_an_average_keeps_its_daily_values_on_weekly_bars() -> None:
    bars, line = frame(800), average(800, 50)
    figure = compose(Candles.of(caption(), bars, averages=(line,)))
    [drawn] = [
        np.asarray(stroke.get_ydata()) for stroke in figure.axes[0].lines if stroke.get_linewidth() == 3
    ]
    expected = pd.Series(line.values, index=bars.index).resample("W-FRI").last()
    np.testing.assert_allclose(drawn[~np.isnan(drawn)], expected.dropna().to_numpy())


@pytest.mark.parametrize(("count", "text"), [(950, "950"), (1_500_000, "1.5M"), (2e9, "2B"), (12_000, "12K")])
def test_numbers_of_shares_are_short(count: float, text: str) -> None:
    assert shares(count) == text


def test_where_only_a_close_is_known_there_is_a_dash_and_no_candle() -> None:
    bars = frame(40)
    day = bars.index[20]
    bars.loc[day:day, ["open", "high", "low"]] = np.nan
    axes = compose(Candles.of(caption(), bars)).axes[0]
    low, high = axes.get_ylim()
    assert low > 0.5 * bars["close"].min()
    assert high < 1.5 * bars["close"].max()
    dashes = [c for c in axes.collections if isinstance(c, LineCollection) and len(c.get_segments()) == 1]
    (dash,) = (segment for c in dashes for segment in c.get_segments())
    assert dash[:, 1].tolist() == [bars["close"].iloc[20]] * 2


def test_a_session_without_a_bar_is_a_gap_in_its_place() -> None:
    bars = frame(40)
    bars.loc[bars.index[20]] = np.nan
    chart = Candles.of(caption(), bars)
    [bodies] = [c for c in compose(chart).axes[0].collections if isinstance(c, PolyCollection)]
    middles = [
        np.asarray(path.vertices)[:4, 0].mean()
        for path in bodies.get_paths()
        if np.isfinite(path.vertices).all()
    ]
    assert middles == pytest.approx([*range(20), *range(21, 40)])


def test_bars_without_a_range_are_a_line() -> None:
    bars = frame(40)
    for column in ("open", "high", "low"):
        bars[column] = bars["close"]
    closes = compose(Candles.of(caption(), bars)).axes[0].lines[0]
    assert np.asarray(closes.get_ydata()).tolist() == bars["close"].tolist()


def test_a_longer_bar_opens_with_the_first_open_that_is_known() -> None:
    bars = frame(1000)
    joined = Candles.of(caption(), bars).open
    first = pd.DatetimeIndex(bars.index).to_period("W-FRI").duplicated()
    bars.loc[bars.index[~first], "open"] = np.nan
    assert np.isfinite(Candles.of(caption(), bars).open).sum() >= len(joined) - 1
