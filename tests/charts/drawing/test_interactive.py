"""Charts as data for a browser: the same axes, colours and values as the picture."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from charts.drawing.interactive import Panelled, interactive, is_interactive
from charts.drawing.render import subtitle_of
from charts.pictures.breadth import BreadthChart, DivergenceBand
from charts.pictures.candles import Candles
from charts.pictures.comparison import ComparisonChart
from charts.pictures.dashboard import Dashboard
from charts.pictures.level import LevelChart, RunningPoint
from charts.pictures.macro import MacroSeries
from charts.pictures.rotation import RotationChart, Trail
from charts.pictures.sparklines import Sparklines, SparkRow
from charts.spec import Chart, Frame, Line
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


def test_every_kind_of_chart_is_interactive_somewhere() -> None:
    kinds = {type(chart).__name__ for chart in CHARTS.values() if is_interactive(chart)}
    assert kinds == {type(chart).__name__ for chart in CHARTS.values()}


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


def test_a_comparison_of_a_few_sessions_is_bars_the_highest_first() -> None:
    few = [Line(name, DAYS[:3], RISING[:3] / by - 1) for name, by in (("A", 200), ("B", 100))]
    data = interactive(ComparisonChart(words("It led"), tuple(few)), Mode.DARK)
    assert data["panels"] == []
    assert [row["label"] for row in data["rows"][0]["rows"]] == ["B", "A"]
    assert len({row["colour"] for row in data["rows"][0]["rows"]}) == 2


def test_a_dashboard_is_its_level_its_shares_and_its_two_rankings_where_all_are_there() -> None:
    chart = GALLERY["dashboard"]()
    assert isinstance(chart, Dashboard)
    assert chart.level
    assert chart.breadth
    data = interactive(chart, Mode.DARK)
    assert [panel["name"] for panel in data["panels"]] == [chart.level.caption.title, chart.breadth.name]
    assert [panel["name"] for panel in data["rows"]] == [part.caption.title for part in chart.ranks if part]
    assert not is_interactive(replace(chart, level=None))


def test_a_watchlist_is_a_panel_a_market_and_says_where_there_are_no_closes() -> None:
    rows = (SparkRow("A", Line("", DAYS, RISING), 119.0, 0.01, 0.19), SparkRow("B", None, 5.0, None, None))
    upper, lower = interactive(Sparklines(words("List"), rows, "3m"), Mode.DARK)["panels"]
    assert (upper["name"], upper["absent"]) == ("A: 119.00, day +1.00%, 3m +19.00%", "")
    assert upper["lines"][0]["label"] == "A"
    assert (lower["name"], lower["absent"]) == ("B: 5.00, day –, 3m –", "no closes")
    assert not is_interactive(Sparklines(words("List"), rows[1:], "3m"))
    assert is_interactive(Sparklines(words("List"), rows[:1] * 20, "3m"))
    assert not is_interactive(Sparklines(words("List"), rows[:1] * 21, "3m"))


def test_the_plane_of_funds_is_where_each_stands_and_stood_beside_the_ratio() -> None:
    trails = tuple(
        Trail(name, np.array([-0.02, now]), np.array([0.0, now]), name)
        for name, now in (("XLE", -0.01), ("IWM", 0.03))
    )
    data = interactive(RotationChart(words("Led"), Line("RUT / SPX", DAYS, RISING), (), trails), Mode.DARK)
    assert [panel["lines"][0]["label"] for panel in data["panels"]] == ["RUT / SPX"]
    assert [(row["label"], row["sign"], *row["texts"], row["about"]) for row in data["rows"][0]["rows"]] == [
        ("IWM", "▲", "+3.00%", "three months ago −2.00%"),
        ("XLE", "▼", "−1.00%", "three months ago −2.00%"),
    ]


@pytest.mark.parametrize(
    ("subtitle", "left"),
    [
        ("change, {}", "Change"),
        ("{}, log scale", "Log scale"),
        ("{} · weekly bars", "Weekly bars"),
        ("total return, {} · index on a log scale", "Total return · index on a log scale"),
        ("{}", ""),
    ],
)
def test_what_the_title_says_of_dates_the_subtitle_leaves_out(subtitle: str, left: str) -> None:
    frame = Frame(date(2020, 1, 2), date(2020, 6, 30))
    title = "It fell from 2020-01-02 to 2020-06-30"
    whole = replace(words(title), subtitle=subtitle.format(frame.dates), frame=frame)
    assert subtitle_of(whole) == left
    assert "2 Jan 2020 to 30 Jun 2020" in subtitle_of(replace(whole, title="It fell"))


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
