"""Faults planted in drawn pictures are found when these are read back; pictures without a fault have no finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex, to_rgba

from charts.drawing.render import compose
from charts.pictures.bars import Bar, RankedBars
from charts.pictures.breadth import BreadthChart
from charts.pictures.candles import Candles
from charts.pictures.comparison import ComparisonChart
from charts.pictures.ladder import LadderChart
from charts.pictures.level import LevelChart
from charts.pictures.macro import MacroPanel, MacroRow, MacroSeries
from charts.pictures.weights import WeightsChart
from charts.shape import Shape
from charts.spec import Line
from charts.theme import DARK
from market.formatting import Unit, brief
from tests.charts.gallery import (
    GALLERY,
    breadth,
    caption,
    frame,
    level,
    rebased,
    rotation,
    sector_heatmap,
    sectors,
    shares,
    walk,
)
from tests.charts.read_back import (
    bridged,
    panels,
    unlabelled,
    unsaid_log,
    wrong_bands,
    wrong_bars,
    wrong_brackets,
    wrong_callouts,
    wrong_dates,
    wrong_inner_ticks,
    wrong_marks,
)

DATED = ("level", "comparison", "candles", "breadth", "risk", "ratio")  # pictures on an axis of sessions
LABELLED = (*DATED, "fan", "windows")  # whose lines all have a label at their end


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("name", list(GALLERY))
def test_a_picture_says_what_it_draws(name: str, shape: Shape) -> None:
    chart = GALLERY[name]()
    figure = compose(chart, shape=shape)
    assert not unsaid_log(figure)
    assert not wrong_brackets(figure)
    if name.startswith(LABELLED):
        assert not unlabelled(figure, DARK)
    if name.startswith(DATED):
        assert not wrong_dates(figure, chart)
        assert not wrong_callouts(figure, chart)
        assert not bridged(figure, chart)
        assert not wrong_inner_ticks(figure)
    if isinstance(chart, LevelChart):
        assert not wrong_marks(figure, chart)
    if isinstance(chart, BreadthChart):
        assert not wrong_bands(figure, chart)
    if isinstance(chart, (RankedBars, LadderChart, WeightsChart, ComparisonChart)):
        assert not wrong_bars(figure, DARK)


@pytest.fixture
def compared() -> Any:
    return compose(ComparisonChart(caption(), (rebased("RUT"), rebased("NDX", seed=2))))


def test_another_end_value_a_missing_label_and_a_swapped_colour_are_found(compared: Any) -> None:
    [axes] = compared.axes
    [label] = [text for text in axes.texts if text.get_text() == "RUT"]
    [figure] = [text for text in axes.texts if text.get_position()[0] > 1 and text.get_color() == label.get_color()
                and text is not label]  # fmt: skip
    right = figure.get_text()
    assert not unlabelled(compared, DARK)
    for wrong in ("+99.00%", ""):
        figure.set_text(wrong)
        assert len(unlabelled(compared, DARK)) == 1
    figure.set_text(right)
    figure.set_color("#123456")
    assert len(unlabelled(compared, DARK)) == 1


def test_a_date_one_session_off_is_found(compared: Any) -> None:
    chart = ComparisonChart(caption(), (rebased("RUT"), rebased("NDX", seed=2)))
    [axes] = compared.axes
    dates = [text for text in axes.texts if text.get_transform() == axes.get_xaxis_transform()]
    assert not wrong_dates(compared, chart)
    dates[0].set_x(dates[0].get_position()[0] + 1)
    assert len(wrong_dates(compared, chart)) == 1


def test_a_value_inside_an_axis_on_another_line_is_found() -> None:
    figure = compose(LevelChart(caption(), walk(count=30)), shape=Shape.PHONE)
    assert not wrong_inner_ticks(figure)
    [axes] = panels(figure)
    inner = [text for text in axes.texts if text.get_position()[0] == 0 and text.get_ha() == "left"]
    ticks = [text for text in inner if text.get_text().replace(",", "").isdecimal()]
    ticks[0].set_text(ticks[1].get_text())
    assert len(wrong_inner_ticks(figure)) == 1


def test_a_bracket_of_another_size_is_found(compared: Any) -> None:
    [axes] = compared.axes
    [points] = [text for text in axes.texts if "points" in text.get_text()]
    assert not wrong_brackets(compared)
    points.set_text("1.00 points")
    assert len(wrong_brackets(compared)) == 1


def test_an_axis_whose_logarithm_is_unsaid_is_found() -> None:
    figure = compose(LevelChart(caption(), walk(count=1500)))
    assert not unsaid_log(figure)
    for text in figure.texts:
        text.set_text(text.get_text().replace("og scale", "og"))
    assert unsaid_log(figure)


def test_a_callout_and_a_record_mark_on_another_session_are_found() -> None:
    chart = level()
    figure = compose(chart)
    assert not wrong_callouts(figure, chart)
    assert not wrong_marks(figure, chart)
    axes = figure.axes[1]
    [low] = [text for text in axes.texts if text.get_text().startswith("low")]
    said = low.get_text()
    low.set_text(f"{said.rpartition(' on ')[0]} on 18 Nov 2025")
    assert len(wrong_callouts(figure, chart)) == 1
    assert len(wrong_marks(figure, replace(chart, records=chart.records[1:]))) == 1


def test_a_band_a_session_late_and_a_gap_that_is_bridged_are_found() -> None:
    chart = breadth()
    figure = compose(chart)
    assert not wrong_bands(figure, chart)
    bands: list[Any] = [band for axes in panels(figure) for band in axes.patches]
    assert bands
    for band in bands:
        band.set_x(band.get_x() + 1)
    assert wrong_bands(figure, chart)
    values = walk().values.copy()
    values[40:45] = np.nan
    holed = LevelChart(caption(), Line("RUT", walk().sessions, values))
    assert not bridged(compose(holed), holed)
    assert bridged(compose(LevelChart(caption(), walk())), holed)


@pytest.mark.parametrize("fault", ["side", "length", "colour"])
def test_a_bar_of_another_side_length_or_colour_is_found(fault: str) -> None:
    figure = compose(sectors())
    bars: list[Any] = [bar for axes in figure.axes for bar in axes.patches]
    assert not wrong_bars(figure, DARK)
    if fault == "side":
        bars[0].set_x(bars[0].get_x() - bars[0].get_width())
    elif fault == "length":
        bars[0].set_width(bars[0].get_width() * 0.8)
    else:
        bars[0].set_facecolor(to_rgba(DARK.down))
    assert wrong_bars(figure, DARK)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_cells_of_a_heat_map_are_in_the_colour_of_their_side(sign: float) -> None:
    chart = sector_heatmap()
    [axes, *_] = compose(replace(chart, changes=np.abs(chart.changes) * sign)).axes
    [cells] = [own for own in axes.collections if isinstance(own, PolyCollection)]
    fills: Any = cells.get_facecolor()
    colours = {to_hex(colour) for colour in fills}
    here, other = (DARK.above, DARK.below) if sign > 0 else (DARK.below, DARK.above)
    assert here.lower() in colours
    assert other.lower() not in colours


def test_wicks_reach_from_the_low_to_the_high() -> None:
    chart = Candles.of(caption(), frame(30))
    [axes, *_] = compose(chart).axes
    drawn = [own for own in axes.collections if own.get_transform() == axes.transData]
    wicks = [own for own in drawn if isinstance(own, LineCollection)]
    ends = np.concatenate([np.asarray(way) for own in wicks for way in own.get_segments() if len(way) == 2])
    for place in range(len(chart.close)):
        own = ends[ends[:, 0] == place][:, 1]
        assert (own.min(), own.max()) == pytest.approx((chart.low[place], chart.high[place]))


def test_the_filled_dot_of_a_row_stands_at_its_first_value() -> None:
    bars = (Bar("Energy", 0.01, 0.05), Bar("Materials", 0.08, 0.02))
    [axes] = [own for own in compose(RankedBars(caption(), bars)).axes if own.lines]
    dots: list[Any] = [own for own in axes.lines if own.get_marker() == "o"]
    at = {(to_hex(own.get_markeredgecolor()), own.get_ydata()[0]): own.get_xdata()[0] for own in dots}
    upper, lower = sorted({y for _, y in at}, reverse=True)  # Materials has the highest first value
    up, down = DARK.up.lower(), DARK.down.lower()
    assert at[up, upper] > at[down, upper]
    assert at[up, lower] < at[down, lower]


def test_each_fund_of_the_rotation_has_its_newest_strength() -> None:
    chart = rotation()
    written = [text.get_text() for axes in compose(chart).axes for text in axes.texts]
    for trail in chart.trails:
        at = written.index(trail.ticker or trail.label)
        assert written[at + 1] == brief(float(trail.strength[-1]), Unit.CHANGE)


def test_an_index_over_many_years_says_its_logarithm_above_its_breadth() -> None:
    shown = BreadthChart(caption(), walk(count=1500), (shares("200-day", 1500),))
    assert compose(shown).axes[0].get_yscale() == "log"
    assert not unsaid_log(compose(shown))


def test_the_gauge_of_a_percentile_is_filled_to_its_share() -> None:
    rows = tuple(MacroRow(f"Series {share}", "1%", percentile=share) for share in (0.1, 0.5, 0.9))
    [axes] = compose(MacroPanel(caption(), rows)).axes
    bars: list[Any] = sorted(axes.patches, key=lambda bar: -bar.get_y())
    wide = max(bar.get_width() for bar in bars)
    filled = [bar.get_width() / wide for bar in bars if to_hex(bar.get_facecolor()) == DARK.up.lower()]
    assert filled == pytest.approx([0.1, 0.5, 0.9])


def test_a_recession_is_shaded_from_its_first_day_to_its_last() -> None:
    days = np.arange("2018-01-01", "2022-01-01", 30, dtype="datetime64[D]")
    recession = (date(2020, 2, 1), date(2020, 4, 30))
    series = Line("Unemployment rate", days, np.linspace(0.04, 0.06, len(days)))
    drawn = compose(MacroSeries(caption(), series, unit=Unit.SHARE, recessions=(recession,)))
    shades: list[Any] = [own for axes in panels(drawn) for own in axes.patches]
    [shade] = shades
    ends = np.array(recession, dtype="datetime64[D]").astype("int64")
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx(tuple(ends))
