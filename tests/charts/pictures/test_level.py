"""A level: closes, the records among them, and a running value that cannot pass for a close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from charts.drawing.render import compose
from charts.pictures.level import LevelChart, RecordLevel, RunningPoint
from charts.spec import Chart
from tests.charts.gallery import average, caption, level, level_so_far, walk


def said(chart: Chart) -> str:
    figure = compose(chart)
    return " | ".join(t.get_text() for t in [*figure.texts, *(t for axes in figure.axes for t in axes.texts)])


def markers(chart: Chart, shape: str) -> list[Any]:
    return [line for axes in compose(chart).axes for line in axes.lines if line.get_marker() == shape]


def test_each_record_close_is_marked_where_it_was() -> None:
    chart = level()
    _key, marks = markers(chart, "D")
    where = np.isin(chart.closes.sessions, chart.records)
    assert marks.get_ydata().tolist() == chart.closes.values[where].tolist()
    assert "record close" in said(chart)


def test_without_a_record_nothing_is_said_of_records() -> None:
    assert "record close" not in said(replace(level(), records=np.array([], dtype="datetime64[D]")))


def test_the_running_value_is_hollow_and_called_so_far() -> None:
    chart = level_so_far()
    assert isinstance(chart.so_far, RunningPoint)
    [ring] = [o for o in markers(chart, "o") if o.get_markerfacecolor() != o.get_markeredgecolor()]
    assert ring.get_ydata() == [chart.so_far.value]
    assert f"{chart.so_far.value:,.2f} so far" in said(chart)


def test_the_last_close_is_labelled_with_its_figure() -> None:
    chart = LevelChart(caption(), walk())
    assert f"{chart.closes.values[-1]:,.2f}" in said(chart)
    assert "so far" not in said(chart)


def test_five_years_make_the_axis_logarithmic_unless_told_otherwise() -> None:
    def scale(chart: LevelChart) -> str:
        return compose(chart).axes[0].get_yscale()

    assert scale(LevelChart(caption(), walk(count=1200))) == "linear"
    assert scale(LevelChart(caption(), walk(count=1400))) == "log"
    assert scale(LevelChart(caption(), walk(count=1400), log=False)) == "linear"


def test_an_average_without_values_yet_draws_nothing_and_says_nothing() -> None:
    chart = LevelChart(
        caption(),
        walk(count=30),
        averages=(average(30, 200),),
        so_far=RunningPoint(date(2026, 1, 23), 2400.0),
    )
    assert "SMA" not in said(chart)


def test_the_record_is_a_level_with_its_figure_and_the_last_close_is_named_where_it_is_one() -> None:
    chart = level()
    at = int(np.argmax(chart.closes.values))
    session, value = chart.closes.sessions[at].item(), float(chart.closes.values[at])
    assert session != chart.closes.sessions[-1].item()
    shown = replace(chart, record=RecordLevel(session, value))
    assert f"record | {value:,.2f}" in said(shown)
    [rule] = [line for line in compose(shown).axes[1].lines if line.get_linestyle() == "--"]
    assert np.asarray(rule.get_ydata()).tolist() == [value, value]
    far = said(replace(shown, records=chart.records[:0], record=RecordLevel(session, value * 2))).split(" | ")
    assert not {"record", "record close", f"{value * 2:,.2f}"} & {*far}
    last = RecordLevel(chart.closes.sessions[-1].item(), float(chart.closes.values[-1]))
    assert f"record close | {last.value:,.2f}" in said(replace(chart, record=last))


def test_how_far_below_the_record_stands_in_the_name_of_its_panel_and_is_not_called_a_drawdown() -> None:
    chart = level()
    assert chart.drawdown is not None
    at = int(np.argmin(chart.drawdown.values))
    day = chart.drawdown.sessions[at].item()
    fall = f"−{-chart.drawdown.values[at] * 100:.1f}% on {day.day} {day:%b %Y}"
    assert f"Below the highest known close: {fall}" in said(chart)
    record = RecordLevel(chart.closes.sessions[at].item(), 3000.0)
    assert f"Below the record: {fall}" in said(replace(chart, record=record))
    assert "Drawdown" not in said(chart)
