"""`/chart` draws what it says."""

from __future__ import annotations

import numpy as np

from charts.candles import Candles
from charts.level import Level


def test_an_index_has_no_volume_and_a_fund_has(sample):
    assert sample("/chart rut 6m candles").chart.volume is None
    assert sample("/chart iwm 6m candles").chart.volume is not None


def test_a_line_and_candles_are_different_pictures(sample):
    assert isinstance(sample("/chart rut").chart, Level)
    assert isinstance(sample("/chart rut candles").chart, Candles)


def test_an_average_is_of_all_history_and_not_only_of_what_is_shown(sample):
    chart = sample("/chart rut 1m sma 200").chart
    assert len(chart.averages[0].values) == len(chart.closes.values)
    assert not np.isnan(chart.averages[0].values).any()


def test_nothing_is_drawn_before_there_are_enough_bars(sample):
    chart = sample("/chart rut max sma 200").chart
    assert len(chart.averages[0].values) == len(chart.closes.values) - 199


def test_the_last_average_is_the_mean_of_the_last_closes(sample):
    chart = sample("/chart rut max sma 50").chart
    assert np.isclose(chart.averages[0].values[-1], np.mean(chart.closes.values[-50:]))


def test_record_marks_are_records_of_all_history(sample):
    short, whole = sample("/chart rut 1y").chart, sample("/chart rut max").chart
    shown = whole.records[whole.records >= short.closes.sessions[0]]
    assert (short.records == shown).all()
