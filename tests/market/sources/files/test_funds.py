"""Tables of adjusted closes: returns without prices."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.errors import MarketError, NoData, ProviderError, UnknownSymbol
from market.services.prices import Market
from market.sources.files.funds import FundTable
from market.sources.files.prices import FilesSource
from market.symbols import Symbol

CALENDAR = Calendar()
CLOSED = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
DAYS = pd.DatetimeIndex(["2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    table = pd.DataFrame({"IWC": [100.0, None, 110.0, 120.0], "^RUT": 1.0}, DAYS)
    table.to_parquet(tmp_path / "etf_adjclose.parquet")
    return tmp_path


def market(folder: Path) -> Market:
    return Market(FilesSource(folder, CALENDAR), FixedClock(CLOSED), CALENDAR)


def test_a_fund_of_the_table_has_returns_and_no_price_of_any_kind(folder: Path) -> None:
    bars = market(folder).bars(Symbol.parse("iwc"), levels=False)
    assert bars.frame["adj_close"].tolist() == [100.0, 110.0], (
        "no session is filled in, none to come is shown"
    )
    assert bars.total.isna().tolist() == [False, True, False], "the session without a bar is a gap"
    assert bars.frame.drop(columns="adj_close").isna().all(axis=None)
    assert not bars.has_levels
    assert any("only adjusted closes" in note for note in bars.notes)


def test_a_row_written_while_its_session_went_on_is_no_close(folder: Path) -> None:
    path = folder / "etf_adjclose.parquet"
    pd.read_parquet(path).loc[:"2026-01-22"].to_parquet(path)
    for minutes, last in ((-1, 100.0), (5, 110.0)):
        at = CALENDAR.close(date(2026, 1, 22)).timestamp() + 60 * minutes
        os.utime(path, (at, at))
        bars = market(folder).bars(Symbol.parse("iwc"), levels=False)
        assert bars.frame["adj_close"].iloc[-1] == last


def test_whoever_asks_for_prices_is_refused_and_told_what_works(folder: Path) -> None:
    with pytest.raises(NoData, match=r"prices are not\. Try /compare iwc spy"):
        market(folder).bars(Symbol.parse("iwc"))
    with pytest.raises(MarketError):
        market(folder).many((Symbol.parse("iwc"),))
    with pytest.raises(MarketError):
        market(folder).quote(Symbol.parse("iwc"))


def test_a_table_with_two_closes_for_one_day_is_refused(folder: Path) -> None:
    path = folder / "etf_adjclose.parquet"
    table = pd.read_parquet(path)
    pd.concat([table, table.iloc[-1:] * 1.01]).to_parquet(path)
    with pytest.raises(MarketError, match=r"etf_adjclose\.parquet has two rows of closes"):
        market(folder).bars(Symbol.parse("iwc"), levels=False)


def test_a_file_of_prices_comes_before_the_table(folder: Path) -> None:
    (folder / "IWC.csv").write_text("date,open,high,low,close,volume\n2026-01-22,1,1,1,1,5\n")
    bars = market(folder).bars(Symbol.parse("iwc"))
    assert bars.closes.tolist() == [1.0]
    assert not any("only adjusted closes" in note for note in bars.notes)


def test_an_index_is_never_served_from_adjusted_closes(folder: Path) -> None:
    with pytest.raises(UnknownSymbol):
        FilesSource(folder, CALENDAR).history(Symbol.parse("rut"), None, CLOSED, Deadline.after(8))


def test_the_table_answers_from_the_day_it_is_asked_for(folder: Path) -> None:
    history = FilesSource(folder, CALENDAR).history(
        Symbol.parse("iwc"), date(2026, 1, 21), CLOSED, Deadline.after(8)
    )
    assert history.frame["adj_close"].tolist() == [110.0]
    assert history.final


def test_members_panels_are_not_read_as_funds(folder: Path) -> None:
    (folder / "etf_adjclose.parquet").rename(folder / "panel_sp500_adjclose.parquet")
    assert FundTable(folder, CALENDAR).frame("IWC") is None


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "etf_adjclose.parquet").write_bytes(b"no table")
    with pytest.raises(ProviderError, match=r"etf_adjclose\.parquet cannot be read"):
        FundTable(tmp_path, CALENDAR).frame("IWC")


@pytest.mark.realdata
def test_every_real_fund_is_the_column_plain_pandas_reads(real_data: Path) -> None:
    plain = pd.read_parquet(real_data / "etf_adjclose.parquet")
    table = FundTable(real_data, CALENDAR)
    for ticker in ("RSP", "IWC", "IJH", "XLK", "XLRE"):
        found = table.frame(ticker)
        frame = found and found[0]
        assert frame is not None
        pd.testing.assert_series_equal(
            frame["adj_close"], plain[ticker].dropna(), check_freq=False, check_names=False
        )


def moving(names: str, filled: str = "", rows: Sequence[int] = ()) -> pd.DataFrame:
    """Funds that rise every session; those named second repeat the close before on these rows."""
    days = pd.DatetimeIndex(CALENDAR.sessions(date(2026, 1, 6), date(2026, 1, 22)))
    table = pd.DataFrame({name: 100.0 * n + np.arange(12.0) for n, name in enumerate(names, 1)}, days)
    table.loc[days[list(rows)], list(filled)] = np.nan
    return table.ffill()


@pytest.mark.parametrize(
    ("names", "rows", "doubted"),
    [
        ("ABC", [6], 0),  # three of twelve on one session: by chance
        ("ABCD", [6], 1),
        ("AB", [10, 11], 0),
        ("ABC", [10, 11], 2),
        ("ABC", [5, 7], 0),  # not in a row
    ],
)
def test_closes_of_many_funds_filled_forward_at_once_are_left_out_and_named(
    tmp_path: Path, names: str, rows: list[int], doubted: int
) -> None:
    moving("ABCDEFGHIJKL", names, rows).to_parquet(tmp_path / "etf_adjclose.parquet")
    of_one, of_another = (market(tmp_path).bars(Symbol.parse(name), levels=False) for name in ("A", "K"))
    assert sum(len(doubt.days) for doubt in of_one.doubts) == len(of_one.missing) == doubted
    assert not of_another.doubts
    assert any("is that of the session before" in note for note in of_one.notes) is bool(doubted)


def test_a_column_of_words_spoils_no_other_fund(tmp_path: Path) -> None:
    table = moving("ABC").assign(D="1,234.5")
    table.to_parquet(tmp_path / "etf_adjclose.parquet")
    assert len(market(tmp_path).bars(Symbol.parse("a"), levels=False).frame) == 12
    with pytest.raises(ProviderError, match="cannot be read as a table of funds"):
        market(tmp_path).bars(Symbol.parse("d"), levels=False)


@pytest.mark.parametrize(("common", "refused"), [(10, True), (9, False)])
def test_a_fund_with_the_closes_of_another_is_refused(tmp_path: Path, common: int, refused: bool) -> None:
    table = moving("ABC")
    table.loc[table.index[-common:], "A"] = table["B"]
    table.to_parquet(tmp_path / "etf_adjclose.parquet")
    for name, is_refused in (("a", refused), ("b", refused), ("c", False)):
        if is_refused:
            with pytest.raises(ProviderError, match="under another name"):
                market(tmp_path).bars(Symbol.parse(name), levels=False)
        else:
            assert market(tmp_path).bars(Symbol.parse(name), levels=False).symbol.ticker == name.upper()
