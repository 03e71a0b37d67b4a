"""`/chart` draws what it says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bot.adapters.formatting.fold import periods_of
from charts.pictures.candles import Candles
from charts.pictures.level import LevelChart
from tests.commands.conftest import conversation, fact

CLOSED = ("12-25", "01-01", "01-19")


def test_an_index_has_no_volume_and_a_fund_has(sample) -> None:
    assert sample("/chart rut 6m candles").chart.volume is None
    assert sample("/chart iwm 6m candles").chart.volume is not None


def test_a_line_and_candles_are_different_pictures(sample) -> None:
    assert isinstance(sample("/chart rut").chart, LevelChart)
    assert isinstance(sample("/chart rut candles").chart, Candles)


def test_one_session_to_five_are_bars_of_their_changes(sample) -> None:
    closes = sample("/chart rut 1m").chart.closes.values
    reply = sample("/chart rut 5d")
    values = [bar.value for bar in reply.chart.bars]
    assert values == pytest.approx(closes[-5:] / closes[-6:-1] - 1)
    moved = next(figure.value for figure in reply.figures if figure.key == "rut.change.5d")
    assert np.prod([1 + value for value in values]) - 1 == pytest.approx(moved)
    assert reply.chart.bars[-1].record
    one = sample("/chart rut 1d").chart.bars
    assert [bar.label for bar in one] == ["Open", "Low", "High", "Close"]
    assert one[-1].value == pytest.approx(closes[-1] / closes[-2] - 1)
    assert isinstance(sample("/chart rut 5d sma 20").chart, LevelChart)
    assert isinstance(sample("/chart rut 5d candles").chart, Candles)


def test_sessions_of_a_measured_level_move_in_its_points(sample) -> None:
    closes = sample("/chart vix 1m").chart.closes.values
    values = [bar.value for bar in sample("/chart vix 5d").chart.bars]
    assert values == pytest.approx(closes[-5:] - closes[-6:-1])


@pytest.mark.parametrize("side", ["low", "high"])
def test_the_lowest_or_the_highest_close_is_said_first_where_it_is_asked_for(sample, side: str) -> None:
    plain, asked = sample("/chart rut 6m"), sample(f"/chart rut 6m {side}")
    closes = plain.chart.closes.values
    value = closes.min() if side == "low" else closes.max()
    assert f"’s {side}est close over 6 months was {value:,.2f}, on 20" in asked.headline
    assert asked.headline != plain.headline
    assert asked.command == f"/chart rut 6m {side}"
    assert [f.value for f in asked.facts] == [f.value for f in plain.facts]


def test_an_average_is_of_all_history_and_not_only_of_what_is_shown(sample) -> None:
    chart = sample("/chart rut 1m sma 200").chart
    assert len(chart.averages[0].values) == len(chart.closes.values)
    assert not np.isnan(chart.averages[0].values).any()


def test_nothing_is_drawn_before_there_are_enough_bars(sample) -> None:
    chart = sample("/chart rut max sma 200").chart
    assert len(chart.averages[0].values) == len(chart.closes.values) - 199


def test_the_last_average_is_the_mean_of_the_last_closes(sample) -> None:
    chart = sample("/chart rut max sma 50").chart
    assert np.isclose(chart.averages[0].values[-1], np.mean(chart.closes.values[-50:]))


def test_record_marks_are_records_of_all_history(sample) -> None:
    short, whole = sample("/chart rut 1y").chart, sample("/chart rut max").chart
    shown = whole.records[whole.records >= short.closes.sessions[0]]
    assert (short.records == shown).all()


def test_five_years_and_more_are_on_a_log_scale_and_said_so(sample) -> None:
    for words, log in (("3y", False), ("5y", True), ("max", True)):
        for style in ("line", "candles"):
            chart = sample(f"/chart rut {words} {style}").chart
            assert ("log scale" in chart.caption.subtitle) is log, (words, style)
            assert chart.log is log or style == "line"


def test_bars_longer_than_a_day_are_named_and_averages_stay_those_of_days(sample) -> None:
    assert "bars" not in sample("/chart rut 6m candles").chart.caption.subtitle
    assert sample("/chart rut 1y candles").chart.caption.subtitle.endswith("weekly bars")
    assert sample("/chart rut 3y candles").chart.caption.subtitle.endswith("weekly bars")
    assert sample("/chart rut 5y candles").chart.caption.subtitle.endswith("monthly bars")
    averaged = sample("/chart rut 3y candles sma 50").chart
    assert averaged.caption.subtitle.endswith("weekly bars, averages of daily closes")
    assert np.isclose(
        averaged.averages[0].values[-1], sample("/chart rut sma 50").chart.averages[0].values[-1]
    )


@pytest.mark.realdata
def test_a_running_session_stands_apart_from_the_closes(real) -> None:
    at = "2026-01-22T11:30-05:00"
    line, candles = real("/chart rut 1m", at), real("/chart rut 1m candles", at)
    assert line.chart.so_far.value == 2731.77
    assert line.chart.closes.values[-1] == candles.chart.close[-1] == 2698.17
    assert any("2,731.77" in note and "drawn apart" in note for note in line.notes)
    assert any("2,731.77" in note and "not drawn here" in note for note in candles.notes)
    assert {fact.as_of for fact in line.facts if fact.label != "Base close"} == {"2026-01-21 close"}


@pytest.mark.realdata
def test_the_session_in_progress_is_a_bar_apart(real) -> None:
    drawn = real("/chart rut 5d", "2026-01-22T11:30-05:00").chart
    assert drawn.caption.footer.endswith("as of 2026-01-22 11:30 ET")
    *done, today = drawn.bars
    assert (today.label, today.figure, today.so_far) == ("so far", "+1.25%", True)
    assert not any(bar.so_far for bar in done)
    assert len(done) == 5
    one = real("/chart rut 1d", "2026-01-22T11:30-05:00").chart.caption
    assert one.subtitle == "Change from the close of 20 Jan 2026; so far today from that of 21 Jan 2026"


def test_candles_have_a_place_for_every_session(tmp_path) -> None:
    days = [day for day in pd.bdate_range("2025-12-01", "2026-01-22") if day.strftime("%m-%d") not in CLOSED]
    lines = [f"{day.date()},9,11,8,{10 + n / 100},1" for n, day in enumerate(days) if day != days[-2]]
    (tmp_path / "RUT.csv").write_text("\n".join(["date,open,high,low,close,volume", *lines]))
    ask = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")
    candles, line = ask("/chart rut 1m candles").chart, ask("/chart rut 1m").chart
    assert candles.sessions[-2] == days[-2].to_datetime64().astype("datetime64[D]")
    assert np.isnan(candles.close[-2])
    assert np.isnan(line.closes.values[-2])


@pytest.mark.realdata
def test_candles_of_a_day_in_progress_are_its_five_minute_bars_that_have_ended(real) -> None:
    reply = real("/chart rut 1d candles", "2026-01-22T11:32-05:00")
    assert len(reply.chart.starts) == 24  # 09:30 to 11:30
    assert reply.headline == (
        "So far today the Russell 2000 is at 2,731.77, +1.25% on the last close of 2,698.17 (as of 2026-01-22 11:30 "
        "ET; not a close); it moved +2.00% on 2026-01-21."
    )
    assert reply.chart.close[-1] == 2731.77
    assert reply.chart.base == 2698.17
    assert reply.chart.caption.title == "The Russell 2000 is up 1.2% so far today: not a close"
    assert "as of 2026-01-22 11:30 ET" in reply.chart.caption.footer
    assert "+1.25% on the close of 2026-01-21" in reply.chart.caption.alt
    assert isinstance(real("/chart spx 1d candles", "2026-01-22T11:32-05:00").chart, Candles)  # no such bars
    assert isinstance(
        real("/chart rut 1d candles", "2026-01-22T17:00-05:00").chart, Candles
    )  # none in progress


@pytest.mark.realdata
def test_a_past_period_knows_no_later_record(real) -> None:
    reply = real("/chart spx 2020-02-19..2020-03-23", "2026-01-22T17:00-05:00")
    assert reply.headline == "The S&P 500 moved −33.92% from 2020-02-19 to 2020-03-23, to 2,237.40."
    assert fact(reply, "Record").startswith("−33.92% from the record close of 3,386.15 on 2020-02-19")
    assert "2026" not in str([f.text for f in reply.facts])


def test_studies_are_drawn_by_their_formulas_and_told_as_figures(sample) -> None:
    reply = sample("/chart rut 1y ema 20 rsi macd bollinger 20")
    chart, closes = reply.chart, sample("/chart rut max").chart.closes.values
    assert [line.label for line in chart.averages] == ["EMA 20", "SMA 20", "upper band", "lower band"]
    assert [panel.name for panel in chart.studies] == ["RSI 14", "MACD 12 26 9"]
    shown = {figure.key: figure.value for figure in reply.figures}
    assert shown["rut.rsi_14"] == pytest.approx(chart.studies[0].lines[0].values[-1])
    assert shown["rut.ema_20"] == pytest.approx(chart.averages[0].values[-1])
    assert shown["rut.upper_band"] == pytest.approx(closes[-20:].mean() + 2 * closes[-20:].std())
    assert not any(word in str(reply).lower() for word in (" buy", " sell", "overbought", "oversold"))


def test_a_study_that_lacks_closes_says_so_and_the_rest_stands(sample) -> None:
    reply = sample("/chart rut 1987-09-10..1987-10-30 rsi 14 sma 50")
    assert [panel.name for panel in reply.chart.studies] == ["RSI 14"]
    rsi = reply.chart.studies[0].lines[0].values
    assert np.isnan(rsi[:14]).all()
    assert np.isfinite(rsi[14:]).all()
    assert any(note.startswith("No SMA 50") for note in reply.notes)


def test_weekly_bars_by_choice_have_studies_of_weekly_closes(sample) -> None:
    reply = sample("/chart rut 1y weekly ema 20")
    chart = reply.chart
    assert isinstance(chart, Candles)
    assert chart.caption.subtitle.endswith("weekly bars, averages of weekly closes")
    weeks = chart.sessions.astype("datetime64[D]").astype(int) // 7
    assert len(chart.sessions) in (52, 53, 54)
    assert len(set((weeks * 7 + 3) // 7)) == len(chart.sessions)
    assert chart.averages[0].sessions.tolist()[-1] == chart.sessions.tolist()[-1]
    assert isinstance(sample("/chart rut 1y candles daily").chart, Candles)
    assert len(sample("/chart rut 1y candles daily").chart.sessions) > 240


@pytest.mark.parametrize("words", ["rsi", "rsi 14", "macd", "bollinger", "ema 20 50", "weekly", "monthly"])
def test_the_words_of_studies_come_back_in_the_command(sample, words: str) -> None:
    command = sample(f"/chart rut 1y {words}").command
    assert sample(command).command == command
    assert words.split()[0] in command


def test_the_menu_of_periods_holds_the_one_that_is_shown(sample) -> None:
    def offered(line: str) -> list[str]:
        return [action.label for action in periods_of(sample(line).actions)]

    assert offered("/chart rut 5d") == ["5D", "1M", "3M", "6M", "YTD", "1Y", "3Y", "5Y"]
    assert offered("/chart rut max")[-2:] == ["5Y", "MAX"]
    assert offered("/chart rut 2025-01-02..2025-06-30") == offered("/chart rut 1y")
    assert offered("/movers")[0] == "1D"


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("asked", "since"),
    [
        ("/chart dji 30y", "from 2000-01-03 to 2026-01-30"),
        ("/compare rut dji 30y", "from 2000-01-03 to 2026-01-30"),
        ("/concentration 30y", "from 2003-05-01 to 2026-01-30"),
        ("/heatmap sp500 30y", "from 2016-07-29 to 2026-01-30"),
        ("/movers russell2000 30y", "from 2021-07-30 to 2026-01-30"),
        ("/breadth russell2000 30y", "from 2021-07-30 to 2026-01-30"),
    ],
)
def test_no_answer_tells_a_period_longer_than_its_data(real, asked: str, since: str) -> None:
    reply = real(asked)
    assert reply.chart is not None
    said = " ".join(
        (reply.headline, reply.title, *(fact.text for fact in reply.facts), reply.chart.caption.title)
    )
    assert since in said
    assert said.count("30 years") == asked.startswith(
        "/breadth"
    )  # of the index beside its members, which has them
