"""Figures that oracles of several folders share, and data that a copy shares with its original."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.truth.oracle import Oracle, Remembered
from benchmarks.truth.questions import Judge, Kind
from benchmarks.truth.raw import RawData, calendar_sessions
from benchmarks.truth.reading import SECTORS

DAYS = calendar_sessions()
DAYS = DAYS[(DAYS >= "2025-11-03") & (DAYS <= "2026-01-22")]
NOW = DAYS[-1]
KEYS = ("rut.close", "rut.change.1d", "rut.change.1m", "rut.record.level", "breadth.russell2000.decliners")


def listed(folder: Path, *tickers: str) -> None:
    rows = "".join(f"{ticker},Energy,1\n" for ticker in tickers)
    text = f"Ticker,Sector,Weight (%)\n{rows}"
    (folder / "IWM_holdings_2026-01-20.csv.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


@pytest.fixture
def whole(tmp_path: Path) -> RawData:
    folder = tmp_path / "whole"
    folder.mkdir()
    closes = pd.Series(1000.0 + pd.RangeIndex(len(DAYS)), DAYS, name="close")
    closes.to_csv(folder / "RUT.csv.gz", index_label="date")
    closes.to_frame("AAA").assign(BBB=-closes).to_parquet(folder / "panel_r2000_adjclose_5y.parquet")
    listed(folder, "AAA", "BBB")
    return RawData(folder)


def copied(whole: RawData, name: str) -> RawData:
    folder = whole.folder.parent / name
    folder.mkdir()
    for path in whole.folder.iterdir():
        os.link(path, folder / path.name)
    return RawData(folder, original=whole)


def without_last_but_one(given: RawData) -> RawData:
    """A copy of which the Russell 2000 lacks a session."""
    path = given.folder / "RUT.csv.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.unlink()
    path.write_bytes(gzip.compress(b"".join((*lines[:-2], lines[-1]))))
    return given


def test_a_shared_figure_is_that_of_an_oracle_by_itself(whole: RawData) -> None:
    remembered: Remembered = {}
    late, short = without_last_but_one(copied(whole, "late")), copied(whole, "short")
    (short.folder / "IWM_holdings_2026-01-20.csv.gz").unlink()
    listed(short.folder, "AAA")
    for given in (whole, late, short):
        shared, alone = Oracle(whole, given, remembered), Oracle(whole, RawData(given.folder))
        found = {key: shared.expect(key, NOW, NOW) for key in KEYS}
        assert found == {key: alone.expect(key, NOW, NOW) for key in KEYS}


def test_what_a_copy_lacks_is_damage_of_the_shared_figure(whole: RawData) -> None:
    given = without_last_but_one(copied(whole, "given"))
    remembered: Remembered = {}
    Oracle(whole, whole, remembered).expect("rut.change.1d", NOW, NOW)
    oracle = Oracle(whole, given, remembered)
    damaged = [key for key in KEYS if (expected := oracle.expect(key, NOW, NOW)) and expected.damaged]
    assert damaged == ["rut.change.1d", "rut.record.level"]


def test_a_copy_reads_its_own_file_where_that_is_another_one(whole: RawData) -> None:
    given = copied(whole, "given")
    assert given.series("^RUT", "close") is whole.series("^RUT", "close")
    (given.folder / "RUT.csv.gz").unlink()
    fresh = RawData(given.folder, original=whole)
    assert fresh.series("^RUT", "close") is None
    assert fresh.panel("russell2000") is whole.panel("russell2000")


@pytest.fixture
def funds(tmp_path: Path) -> RawData:
    """Eleven funds that rise on every session; the last of them is two sessions old."""
    folder = tmp_path / "funds"
    folder.mkdir()
    names = ("SPY", "IWM", "RSP", "IJH", *SECTORS[:7])
    table = pd.DataFrame({name: 100.0 + pd.RangeIndex(len(DAYS)) for name in names}, index=DAYS)
    table.loc[DAYS[:-2], names[-1]] = float("nan")
    table.to_parquet(folder / "etf_adjclose.parquet")
    return RawData(folder)


@pytest.mark.parametrize(
    ("key", "whole", "given"),
    [
        ("breadth.funds.members", 11, 11),
        ("breadth.funds.priced", 11, 10),
        ("breadth.funds.advancers", 11, 10),
        ("breadth.funds.above_50", 1.0, 1.0),
        ("breadth.funds.above_50_shift.1d", 0.0, None),  # of ten funds then, of nine now
        ("breadth.funds.line.1d", 11.0, 10.0),
        ("movers.sector_funds.priced.1d", 7, 7),
        ("movers.sector_funds.priced.5d", 6, 6),  # one was not listed yet
        ("movers.sector_funds.sector.technology.change.1d", 1 / 153, 1 / 153),
    ],
)
def test_funds_that_stand_in_are_counted_where_the_folder_has_their_true_closes(
    funds: RawData, key: str, whole: float, given: float | None
) -> None:
    copy = copied(funds, "given")
    (copy.folder / "etf_adjclose.parquet").unlink()
    funds.funds.assign(IWM=funds.funds["IWM"].where(DAYS != NOW, 200.0)).to_parquet(
        copy.folder / "etf_adjclose.parquet"
    )
    for folder, value in ((funds, whole), (copy, given)):
        expected = Oracle(funds, folder).expect(key, NOW, NOW)
        assert expected is not None
        assert expected.value == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize(("ago", "kind"), [(1, Kind.WITHHELD), (0, Kind.NEEDLESS)])
def test_a_withheld_figure_is_judged_as_of_the_session_that_its_answer_is_of(
    whole: RawData, ago: int, kind: Kind
) -> None:
    """Members have fifty closes on the newest session only, which the index lacks."""
    panel = whole.folder / "panel_r2000_adjclose_5y.parquet"
    pd.read_parquet(panel).iloc[-50:].to_parquet(panel)
    given = copied(whole, "given")
    path = given.folder / "RUT.csv.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.unlink()
    path.write_bytes(gzip.compress(b"".join(lines[:-1])))
    before, day = (f"{DAYS[place].date()}T16:00-05:00" for place in (-2, -1 - ago))
    close = {"key": "rut.close", "value": 1000.0 + len(DAYS) - 2, "status": "shown", "as_of": before}
    above = {
        "key": "breadth.russell2000.above_50",
        "value": None,
        "status": "withheld",
        "as_of": day,
        "why": "?",
    }
    judge = Judge(Oracle(whole, given), NOW.tz_localize("America/New_York") + pd.Timedelta(hours=18))
    found = {each.key: each.kind for each in judge.answer("/breadth", {"figures": [close, above]})}
    assert found == {"rut.close": Kind.RIGHT, "breadth.russell2000.above_50": kind}
