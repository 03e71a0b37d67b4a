"""Paths after an event, windows and the session in progress as data for a browser."""

from __future__ import annotations

import json

import numpy as np
import pytest

from charts.drawing.interactive import interactive, is_interactive
from charts.pictures.events import Fan
from charts.pictures.intraday import IntradayCandles
from charts.pictures.windows import WindowsChart
from charts.theme import DARK, Mode
from tests.bot.pictures import words
from tests.charts.gallery import GALLERY

PATHS = np.array([[0.0, 0.01, 0.02], [0.0, -0.01, np.nan]])
FAN = Fan(
    words("It rose"), PATHS, np.array([0.0, 0.0, 0.02]), np.array([0.0, 0.001, 0.002]),
    np.array([0.0, -0.01, 0.02]), np.array([0.0, 0.01, 0.02]), marks=((1, "1 session"), (21, "1 month")),
)  # fmt: skip


def test_the_middle_what_is_usual_the_band_and_every_path_are_given_by_session() -> None:
    data = json.loads(json.dumps(interactive(FAN, Mode.DARK), allow_nan=False))
    (panel,) = data["panels"]
    assert data["steps"] == 3
    assert data["steps_named"] == [[1, "1 session"]]
    assert {line["label"]: line["values"] for line in panel["lines"]} == {
        "any day": [0.0, 0.001, 0.002],
        "median": [0.0, 0.0, 0.02],
    }
    assert panel["paths"]["values"] == [[0.0, 0.01, 0.02], [0.0, -0.01, None]]
    assert (panel["range"]["low"], panel["range"]["high"]) == ([0.0, -0.01, 0.02], [0.0, 0.01, 0.02])
    scale = FAN.scale()
    assert (panel["scale"]["low"], panel["labels"]) == (pytest.approx(scale.low), list(scale.labels))
    assert panel["range"]["colour"] == FAN.shade(DARK)


def test_without_a_middle_there_is_nothing_to_ask() -> None:
    nothing = np.full(3, np.nan)
    assert not is_interactive(Fan(words("Nothing"), PATHS, nothing, nothing))


def test_each_market_and_window_is_a_line_over_sessions_since_its_close() -> None:
    chart = next(made for make in GALLERY.values() if isinstance(made := make(), WindowsChart))
    data = json.loads(json.dumps(interactive(chart, Mode.DARK), allow_nan=False))
    (panel,) = data["panels"]
    assert data["steps"] == max(len(line.values) for line in chart.lines)
    assert (panel["scale"]["low"], panel["labels"]) == (chart.scale().low, list(chart.scale().labels))
    for drawn, line in zip(panel["lines"], chart.lines, strict=True):
        assert drawn["label"] == line.label
        assert (drawn["style"] == "--") == line.earlier
        known = [value for value in drawn["values"] if value is not None]
        assert known == pytest.approx(line.values[np.isfinite(line.values)], abs=1e-5)
        assert len(drawn["values"]) == data["steps"]


def test_the_session_so_far_has_a_place_for_every_five_minutes_and_a_gap_where_a_bar_is_missing() -> None:
    chart = next(made for make in GALLERY.values() if isinstance(made := make(), IntradayCandles))
    data = json.loads(json.dumps(interactive(chart, Mode.DARK), allow_nan=False))
    (panel,) = data["panels"]
    assert (data["steps"], data["moments"][0], data["moments"][-1]) == (78, "09:30 ET", "15:55 ET")
    closes = panel["bars"]["close"]
    assert [n for n, value in enumerate(closes[:24]) if value is None] == [2]
    assert closes[24:] == [None] * 54
    assert closes[23] == float(chart.close[-1])
    assert panel["base"] == chart.base
    assert data["steps_named"][0] == [6, "10:00"]
