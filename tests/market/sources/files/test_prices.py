from __future__ import annotations

import gzip
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from market.clock import Deadline
from market.errors import MarketError, ProviderError, UnknownSymbol
from market.sources import History
from market.sources.files.prices import FilesSource
from market.symbols import Symbol

CALENDAR = Calendar()
AT_1130 = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
CLOSED = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)
DAILY = """date,open,high,low,close,volume
2026-01-20,10,12,9,11,100
2026-01-21,11,13,10,12,110
2026-01-22,12,15,11,14,120
2026-01-23,14,16,13,15,130
"""
INTRADAY = """ts_utc,open,high,low,close
2026-01-21 20:55:00+00:00,11.9,12.1,11.8,12
2026-01-22 14:30:00+00:00,12.1,12.5,12.0,12.4
2026-01-22 14:35:00+00:00,12.4,12.9,12.3,12.8
2026-01-22 14:40:00+00:00,12.8,13.5,11.5,13.1
"""


def ask(folder: Path, word: str, now: datetime, since: date | None = None) -> History:
    return FilesSource(folder, CALENDAR).history(Symbol.parse(word), since, now, Deadline.after(8))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "RUT.csv").write_text(DAILY)
    (tmp_path / "RUT_5m.csv").write_text(INTRADAY)
    return tmp_path


def test_only_sessions_completed_by_now_are_in_the_frame(folder: Path) -> None:
    assert list(ask(folder, "rut", CLOSED).frame["close"]) == [11, 12, 14]
    assert list(ask(folder, "rut", CLOSED - timedelta(seconds=1)).frame["close"]) == [11, 12]


def test_an_index_drops_its_caret(folder: Path) -> None:
    assert ask(folder, "^RUT", CLOSED).final


def test_five_minute_bars_of_futures_run_from_the_evening_before(folder: Path) -> None:
    (folder / "RTY=F.csv").write_text(DAILY)
    bars = (
        "2026-01-22 22:55:00+00:00,1,1,1,1\n"
        "2026-01-22 23:00:00+00:00,2,4,2,3\n"
        "2026-01-23 13:00:00+00:00,3,5,3,4\n"
        "2026-01-23 13:40:00+00:00,9,9,9,9\n"
    )
    (folder / "RTY=F_5m.csv").write_text(f"ts_utc,open,high,low,close\n{bars}")
    now = datetime(2026, 1, 23, 13, 40, tzinfo=UTC)  # 08:40 in New York
    running = ask(folder, "rty", now).running
    assert running is not None
    assert (running.session, running.open, running.high, running.last) == (date(2026, 1, 23), 2, 5, 4)
    assert running.at == datetime(2026, 1, 23, 13, 5, tzinfo=UTC)


def test_it_is_final_once_the_session_due_is_in(folder: Path) -> None:
    assert ask(folder, "rut", CLOSED).final
    assert not ask(folder, "rut", datetime(2026, 1, 26, 22, 0, tzinfo=UTC)).final


def test_since_leaves_out_what_is_earlier(folder: Path) -> None:
    assert list(ask(folder, "rut", CLOSED, date(2026, 1, 21)).frame["close"]) == [12, 14]


@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (30, None),
        (34, None),
        (35, (12.1, 12.5, 12.0, 12.4)),
        (39, (12.1, 12.5, 12.0, 12.4)),
        (40, (12.1, 12.9, 12.0, 12.8)),
        (45, (12.1, 13.5, 11.5, 13.1)),
        (59, (12.1, 13.5, 11.5, 13.1)),
    ],
)
def test_the_running_bar_is_made_of_the_five_minute_bars_that_have_ended(
    folder: Path, minute: int, expected: tuple[float, ...] | None
) -> None:
    running = ask(folder, "rut", datetime(2026, 1, 22, 14, minute, tzinfo=UTC)).running
    if expected is None:
        assert running is None
    else:
        assert running is not None
        assert (running.open, running.high, running.low, running.last) == expected
        assert running.at == datetime(2026, 1, 22, 14, min(minute - minute % 5, 45), tzinfo=UTC)
        assert (running.session, running.volume) == (date(2026, 1, 22), None)


def test_before_the_open_after_the_close_and_without_five_minute_bars_nothing_runs(folder: Path) -> None:
    assert ask(folder, "rut", datetime(2026, 1, 22, 14, 0, tzinfo=UTC)).running is None
    assert ask(folder, "rut", CLOSED).running is None
    (folder / "RUT_5m.csv").unlink()
    assert ask(folder, "rut", AT_1130).running is None


def test_an_archive_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "IWM.csv.gz").write_bytes(gzip.compress(DAILY.encode()))
    assert len(ask(tmp_path, "iwm", CLOSED).frame) == 3


