"""`/smallcaps` tells a close from a print: the founding case, and any other day."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.commands.conftest import fact

AT_1130 = "2026-01-22T11:30-05:00"
AFTER_CLOSE = "2026-01-22T17:00-05:00"
BENCHMARKS = {"S&P 500": "GSPC", "Nasdaq Composite": "IXIC", "Nasdaq-100": "NDX", "Dow Jones": "DJI"}

pytestmark = pytest.mark.realdata


def closes(folder: Path, name: str, until: str) -> pd.Series:
    """The independent path: plain pandas on the raw file."""
    frame = pd.read_csv(folder / f"{name}.csv.gz", parse_dates=["date"]).set_index("date")
    return frame["close"].loc[:until]


def test_after_the_close_it_says_the_close_and_not_the_print(real) -> None:
    reply = real("/smallcaps", AFTER_CLOSE)
    assert reply.headline == (
        "The Russell 2000 closed at 2,718.77 on 2026-01-22, +0.76%, ahead of the S&P 500 and the Dow Jones, level with "
        "the Nasdaq-100 and behind the Nasdaq Composite: its 8th record close of 2026, one session after the last."
    )
    assert fact(reply, "Close") == "2,718.77 (2026-01-22)"
    assert fact(reply, "Change") == "+0.76% (on 2,698.17)"
    assert fact(reply, "High of the session").startswith("2,735.10 (during the session")
    assert fact(reply, "Leadership").startswith("14 sessions in a row ahead of the S&P 500")
    assert fact(reply, "Year to date") == "+9.54% (+0.99% for the S&P 500)"
    day = fact(reply, "On the day")
    assert "behind the Nasdaq Composite (+0.91%" in day
    assert "level with the Nasdaq-100 (+0.76%, ahead by 0.01 points)" in day
    assert "ahead of the Dow Jones" in day
    assert "2,731.77" not in str(reply.facts) + reply.headline


def test_at_half_past_eleven_it_says_so_far_and_not_a_close(real) -> None:
    reply = real("/smallcaps", AT_1130)
    assert reply.headline == (
        "So far today the Russell 2000 is +1.25% at 2,731.77 (as of 2026-01-22 11:30 ET), "
        "above the record close of 2,698.17, but that is not a close."
    )
    assert fact(reply, "Last close") == "2,698.17 (2026-01-21)"
    assert fact(reply, "Record").startswith("the 7th record close of 2026")
    assert fact(reply, "Leadership").startswith("13 sessions in a row")
    assert "2,718.77" not in reply.headline + str(reply.facts)
    assert reply.chart.caption.title == (
        "The Russell 2000 is up 1.2% so far today: above its record close, but this is not a close"
    )
    so_far = dict.fromkeys(("So far today", "Size of the move so far"), "2026-01-22 11:30 ET")
    assert {f.label: f.as_of for f in reply.facts} == (
        {f.label: "2026-01-21 close" for f in reply.facts} | so_far
    )


@pytest.mark.parametrize(
    "day", ["2026-01-16", "2020-03-23", "2020-11-09", "2020-11-24", "2020-02-20", "2025-12-31"]
)
def test_any_other_day_agrees_with_plain_pandas(real, real_data: Path, day: str) -> None:
    reply = real("/smallcaps", f"{day}T18:00-05:00")
    rut = closes(real_data, "RUT", day)
    assert rut.index[-1] == pd.Timestamp(day)
    raw = {f.label: f.value for f in reply.facts}
    assert raw["Close"] == pytest.approx(rut.iloc[-1])
    assert raw["Change"] == pytest.approx(rut.iloc[-1] / rut.iloc[-2] - 1)
    ytd = rut.iloc[-1] / rut[rut.index < f"{day[:4]}-01-01"].iloc[-1] - 1
    assert raw["Year to date"] == pytest.approx(ytd)

    is_record = rut > rut.expanding().max().shift(1)
    if is_record.iloc[-1]:
        count = np.count_nonzero(is_record.loc[day[:4]])
        assert raw["Record"].startswith(f"the {count}")
    else:
        assert f"{rut.max():,.2f}" in raw["Record"]

    for row in reply.table.rows:
        other = closes(real_data, BENCHMARKS[row[0]], day)
        both = pd.DataFrame({"a": rut, "b": other}).dropna()
        moves = both.pct_change()
        ahead = moves["a"] > moves["b"]
        run = 0
        while run < len(ahead) and ahead.iloc[-1 - run]:
            run += 1
        assert row[1] == pytest.approx(moves["b"].iloc[-1])
        assert row[2] == pytest.approx(moves["a"].iloc[-1] - moves["b"].iloc[-1])
        assert row[3] == run


def test_on_a_holiday_it_says_which(real) -> None:
    reply = real("/smallcaps", "2026-01-19T12:00-05:00")
    assert any("holiday (" in note and "2026-01-16" in note for note in reply.notes)
    assert "on 2026-01-16" in reply.headline


def test_an_intraday_record_alone_is_called_so(real, real_data: Path) -> None:
    frame = (
        pd.read_csv(real_data / "RUT.csv.gz", parse_dates=["date"]).set_index("date").loc["2021":"2026-01-22"]
    )
    before = frame["close"].cummax().shift(1)
    only = frame[(frame["high"] > before) & (frame["close"] <= before)].index[-1]
    whole = pd.read_csv(real_data / "RUT.csv.gz", parse_dates=["date"]).set_index("date")["close"]
    assert frame.loc[only, "high"] > whole[whole.index < only].max()
    assert (
        ", above which it traded during the session"
        in real("/smallcaps", f"{only:%Y-%m-%d}T18:00-05:00").headline
    )


def test_a_missing_benchmark_drops_one_line_and_says_so(tmp_path: Path, real_data: Path) -> None:
    from tests.commands.conftest import conversation

    for name in ("RUT", "GSPC", "IXIC", "NDX"):
        (tmp_path / f"{name}.csv.gz").write_bytes((real_data / f"{name}.csv.gz").read_bytes())
    reply = conversation(f"files:{tmp_path}", AFTER_CLOSE)("/smallcaps")
    assert not reply.error
    assert len(reply.table.rows) == 3
    assert any(note.startswith("Without the Dow Jones") for note in reply.notes)
