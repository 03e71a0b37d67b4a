"""`/compare` measures every market from the same close."""

from __future__ import annotations

from pathlib import Path

import empyrical
import pandas as pd
import pytest

from tests.commands.conftest import conversation


def write(folder: Path, name: str, closes: dict[str, float]) -> None:
    rows = "".join(f"{day},{c},{c},{c},{c},0\n" for day, c in closes.items())
    (folder / f"{name}.csv").write_text("date,open,high,low,close,volume\n" + rows)


def test_the_figures_of_a_table_made_by_hand(tmp_path: Path) -> None:
    days = ["2026-01-14", "2026-01-15", "2026-01-16", "2026-01-20"]
    write(tmp_path, "RUT", dict(zip(days, [100, 90, 120, 110], strict=True)))
    write(tmp_path, "NDX", dict(zip(days, [200, 210, 205, 204], strict=True)))
    reply = conversation(f"files:{tmp_path}", "2026-01-20T18:00-05:00")("/compare rut ndx since 2026-01-14")
    assert reply.headline == (
        "The Russell 2000 led the Nasdaq-100 by 8.00 points since 2026-01-14 (to 2026-01-20)."
    )
    rows = {row[0]: row[1:] for row in reply.table.rows}
    assert rows["Russell 2000"] == pytest.approx((0.10, 0.0, -0.10, 110.0))
    assert rows["Nasdaq-100"] == pytest.approx((0.02, -0.08, 204 / 210 - 1, 204.0))


def test_sessions_that_differ_are_compared_on_the_last_common_one(tmp_path: Path) -> None:
    write(tmp_path, "RUT", {"2026-01-15": 100, "2026-01-16": 101, "2026-01-20": 104})
    write(tmp_path, "NDX", {"2026-01-15": 100, "2026-01-16": 102})
    reply = conversation(f"files:{tmp_path}", "2026-01-20T18:00-05:00")("/compare rut ndx 1d")
    assert "2026-01-16" in reply.headline
    assert [row[1] for row in reply.table.rows] == pytest.approx([0.02, 0.01])
    assert any("the last session they have in common" in note for note in reply.notes)
    assert any("2026-01-20" in note for note in reply.notes)


def test_a_range_to_a_session_that_one_market_lacks_ends_with_the_last_that_all_have(tmp_path: Path) -> None:
    write(tmp_path, "RUT", {"2026-01-15": 100, "2026-01-16": 101, "2026-01-20": 104})
    write(tmp_path, "NDX", {"2026-01-15": 100, "2026-01-16": 102})
    say = conversation(f"files:{tmp_path}", "2026-01-20T18:00-05:00")
    reply = say("/compare rut ndx 2026-01-15..2026-01-20")
    assert (
        reply.headline == "The Nasdaq-100 led the Russell 2000 by 1.00 points from 2026-01-15 to 2026-01-16."
    )
    assert any("the last session they have in common" in note for note in reply.notes)
    refused = say("/compare rut ndx 2026-01-15..2026-01-21").headline  # not over yet
    assert (
        refused == "2026-01-21 is after the newest session here, 2026-01-16. End the period there or earlier."
    )


def test_a_market_without_a_bar_at_the_base_takes_none_of_the_others_figures(tmp_path: Path) -> None:
    days = ["2025-12-30", "2025-12-31", "2026-01-02", "2026-01-05"]
    write(tmp_path, "RUT", dict(zip(days, [100, 100, 102, 110], strict=True)))
    write(tmp_path, "DJI", dict(zip(days, [100, 100, 102, 105], strict=True)))
    write(tmp_path, "NDX", {day: 200 for day in days if day != "2025-12-31"})
    ask = conversation(f"files:{tmp_path}", "2026-01-05T18:00-05:00")
    reply = ask("/compare rut ndx dji ytd")
    assert reply.headline == (
        "The Russell 2000 led the Dow Jones by 5.00 points year to date (2025-12-31 to 2026-01-05); what the "
        "Nasdaq-100 did is not known."
    )
    figures = {figure.key: figure for figure in reply.figures}
    assert figures["rut.change.ytd"].value == pytest.approx(0.10)
    assert not figures["ndx.change.ytd"].is_shown
    assert figures["ndx.change.ytd"].why == "there is no bar for 2025-12-31"
    assert figures["ndx.close"].value == 200
    assert ask("/compare ndx ytd dji").headline  # one that is known moved
    quoted = {figure.key: figure for figure in ask("/quote ndx").figures}
    assert quoted["ndx.close"].value == 200
    assert quoted["ndx.change.ytd"].why == "there is no bar for 2025-12-31"


def test_where_no_market_has_a_bar_at_the_base_their_closes_are_told(tmp_path: Path) -> None:
    for name in ("RUT", "NDX"):
        write(tmp_path, name, {"2025-12-30": 200, "2026-01-02": 202, "2026-01-05": 210})
    reply = conversation(f"files:{tmp_path}", "2026-01-05T18:00-05:00")("/compare rut ndx ytd")
    assert reply.headline.startswith(
        "There is no bar of Russell 2000 and Nasdaq-100 for 2025-12-31, from which"
    )
    assert {figure.key: figure.value for figure in reply.figures} == {
        "rut.change.ytd": None, "ndx.change.ytd": None, "rut.close": 210, "ndx.close": 210,
    }  # fmt: skip


