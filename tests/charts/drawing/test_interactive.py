"""Charts as data for a browser: the same axes, colours and values as the picture."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import numpy as np
import pytest

from charts.drawing.interactive import Panelled, interactive, is_interactive
from charts.pictures.breadth import BreadthChart, DivergenceBand
from charts.pictures.candles import Candles
from charts.pictures.comparison import ComparisonChart
from charts.pictures.level import LevelChart, RunningPoint
from charts.pictures.macro import MacroSeries
from charts.spec import Chart, Line
from charts.theme import DARK, LIGHT, Mode
from tests.bot.pictures import words
from tests.charts.gallery import GALLERY

CHARTS = {name: make() for name, make in GALLERY.items()}
DAYS = np.arange("2026-01-01", "2026-01-21", dtype="datetime64[D]")
RISING = np.linspace(100.0, 119.0, len(DAYS))


def line(label: str, values: np.ndarray = RISING, market: str = "") -> Line:
    return Line(label, DAYS, values, market)


def level(**parts: object) -> LevelChart:
    return dataclasses.replace(LevelChart(words("It rose"), line("Russell 2000", market="^RUT")), **parts)  # type: ignore[arg-type]  # fields


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, chart in CHARTS.items()
        if isinstance(chart, Panelled) and is_interactive(chart) and name != "macro bars"
    ],
)
def test_every_panel_has_a_value_or_none_for_every_session_and_the_pictures_axes(name: str) -> None:
    chart = CHARTS[name]
    assert isinstance(chart, Panelled)
    data = json.loads(json.dumps(interactive(chart, Mode.LIGHT), allow_nan=False))
    for panel, spec in zip(data["panels"], chart.panels(LIGHT), strict=True):
        assert (panel["scale"]["low"], panel["scale"]["high"]) == (spec.scale.low, spec.scale.high)
        assert panel["labels"] == list(spec.scale.labels)
        for drawn, pen in zip(panel["lines"], reversed(spec.pens), strict=True):
            assert (drawn["label"], drawn["colour"]) == (pen.line.label, pen.colour)
            assert len(drawn["values"]) == len(data["days"])
            known = [value for value in drawn["values"] if value is not None]
            assert known == pytest.approx(pen.line.values[np.isfinite(pen.line.values)], rel=1e-8)


def test_most_charts_are_interactive_and_planes_and_pages_are_not() -> None:
    kinds = {type(chart).__name__ for chart in CHARTS.values() if is_interactive(chart)}
    lines = {"LevelChart", "ComparisonChart", "Candles", "BreadthChart", "RollingRisk", "ConcentrationChart"}
    lines |= {"MacroSeries", "ValuationChart", "WindowsChart", "IntradayCandles", "Heatmap"}
    assert kinds == lines | {"Fan", "RankedBars", "LadderChart", "WeightsChart", "Waterfall", "MacroPanel"}


def test_a_bar_that_is_cut_off_is_told_as_it_is() -> None:
    chart = CHARTS["macro bars"]
    assert isinstance(chart, MacroSeries)
    (panel,) = interactive(chart, Mode.DARK)["panels"]
    assert min(panel["lines"][0]["values"]) == -20_500_000.0 < panel["scale"]["low"]
    assert (panel["columns"], panel["spans"], panel["unit"]) == (True, True, "count")


def test_recessions_are_bands_and_a_series_keeps_its_own_dates() -> None:
    data = interactive(CHARTS["macro series"], Mode.DARK)
    assert data["days"][data["bands"][0][0]] == "2001-03-01"
    rate, ratio = (panel["lines"][0]["values"] for panel in data["panels"])
    assert len(rate) == len(ratio) == len(data["days"])
    assert sum(value is not None for value in rate) < sum(value is not None for value in ratio)


def test_a_gap_stays_a_gap() -> None:
    values = RISING.copy()
    values[3] = np.nan
    (panel,) = interactive(level(closes=line("Russell 2000", values)), Mode.DARK)["panels"]
    assert panel["lines"][0]["values"][2:5] == [102.0, None, 104.0]


def test_changes_stand_as_growth_with_their_offset() -> None:
    chart = ComparisonChart(words("It led"), (line("A", RISING / 100 - 1), line("B", RISING / 200 - 0.5)))
    (panel,) = interactive(chart, Mode.DARK)["panels"]
    assert (panel["unit"], panel["offset"], panel["base"]) == ("change", 1.0, 1.0)
    assert panel["lines"][0]["values"][-1] - panel["offset"] == pytest.approx(0.19)


def test_a_comparison_of_a_few_sessions_is_bars_and_not_interactive() -> None:
    few = Line("A", DAYS[:3], RISING[:3] / 100 - 1)
    assert not is_interactive(ComparisonChart(words("It led"), (few, few)))


def test_the_session_in_progress_is_no_close() -> None:
    chart = level(so_far=RunningPoint(date(2026, 1, 21), 121.5), records=DAYS[-2:])
    data = interactive(chart, Mode.DARK)
    (panel,) = data["panels"]
    assert data["days"][-1] == "2026-01-21"
    assert panel["lines"][0]["values"][-1] is None
    assert panel["so_far"] == [{"label": "Russell 2000 so far", "at": 20, "value": 121.5, "colour": DARK.ink}]
    assert panel["marks"]["at"] == [18, 19]


def test_candles_have_their_four_prices_and_volume() -> None:
    chart = Candles(words("It rose"), DAYS, RISING, RISING + 1, RISING - 1, RISING + 0.5, volume=RISING * 1e6)
    prices, volume = interactive(chart, Mode.DARK)["panels"]
    assert [prices["bars"][name][0] for name in ("open", "high", "low", "close")] == [
        100.0,
        101.0,
        99.0,
        100.5,
    ]
    assert (volume["volume"][0], volume["unit"], volume["lines"]) == (1e8, "count", [])


def test_divergences_are_bands() -> None:
    shares = (line("above 50", RISING / 200),)
    bands = (DivergenceBand(date(2026, 1, 3), date(2026, 1, 5), narrowing=True),)
    data = interactive(BreadthChart(words("Broad"), line("Index"), shares, bands), Mode.DARK)
    assert data["bands"] == [(2, 4)]


def test_sample_data_are_branded() -> None:
    chart: Chart = level()
    assert isinstance(chart, Panelled)
    assert interactive(chart, Mode.DARK)["sample"] is chart.caption.provenance.sample