def test_any_column_that_starts_with_adj_close_is_the_adjusted_close(tmp_path: Path) -> None:
    (tmp_path / "IWM.csv").write_text(
        "Date, Open, High, Low, Close, Volume, Adj_Close_2026_07_31\n2026-01-22,1,1,1,1.00,5,0.98\n"
    )
    assert ask(tmp_path, "iwm", CLOSED).frame["adj_close"].item() == 0.98


def test_without_one_none_is_made_up(folder: Path) -> None:
    assert ask(folder, "rut", CLOSED).frame["adj_close"].isna().all()


def test_an_empty_cell_is_missing_and_a_row_without_a_close_is_none(tmp_path: Path) -> None:
    (tmp_path / "IWM.csv").write_text(
        "date,open,high,low,close,volume\n2026-01-21,,2,1,2,\n2026-01-22,1,1,1,,5\n"
    )
    frame = ask(tmp_path, "iwm", CLOSED).frame
    assert len(frame) == 1
    assert frame[["open", "volume"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (DAILY.replace("2026-01-21,11", "2026-01-21,abc"), "IWM.csv, line 3: open “abc” is no number."),
        (
            DAILY.replace("2026-01-22,", "22/01/26,"),
            "IWM.csv, line 4: date “22/01/26” is no date such as 2026-01-22.",
        ),
        (
            DAILY.replace("high", "top"),
            "IWM.csv has no column high; its columns are date, open, top, low, close, volume.",
        ),
        ("", "IWM.csv cannot be read as a table."),
        (DAILY + '2026-01-26,"1', "IWM.csv cannot be read as a table."),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "IWM.csv").write_text(text)
    with pytest.raises(ProviderError) as caught:
        ask(tmp_path, "iwm", CLOSED)
    assert str(caught.value) == f"{sentence} Correct the file and ask again."


@pytest.mark.parametrize(
    "content", [b"no archive", gzip.compress(DAILY.encode(), mtime=0)[:40], b"\x1f\x8b" + b"\xff" * 60]
)
def test_a_broken_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "IWM.csv.gz").write_bytes(content)
    with pytest.raises(ProviderError, match=r"IWM\.csv\.gz cannot be read"):
        ask(tmp_path, "iwm", CLOSED)


def test_wrong_five_minute_bars_are_named(folder: Path) -> None:
    (folder / "RUT_5m.csv").write_text(INTRADAY.replace(",13.1", ",twelve"))
    with pytest.raises(ProviderError, match=r"RUT_5m\.csv, line 5: close “twelve” is no number"):
        ask(folder, "rut", AT_1130)


def test_a_symbol_without_a_file_is_unknown_and_the_nearest_that_have_one_are_named(folder: Path) -> None:
    (folder / "holdings_2026.csv").touch()
    with pytest.raises(UnknownSymbol) as caught:
        ask(folder, "RUTT", CLOSED)
    assert caught.value.nearest == ("rut",)


@pytest.mark.parametrize(
    "ticker", ["../SECRET", "..", ".", "", "A/../SECRET", "/etc/passwd", "A\\B", "A\x00B", "~"]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, ticker: str) -> None:
    (tmp_path / "SECRET.csv").write_text(DAILY)
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(UnknownSymbol):
        FilesSource(inside, CALENDAR).history(Symbol(ticker, ticker), None, CLOSED, Deadline.after(8))


def test_a_link_that_leads_out_of_the_folder_is_not_followed_and_named(tmp_path: Path) -> None:
    (tmp_path / "SECRET.csv").write_text(DAILY)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "IWM.csv").symlink_to(tmp_path / "SECRET.csv")
    with pytest.raises(ProviderError, match=r"IWM\.csv is a link that leads out of the folder of data"):
        ask(inside, "iwm", CLOSED)


def test_a_folder_that_has_gone_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(MarketError):
        ask(tmp_path / "gone", "iwm", CLOSED)


@pytest.mark.realdata
def test_the_founding_print_at_half_past_eleven(real_data: Path, founding_session: datetime) -> None:
    history = ask(real_data, "rut", founding_session)
    assert history.running is not None
    assert (history.running.last, history.running.at) == (2731.77, founding_session)
    intraday = pd.read_csv(real_data / "RUT_5m.csv.gz", parse_dates=["ts_utc"]).set_index("ts_utc")
    so_far = intraday.loc["2026-01-22 14:30+00:00":"2026-01-22 16:25+00:00"]
    assert (history.running.open, history.running.high, history.running.low) == (
        so_far["open"].iloc[0],
        so_far["high"].max(),
        so_far["low"].min(),
    )
    assert len(so_far) == 24


