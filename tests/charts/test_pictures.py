"""What the market questions' pictures say: every figure given, nothing made up, missing is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex

from charts.drawing.render import compose
from charts.pictures.bars import Bar, RankedBars
from charts.pictures.comparison import ComparisonChart
from charts.pictures.events import Fan
from charts.pictures.macro import MacroPanel, MacroRow
from charts.pictures.sparklines import Sparklines, SparkRow
from charts.pictures.weights import WeightsChart
from charts.shape import Shape
from charts.theme import DARK
from market.formatting import Unit, change
from tests.charts import gallery
from tests.charts.checks import overlaps, texts
from tests.charts.gallery import caption, rebased
from tests.charts.pictures.test_level import said


def test_a_comparison_names_every_line_with_its_figure() -> None:
    lines = tuple(rebased(f"M{i}", seed=i) for i in range(8))
    words = said(ComparisonChart(caption(), lines))
    figures = {line.label: change(float(line.values[-1])) for line in lines}
    assert all(f"{label} {figure}" in words.replace(" | ", " ") for label, figure in figures.items())


def test_a_comparison_over_five_years_is_logarithmic_and_still_labelled_in_per_cent() -> None:
    chart = ComparisonChart(caption(), (rebased("RUT", 2600), rebased("NDX", 2600, 2)))
    assert compose(chart).axes[0].get_yscale() == "log"
    assert "0%" in said(chart).split(" | ")


def test_a_line_that_ends_early_is_labelled_with_its_own_last_figure() -> None:
    line = rebased("Gone")
    values = line.values.copy()
    values[200:] = np.nan
    assert f"Gone | {change(float(values[199]))} on 30 Oct" in said(
        ComparisonChart(caption(), (replace(line, values=values), rebased("RUT")))
    )


def test_ranked_bars_go_from_the_highest_to_the_lowest_with_missing_ones_last() -> None:
    bars = (Bar("low", -0.02), Bar("none", None), Bar("high", 0.03), Bar("middle", 0.01))
    words = said(RankedBars(caption(), bars)).split(" | ")
    assert [w for w in words if w in ("low", "none", "high", "middle")] == ["high", "middle", "low", "none"]
    assert "–" in words


def test_bars_carry_companies_names_or_tickers_but_never_some_of_each() -> None:
    bars = (Bar("AAPL Apple", 0.03, short="AAPL"), Bar("BRK-B Berkshire Hathaway " * 3, 0.01, short="BRK-B"))
    words = said(RankedBars(caption(), (*bars, Bar("the other 9", 0.002)))).split(" | ")
    assert [word for word in words if word in ("AAPL", "AAPL Apple", "BRK-B")] == ["AAPL", "BRK-B"]
    assert "the other 9" in words
    assert "AAPL Apple" in said(RankedBars(caption(), bars[:1])).split(" | ")


def test_a_ranking_stands_as_it_was_ranked_and_names_its_days_as_people_do() -> None:
    words = said(gallery.ranking()).split(" | ")
    places = [word.partition(". ")[0] for word in words if ". week to" in word]
    assert places == ["1", "2", "3", "4", "5", "1842"]
    assert "1. week to 21 Jul 1933" in words


def test_bars_of_markets_have_the_colours_of_their_lines() -> None:
    lines = tuple(replace(rebased(name, 6), market=name) for name in ("^RUT", "^GSPC"))
    bars = [to_hex(bar.get_facecolor()) for bar in compose(ComparisonChart(caption(), lines)).axes[0].patches]
    assert sorted(bars) == sorted(colour.lower() for colour in DARK.of_markets(["^RUT", "^GSPC"]))


def test_bars_of_counts_are_in_no_colour_of_a_direction() -> None:
    for unit, colours in ((Unit.COUNT, {DARK.faint}), (Unit.CHANGE, {DARK.up, DARK.down.lower()})):
        bars = (Bar("to 8 Oct 1998", 0.11), Bar("to 21 Sep 2001", -0.1 if unit is Unit.CHANGE else 0.1))
        [axes] = compose(RankedBars(caption(), bars, unit)).axes
        assert {to_hex(bar.get_facecolor()) for bar in axes.patches} == {c.lower() for c in colours}


def test_many_bars_show_both_ends_and_say_how_many_they_leave_out() -> None:
    words = said(gallery.movers())
    assert "… 484 more …" in words


def test_weights_beyond_a_dozen_are_added_up_and_nothing_is_lost() -> None:
    holdings = tuple(Bar(f"T{i}", 1 / 40) for i in range(40))
    words = said(WeightsChart(caption(), holdings))
    assert "29 others" in words
    assert "72.5%" in words


def test_cells_of_the_heatmap_have_areas_in_proportion_to_weights() -> None:
    chart = gallery.sector_heatmap()
    [cells] = [c for c in compose(chart).axes[0].collections if isinstance(c, PolyCollection)]
    corners = np.array([np.asarray(path.vertices)[:4] for path in cells.get_paths()])
    areas = np.prod(corners.max(axis=1) - corners.min(axis=1), axis=1)
    assert np.sort(areas / areas.sum()) == pytest.approx(np.sort(chart.weights / chart.weights.sum()))


def test_a_member_without_a_price_is_neutral_and_says_no_data() -> None:
    chart = gallery.sector_heatmap()
    changes = chart.changes.copy()
    changes[0] = np.nan
    assert "no data" in said(replace(chart, changes=changes))


def test_a_fan_shows_the_median_and_the_baseline_with_their_figures() -> None:
    chart = gallery.fan()
    assert isinstance(chart, Fan)
    words = said(chart)
    assert f"median | {change(chart.median[-1])}" in words
    assert f"any day | {change(chart.baseline[-1])}" in words


def test_a_short_fan_names_only_the_horizons_that_it_reaches() -> None:
    chart = gallery.fan()
    short = replace(
        chart, paths=chart.paths[:, :64], median=chart.median[:64], baseline=chart.baseline[:64], low=None
    )
    words = said(short)
    assert "3 months" in words
    assert "1 year" not in words


def test_a_macro_row_without_a_percentile_has_no_bar_but_a_dash() -> None:
    assert "–" in said(MacroPanel(caption(), (MacroRow("GDP", "+4.4%"),))).split(" | ")


@pytest.mark.parametrize("value", ["474,250", "−1,398,000"])
def test_a_long_name_stands_whole_beside_a_long_figure_on_a_phone(value: str) -> None:
    row = MacroRow("Initial claims, 4-week average", value, percentile=0.99)
    figure = compose(MacroPanel(caption(), (row,) * 8), shape=Shape.PHONE)
    figure.canvas.draw()
    assert "Initial claims, 4-week average" in {text.get_text() for text in texts(figure)}
    assert not overlaps(figure)


def test_every_row_of_a_list_has_its_name_on_a_phone() -> None:
    rows = (SparkRow("Russell 2000", rebased("RUT", 63), 2718.77, 0.0076, 0.109),
        SparkRow("VIX", rebased("VIX", 63), 15.64, -1.26, -2.96, measured=True))  # fmt: skip
    figure = compose(Sparklines(caption(), rows, "3m"), shape=Shape.PHONE)
    words = {text.get_text() for axes in figure.axes for text in axes.texts}
    assert {"Russell 2000", "VIX, points", "−2.96", "+10.90%"} <= words


def test_a_column_without_values_is_left_out() -> None:
    assert "released" not in said(MacroPanel(caption(), (MacroRow("GDP", "+4.4%", "+0.6 points"),)))
    assert "released" in said(MacroPanel(caption(), (MacroRow("GDP", "+4.4%", "", "22 Jan 2026"),)))


def test_a_bar_that_would_flatten_the_others_is_cut_off_and_named() -> None:
    chart = gallery.macro_bars()
    assert chart.caption.subtitle == "1 bar cut off"
    assert "−20,500,000 in Apr 2020, cut off" in said(chart)
    [shapes] = [c for c in compose(chart).axes[0].collections if isinstance(c, PolyCollection)]
    heights = [float(np.ptp(np.asarray(path.vertices)[:, 1])) for path in shapes.get_paths()]
    values = np.abs(chart.series.values)
    usual = np.abs(chart.series.values) < 1e6
    assert np.array(heights)[usual] == pytest.approx(values[usual])
    assert max(heights) == pytest.approx(values[usual].max() * 1.2)


def test_a_dashboard_names_what_is_missing() -> None:
    words = said(gallery.broken_dashboard()).replace(" | ", " ")
    assert "No breadth: 1,874 of 1,960 members are not stored yet" in words
    assert "No ladder: not available" in words


def test_figures_in_pictures_are_written_by_the_one_writer_of_numbers() -> None:
    words = said(RankedBars(caption(), (Bar("P/E", 18.236),), Unit.RATIO))
    assert "18.24" in words.split(" | ")


def test_divergences_a_hair_apart_are_drawn_as_one() -> None:
    words = said(gallery.breadth())
    assert "index up, fewer members with it" in words
    assert "index down, more members hold up" in words
    lines = [line for axes in compose(gallery.breadth()).axes for line in axes.lines]
    assert sum(line.get_marker() == "v" for line in lines) == 2  # in the key and in the panel
    assert sum(line.get_marker() == "^" for line in lines) == 2


def test_the_ladder_brackets_its_highest_and_its_lowest_rung() -> None:
    assert "15.40 points" in said(gallery.ladder()).split(" | ")
