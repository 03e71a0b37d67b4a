"""An operator's own lists and panels, made by hand and real."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.members import RUSSELL_2000, SP_500
from market.errors import NoData, ProviderError
from market.services.members import MemberService
from market.sources.files.members import FileMembers, ListFiles

CALENDAR = Calendar()
NOW = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
LIST = "ticker,name,sector,weight\nA,Aa,Energy,0.6\nB,Bb,Utilities,0.4\n"
DAYS = pd.DatetimeIndex(["2026-01-22", "2026-01-20", "2026-01-21", "2026-01-21"])


def soon() -> Deadline:
    return Deadline.after(5)


def test_a_list_of_the_operators_own_stands_for_its_universe(tmp_path: Path) -> None:
    path = tmp_path / "mine_2026-01-05.csv.gz"
    path.write_bytes(gzip.compress(LIST.encode()))
    found = ListFiles(path).members(RUSSELL_2000, NOW, soon())
    assert found.tickers == ["A", "B"]
    assert found.day == date(2026, 1, 5)
    assert path.name in found.source
    with pytest.raises(NoData):
        ListFiles(path).members(SP_500, NOW, soon())
    (tmp_path / "sp500_members.csv").write_text("ticker,name\nC,Cc\n")
    both = ListFiles(path, otherwise=FileMembers(tmp_path, CALENDAR))
    assert both.members(SP_500, NOW, soon()).tickers == ["C"]


def test_a_panel_written_while_its_last_session_went_on_ends_before_it(tmp_path: Path) -> None:
    path = tmp_path / "panel_r2000_adjclose.parquet"
    pd.DataFrame({"A": [1.0, 2.0]}, DAYS[[1, 0]]).to_parquet(path)
    for minutes, rows in ((-1, 1), (5, 2)):
        at = CALENDAR.close(date(2026, 1, 22)).timestamp() + 60 * minutes
        os.utime(path, (at, at))
        assert len(FileMembers(tmp_path, CALENDAR).closes(RUSSELL_2000)) == rows


def test_the_newest_list_of_a_folder_wins(tmp_path: Path) -> None:
    (tmp_path / "IWM_holdings_2025-05-05.csv").write_text("ticker,name\nOLD,Old\n")
    (tmp_path / "IWM_holdings_2026-01-05.csv").write_text(LIST)
    assert FileMembers(tmp_path, CALENDAR).members(RUSSELL_2000, NOW, soon()).tickers == ["A", "B"]


def test_a_panel_is_sorted_once_a_day_and_float32(tmp_path: Path) -> None:
    frame = pd.DataFrame({"A": [4.0, 1.0, 3.0, 3.0], "B": np.nan}, index=DAYS)
    frame.to_parquet(tmp_path / "panel_r2000_adjclose_5y.parquet")
    closes = FileMembers(tmp_path, CALENDAR).closes(RUSSELL_2000)
    assert closes["A"].tolist() == [1.0, 3.0, 4.0]
    assert closes.dtypes.eq("float32").all()
    assert closes.index.name == "session"


def test_a_panel_with_two_closes_for_one_day_is_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame({"A": [4.0, 1.0, 2.0, 3.0], "B": np.nan}, index=DAYS)
    frame.to_parquet(tmp_path / "panel_r2000_adjclose_5y.parquet")
    with pytest.raises(
        ProviderError, match=r"panel_r2000_adjclose_5y\.parquet has two rows of closes for 2026-01-21"
    ):
        FileMembers(tmp_path, CALENDAR).closes(RUSSELL_2000)


def test_a_panel_without_a_list_has_its_own_columns_for_members(tmp_path: Path) -> None:
    pd.DataFrame({"A": [1.0], "B": [2.0]}, index=DAYS[:1]).to_parquet(
        tmp_path / "panel_sp500_adjclose.parquet"
    )
    found = FileMembers(tmp_path, CALENDAR).members(SP_500, NOW, soon())
    assert found.tickers == ["A", "B"]
    assert "no list of members" in found.notes[0]


def test_an_empty_folder_says_what_to_put_there(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="sp500_members"):
        FileMembers(tmp_path, CALENDAR).members(SP_500, NOW, soon())
    with pytest.raises(NoData, match=r"panel_sp500_adjclose\.parquet beside them"):
        FileMembers(tmp_path, CALENDAR).closes(SP_500)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"ticker|name\nA|Aa\n"])
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sp500_members.csv").write_bytes(content)
    with pytest.raises(ProviderError, match=r"sp500_members\.csv"):
        FileMembers(tmp_path, CALENDAR).members(SP_500, NOW, soon())
    (tmp_path / "sp500_members.csv").unlink()
    (tmp_path / "sp500_members.csv.gz").write_bytes(content)
    with pytest.raises(ProviderError, match=r"sp500_members\.csv\.gz"):
        FileMembers(tmp_path, CALENDAR).members(SP_500, NOW, soon())


def test_a_panel_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "panel_r2000_adjclose.parquet"
    path.write_bytes(b"no parquet")
    with pytest.raises(ProviderError, match=path.name):
        FileMembers(tmp_path, CALENDAR).closes(RUSSELL_2000)
    pd.DataFrame({"A": ["x"]}, index=DAYS[:1]).to_parquet(path)
    with pytest.raises(ProviderError, match=path.name):
        FileMembers(tmp_path, CALENDAR).closes(RUSSELL_2000)


@pytest.mark.realdata
def test_the_real_lists_and_panels_fit_each_other(real_data: Path) -> None:
    source = FileMembers(real_data, CALENDAR)
    service = MemberService(source, source, FixedClock(NOW), CALENDAR)
    small = service.panel(RUSSELL_2000)
    assert small.closes.shape == (1125, 1916)
    assert small.closes.index[-1] == pd.Timestamp("2026-01-22")
    assert small.members.day == date(2026, 5, 5)
    assert len(set(small.members.tickers)) == 1916
    assert "MOG-A" in small.members.tickers
    assert small.weights.sum() == pytest.approx(0.994, abs=0.001)
    assert small.sectors.nunique() == 11
    assert int(small.closes.notna().any().sum()) == 1845  # three of the 1,848 have no close by then
    large = service.panel(SP_500)
    assert len(large.members.rows) == 503
    assert int(large.closes.notna().any().sum()) == 495  # two of the 497 have no close by then
    assert large.weights.isna().all()


def test_tickers_of_a_panel_are_read_in_capitals(tmp_path: Path) -> None:
    days = pd.DatetimeIndex(["2026-01-21", "2026-01-22"])
    panel = pd.DataFrame({"aapl": [1.0, 2.0], " MSFT": [3.0, 4.0], "AAPL": [5.0, 6.0]}, days)
    panel.to_parquet(tmp_path / "panel_sp500_adjclose.parquet")
    closes = FileMembers(tmp_path, CALENDAR).closes(SP_500)
    assert closes.iloc[-1].to_dict() == {"MSFT": 4.0}, "nobody knows which column is of AAPL"