@pytest.mark.realdata
def test_every_real_file_reads_as_plain_pandas_reads_it(real_data: Path) -> None:
    for word in ["rut", "spx", "ndx", "nasdaq", "dow", "vix", "spy", "qqq", "iwm", "dia", "xle"]:
        symbol = Symbol.parse(word)
        plain = pd.read_csv(
            real_data / f"{symbol.ticker.removeprefix('^')}.csv.gz", index_col="date", parse_dates=True
        )
        frame = ask(real_data, word, datetime(2026, 1, 30, 21, 0, tzinfo=UTC)).frame
        assert list(frame.index) == list(plain.index)
        for column in ("open", "high", "low", "close", "volume"):
            assert (frame[column].to_numpy() == plain[column].to_numpy()).all()
        if not symbol.is_index:
            assert (frame["adj_close"].to_numpy() == plain["adj_close_2026_07_31"].to_numpy()).all()


def test_a_coin_has_its_own_days_also_over_a_weekend(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{day},1,2,1,{day},5\n" for day in range(20, 26))
    (tmp_path / "BTC-USD.csv").write_text(f"date,open,high,low,close,volume\n{rows}")
    sunday_noon = datetime(2026, 1, 25, 17, 0, tzinfo=UTC)
    history = ask(tmp_path, "BTC-USD", sunday_noon)
    assert history.frame.index[-1].date() == date(2026, 1, 24)  # Sunday is still going on
    assert history.final


def test_a_row_stamped_in_the_middle_of_a_session_is_no_close(tmp_path: Path) -> None:
    days = [f"2026-01-{day:02d}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 20, 21)]
    rows = [f"{day} 00:00:00-05:00,{n + 10}" for n, day in enumerate(days)]
    file = tmp_path / "RUT.csv"
    bars = [f"{row},9,99,8" for row in (*rows, "2026-01-22 11:30:00-05:00,99")]
    file.write_text("\n".join(("date,close,open,high,low", *bars)))
    assert ask(tmp_path, "rut", CLOSED).frame["close"].iloc[-1] == 21
    file.write_text("\n".join(("date,close", *rows, "2026-01-22 25:30:00-05:00,99")))
    with pytest.raises(ProviderError, match="is no date"):
        ask(tmp_path, "rut", CLOSED)
    file.write_text("\n".join(("date,close", *rows, "2026-01-22 11:30:00-05:00,99")))
    found = ask(tmp_path, "rut", CLOSED)
    assert (found.frame["close"].iloc[-1], found.final) == (21, False)
    file.write_text("\n".join(("date,close", *rows, "2026-01-22 16:00:00-05:00,99")))
    assert ask(tmp_path, "rut", CLOSED).frame["close"].iloc[-1] == 99
    opens = [row.replace("00:00:00-05:00", "14:30:00Z") for row in rows]  # as charts are exported
    file.write_text("\n".join(("date,close", *opens)))
    assert len(ask(tmp_path, "rut", CLOSED).frame) == len(days)


def test_a_file_whose_days_are_not_the_exchanges_is_refused(tmp_path: Path) -> None:
    days = pd.DatetimeIndex(CALENDAR.sessions(date(2025, 10, 1), date(2026, 1, 21))) + timedelta(days=1)
    (tmp_path / "RUT.csv").write_text("\n".join(("date,close", *(f"{day:%Y-%m-%d},10" for day in days))))
    with pytest.raises(ProviderError, match="are not those on which its exchange trades"):
        ask(tmp_path, "rut", CLOSED)


def test_a_row_written_while_its_session_went_on_is_no_close(folder: Path) -> None:
    for at, close in ((CLOSED - timedelta(hours=4), 12), (CLOSED + timedelta(minutes=5), 14)):
        os.utime(folder / "RUT.csv", (at.timestamp(), at.timestamp()))
        found = ask(folder, "rut", CLOSED + timedelta(hours=2))
        assert (found.frame["close"].iloc[-1], found.final) == (close, close == 14)
    early = (CLOSED - timedelta(days=400)).timestamp()  # as an archive sets it
    os.utime(folder / "RUT.csv", (early, early))
    assert ask(folder, "rut", CLOSED).final


@pytest.mark.parametrize(("packed", "close"), [(-4, 12), (1, 14), (-9000, 14), (None, 14)])
def test_a_row_packed_while_its_session_went_on_is_no_close(
    tmp_path: Path, packed: int | None, close: float
) -> None:
    """The file has been copied since, and its own time is today's."""
    at = 0 if packed is None else (CLOSED + timedelta(hours=packed)).timestamp()
    (tmp_path / "RUT.csv.gz").write_bytes(gzip.compress(DAILY.encode(), mtime=int(at)))
    assert ask(tmp_path, "rut", CLOSED + timedelta(hours=2)).frame["close"].iloc[-1] == close


@pytest.mark.parametrize(("last", "days"), [(14.01, 3), (14.02, 2), (None, 3)])
def test_a_close_of_an_index_is_where_its_five_minute_bars_end(
    folder: Path, last: float | None, days: int
) -> None:
    """Today's bar began at 15:55; without it nobody knows how the session ended."""
    if last:
        (folder / "RUT_5m.csv").write_text(f"{INTRADAY}2026-01-22 20:55:00+00:00,14,15,13,{last}\n")
    found = ask(folder, "rut", CLOSED)
    assert (len(found.frame), found.final) == (days, days == 3)


@pytest.mark.parametrize(
    ("name", "written", "close"),
    [
        ("BHP.AX", "2026-01-22T15:00+11:00", 12),  # in New York it is the day before
        ("BHP.AX", "2026-01-22T16:15+11:00", 14),
        ("ES=F", "2026-01-21T20:30-05:00", 12),
        ("BTC-USD", "2026-01-22T18:30-05:00", 12),
        (
            "ABC.XY",
            "2026-01-22T11:00-05:00",
            12,
        ),  # of an exchange that nobody here knows: the day must have ended
        ("ABC.XY", "2026-01-22T19:01-05:00", 14),
    ],
)
def test_a_row_is_a_print_until_its_own_session_has_ended(
    tmp_path: Path, name: str, written: str, close: float
) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text("date,close\n2026-01-20,11\n2026-01-21,12\n2026-01-22,14\n")
    at = datetime.fromisoformat(written).timestamp()
    os.utime(path, (at, at))
    assert ask(tmp_path, name, CLOSED + timedelta(hours=12)).frame["close"].iloc[-1] == close


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("2026-01-23,14,16,13,14.5,130\n", "has two closes for 2026-01-23"),
        ("2026-01-23,14,16,13,15.0,131\n", ""),  # written twice, and alike
    ],
)
def test_a_day_with_two_closes_is_refused(folder: Path, rows: str, sentence: str) -> None:
    (folder / "RUT.csv").write_text(DAILY + rows)
    if not sentence:
        assert ask(folder, "rut", CLOSED).final
        return
    with pytest.raises(ProviderError, match=sentence):
        ask(folder, "rut", CLOSED)


