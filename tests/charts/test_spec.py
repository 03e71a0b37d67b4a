"""The frame of a picture: what lies outside the period is not in the spec, and so cannot be drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from charts.drawing.render import compose, footer_text
from charts.pictures.breadth import BreadthChart
from charts.pictures.candles import Candles
from charts.pictures.comparison import ComparisonChart
from charts.pictures.concentration import ConcentrationChart
from charts.pictures.level import DRAWDOWN_SHOWN, LevelChart, RunningPoint
from charts.pictures.risk import RollingRisk
from charts.spec import ALT_LIMIT, Caption, Frame, Line, add_to_alt
from market.provenance import Provenance
from tests.charts.gallery import average, caption, days, frame, rebased, shares, walk
from tests.charts.pictures.test_level import said

PAST = Frame(days(260)[20].item(), days(260)[140].item())


def past() -> Caption:
    return replace(caption(), frame=PAST)


def sessions_of(line: Line | None) -> set[Any]:
    assert line is not None
    return set(line.sessions.astype("datetime64[D]").tolist())


def test_a_line_is_clipped_to_the_frame_and_one_inside_stays_the_same() -> None:
    line = walk(count=260)
    clipped = PAST.clip(line)
    assert (clipped.sessions[0].item(), clipped.sessions[-1].item()) == (PAST.first, PAST.last)
    assert PAST.clip(clipped) is clipped


def test_averages_of_a_past_period_end_with_it_and_decide_no_axis_beyond_it() -> None:
    later = walk(count=260)
    grown = replace(later, values=np.where(later.sessions > np.datetime64(PAST.last), 9000.0, later.values))
    chart = LevelChart(past(), walk(count=260), averages=(replace(grown, label="SMA 50"),))
    assert max(sessions_of(chart.averages[0])) == PAST.last
    assert compose(chart).axes[0].get_ylim()[1] < 4000


def test_candles_of_a_past_period_are_clipped_with_their_averages() -> None:
    chart = Candles.of(past(), frame(260), volume=True, averages=(average(260, 20),))
    assert (chart.sessions[0].item(), chart.sessions[-1].item()) == (PAST.first, PAST.last)
    assert chart.volume is not None
    assert len(chart.volume) == len(chart.close) == len(chart.sessions)
    assert max(sessions_of(chart.averages[0])) == PAST.last


def test_every_line_of_every_picture_of_history_is_clipped() -> None:
    words, line = past(), rebased("A")
    comparison = ComparisonChart(words, (line, rebased("B", seed=2)))
    breadth = BreadthChart(words, walk(count=260), (shares("50-day"),))
    risk = RollingRisk(words, (shares("20 sessions"),), shares("Beta"), line)
    both = ConcentrationChart(words, line, rebased("B", seed=2))
    for drawn in (*comparison.lines, breadth.index, *breadth.shares, *risk.volatility, risk.beta, both.cap):
        assert sessions_of(drawn) <= sessions_of(PAST.clip(walk(count=260)))


def test_without_a_frame_the_first_series_is_the_frame() -> None:
    chart = LevelChart(caption(), walk(count=100), averages=(walk("SMA 50", count=260),))
    assert chart.caption.frame == Frame(days(100)[0].item(), days(100)[-1].item())
    assert len(chart.averages[0].sessions) == 100


def test_the_footer_has_the_date_of_what_is_drawn() -> None:
    at = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)  # 11:30 in New York
    words = Caption("x", Provenance("Yahoo Finance", at), "x")
    closes = walk(count=21)
    done = LevelChart(words, replace(closes, sessions=closes.sessions[:-1], values=closes.values[:-1]))
    assert footer_text(done.caption) == "Source: Yahoo Finance · to the close of 21 Jan 2026"
    running = replace(done, so_far=RunningPoint(date(2026, 1, 22), 2400.0))
    assert footer_text(running.caption) == "Source: Yahoo Finance · as of 22 Jan 2026 11:30 ET"
    assert (
        footer_text(LevelChart(words, closes).caption) == "Source: Yahoo Finance · as of 22 Jan 2026 11:30 ET"
    )


def test_a_series_that_ends_early_says_when_and_one_that_does_not_says_nothing() -> None:
    index, part = walk(count=60), shares("50-day", 60)
    early = replace(part, values=np.where(np.arange(60) < 50, part.values, np.nan))
    chart = BreadthChart(caption(), index, (early,))
    day = index.sessions[49].item()
    assert f"on {day.day} {day:%b}" in said(chart)
    assert " on " not in said(BreadthChart(caption(), index, (part,))).split("|")[-1]


def test_an_empty_panel_says_why() -> None:
    chart = BreadthChart(caption(), walk(count=6), (), absent="Their prices end on 8 Jan 2026")
    assert "Their prices end on 8 Jan 2026" in said(chart)


def test_dates_are_for_people() -> None:
    assert Frame(date(2025, 8, 14), date(2026, 8, 4)).dates == "14 Aug 2025 to 4 Aug 2026"


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("values", [100.0, 0.0, -3.5])
def test_equal_values_are_drawn(count: int, values: float) -> None:
    line = Line("flat", days(count), np.full(count, values))
    compose(LevelChart(caption(), line, drawdown=Line("Drawdown", days(count), np.zeros(count))))
    compose(ComparisonChart(caption(), (line,)))
    compose(RollingRisk(caption(), (line,), line, line))


def test_a_fall_that_says_something_has_a_strip_and_a_smaller_one_has_none() -> None:
    for lowest, shown in ((DRAWDOWN_SHOWN, True), (DRAWDOWN_SHOWN + 0.001, False)):
        fall = Line("Drawdown", days(30), np.linspace(0, lowest, 30))
        assert (
            "Below the highest known close" in said(LevelChart(caption(), walk(count=30), drawdown=fall))
        ) is shown


def test_days_that_have_only_a_close_are_a_line_and_the_subtitle_says_so() -> None:
    bars = frame(5)
    bars[["open", "high", "low"]] = np.nan
    chart = Candles.of(caption(), bars)
    assert "closes only" in chart.caption.subtitle.lower()
    axes = compose(chart).axes[0]
    low, high = axes.get_ylim()
    assert low < bars["close"].min() <= bars["close"].max() < high
    assert any(np.isfinite(np.asarray(line.get_ydata(), dtype=float)).sum() == 5 for line in axes.lines)


def test_volume_that_is_zero_throughout_has_no_panel_and_takes_no_picture_with_it() -> None:
    bars = frame(30).assign(volume=0.0)
    assert "Volume" not in said(Candles.of(caption(), bars, volume=True))


def test_a_logarithmic_axis_is_said() -> None:
    long = ComparisonChart(caption(), (rebased("RUT", 2600), rebased("NDX", 2600, 2)))
    assert long.caption.subtitle == "Log scale"
    assert ComparisonChart(caption(), (rebased("RUT"),)).caption.subtitle == ""
    both = ConcentrationChart(caption(subtitle="Total return"), rebased("A", 2600), rebased("B", 2600, 2))
    assert both.caption.subtitle == "Total return · log scale"


def test_a_line_of_a_frame_without_sessions_has_none() -> None:
    assert Frame.of(None) is None
    assert Frame.of(Line.of("x", pd.Series(dtype=float, index=pd.DatetimeIndex([])))) is None


def test_what_is_labelled_in_a_picture_is_said_in_its_alternative_text_once_and_within_the_limit() -> None:
    chart = LevelChart(caption(), walk(count=260), averages=(average(260, 50),))
    assert chart.caption.alt.count("SMA 50 ") == 1
    assert replace(chart).caption.alt == chart.caption.alt
    add_to_alt(chart, [("Member", f"+{place}.25%") for place in range(200)])
    assert ALT_LIMIT - 20 < len(chart.caption.alt) <= ALT_LIMIT
    assert chart.caption.alt.endswith("%.")