@pytest.mark.realdata
@pytest.mark.parametrize("period", ["ytd", "1y", "3y", "5y", "since 2024-10-01", "2022-01-03..2022-10-14"])
def test_returns_and_drawdowns_agree_with_empyrical(real, real_data: Path, period: str) -> None:
    reply = real(f"/compare iwm spy {period}", "2026-01-22T18:00-05:00")
    base, end = reply.table.title.split(" to ")
    for label, value, _gap, worst, _close in reply.table.rows:
        frame = pd.read_csv(real_data / f"{label}.csv.gz", parse_dates=["date"]).set_index("date")
        adjusted = frame[next(c for c in map(str, frame) if c.startswith("adj_close"))].loc[base:end]
        returns = adjusted.pct_change().iloc[1:]
        assert value == pytest.approx(empyrical.cum_returns_final(returns), rel=1e-9)
        assert worst == pytest.approx(empyrical.max_drawdown(returns), rel=1e-9)


@pytest.mark.realdata
def test_indices_are_compared_by_price_and_funds_by_total_return(real) -> None:
    notes = " ".join(real("/compare rut iwm").notes)
    assert "Indices are price return" in notes
    assert "total return" in notes


@pytest.mark.realdata
def test_a_running_session_is_named_and_kept_out(real) -> None:
    reply = real("/compare rut spx ytd", "2026-01-22T11:30-05:00")
    assert "to 2026-01-21)" in reply.headline
    assert any("So far today" in note and "2,731.77" in note for note in reply.notes)
    assert f"{reply.as_of:%H:%M} {reply.chart.caption.as_of:%H:%M}" == "21:00 21:00"  # the close before


def test_bars_on_a_stock_holiday_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "GSPC", {"2026-01-15": 100, "2026-01-16": 101})
    write(tmp_path, "VIX", {"2026-01-15": 20, "2026-01-16": 21, "2026-01-19": 30})
    reply = conversation(f"files:{tmp_path}", "2026-01-19T20:00-05:00")("/compare vix spx 1d")
    assert reply.table.title == "2026-01-15 to 2026-01-16"
    assert {row[0]: row[1] for row in reply.table.rows} == pytest.approx({"S&P 500": 0.01})
    assert {fact.label: fact.value for fact in reply.facts}["VIX"] == "+1.00 points"


def test_the_same_market_twice_is_refused_with_the_next_step(sample) -> None:
    reply = sample("/compare rut russell ndx")
    assert reply.error
    assert "is there twice" in reply.headline
    assert reply.actions[0].command == "/compare rut ndx"


def test_a_market_that_starts_inside_the_period_is_named(sample) -> None:
    notes = " ".join(sample("/compare rut xlre max").notes) + " ".join(sample("/compare rut xlre 20y").notes)
    assert "the comparison starts there" in notes


@pytest.mark.realdata
def test_nobody_is_crowned_between_price_and_total_return(real) -> None:
    reply = real("/compare iwm rut 1y", "2026-01-30T18:00-05:00")
    assert " led " not in reply.headline
    assert "IWM +14.90% (total return) and the Russell 2000 +13.27% (price return)" in reply.headline
    assert "not ranked, since dividends count for some only" in reply.headline
    assert " led " in real("/compare rut spx 1y", "2026-01-30T18:00-05:00").headline


def test_the_session_in_progress_is_drawn_as_rings_from_the_same_base() -> None:
    reply = conversation("sample", "2026-01-22T11:30-05:00")("/compare rut spx 1m")
    chart = reply.chart
    assert chart.running is not None
    assert chart.running.isoformat().startswith("2026-01-22")
    own = {line.label: float(line.values[-1]) for line in chart.lines}
    [note] = [note for note in reply.notes if "So far today" in note]
    assert "Russell 2000 +1.25%" in note
    assert 1 + chart.so_far[0] == pytest.approx((1 + own["Russell 2000"]) * 1.0125, abs=1e-4)
    assert conversation("sample", "2026-01-22T17:30-05:00")("/compare rut spx 1m").chart.so_far == ()


@pytest.mark.parametrize("question", ["/compare iwm rut 1y", "/compare rut iwm 3m", "/compare dia spx 1m"])
def test_nobody_is_crowned_where_dividends_count_for_some_only(sample, question: str) -> None:
    reply = sample(question)
    assert "not ranked" in reply.headline
    assert "more than" not in reply.chart.caption.title
    assert "less than" not in reply.chart.caption.title
    assert "To the leader" not in [column.label for column in reply.table.columns]
    assert not any(".compared." in figure.key for figure in reply.figures)


def test_dates_are_told_once(sample) -> None:
    assert "(" not in sample("/compare rut spx 2020-02-19..2020-03-23").headline
    assert sample("/compare rut spx since 2024-10-01").headline.endswith("since 2024-10-01 (to 2026-01-22).")
    assert " on 2026-01-22 (2026-01-21 to 2026-01-22)." in sample("/compare rut spx 1d").headline


def test_what_is_not_known_of_one_is_said_of_two(tmp_path: Path) -> None:
    days = ["2026-01-20", "2026-01-21", "2026-01-22"]
    for name, lost in (("RUT", "2026-01-21"), ("GSPC", "")):
        rows = "".join(f"{day},1,1,1,{100 + n},1\n" for n, day in enumerate(days) if day != lost)
        (tmp_path / f"{name}.csv").write_text(f"date,open,high,low,close,volume\n{rows}")
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")("/compare rut spx 1d")
    assert reply.headline.startswith("The S&P 500 moved +0.99% on 2026-01-22")
    title = "The S&P 500 rose 0.99% on 2026-01-22; what the Russell 2000 did is not known"
    assert reply.chart.caption.title == title
    assert "what the Russell 2000 did is not known" in reply.headline