def test_a_print_with_its_time_among_dates_without_one_is_no_close(folder: Path) -> None:
    """2026-01-22 at 11:30 was the print that an article took for the close."""
    older = "".join(f"2026-01-{day:02},9,12,8,10,90\n" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16))
    head, *days = DAILY.splitlines(keepends=True)
    cut = [row.replace("2026-01-22,", "2026-01-22 11:30:00-05:00,") for row in days]
    (folder / "RUT.csv").write_text(head + older + "".join(cut))
    assert list(ask(folder, "rut", CLOSED).frame["close"])[-2:] == [11, 12]
    clock = [f"{day},16:00,10" for day in CALENDAR.sessions(date(2026, 1, 5), date(2026, 1, 21))]
    (folder / "RUT.csv").write_text("\n".join(("date,time,close", *clock, "2026-01-22,9:35,99")))
    assert ask(folder, "rut", CLOSED).frame["close"].iloc[-1] == 10


def test_a_print_whose_moment_stands_in_any_other_column_is_no_close(folder: Path) -> None:
    head, *rows = DAILY.splitlines()
    older = [f"2026-01-{day:02},9,12,8,10,90" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
    stamped = [f"{row},{row[:10]}T16:02:11-05:00" for row in (*older, *rows)]
    for clock, last in (("11:30:00", 12), ("16:01:30", 14)):
        text = "\n".join((f"{head},Last Updated", *stamped))
        (folder / "RUT.csv").write_text(text.replace("2026-01-22T16:02:11", f"2026-01-22T{clock}"))
        assert ask(folder, "rut", CLOSED).frame["close"].iloc[-1] == last


def test_closes_that_are_usually_outside_their_day_are_another_column(folder: Path) -> None:
    days = CALENDAR.sessions(date(2025, 9, 2), date(2026, 1, 22))
    rows = "".join(f"{day},10,12,9,{100 + n % 7},110\n" for n, day in enumerate(days))
    (folder / "RUT.csv").write_text(f"date,open,high,low,close,volume\n{rows}")
    with pytest.raises(ProviderError, match="its columns do not belong together"):
        ask(folder, "rut", CLOSED)


def test_what_programs_write_for_nothing_is_missing_and_infinity_no_price(folder: Path) -> None:
    (folder / "RUT.csv").write_text(DAILY.replace(",12,110", ",inf,N/A").replace(",120", ",-"))
    frame = ask(folder, "rut", CLOSED).frame
    assert list(frame["close"]) == [11, 14]
    assert frame["volume"].isna().tolist() == [False, True]
