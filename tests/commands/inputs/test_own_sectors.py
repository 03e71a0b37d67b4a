"""The Russell 2000's own sectors: by hand from its members, over the same sessions as the funds', or not at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from commands.framework.reply import Reply
from market.analytics.rotation import SECTORS
from tests.commands.conftest import conversation

DAYS = pd.DatetimeIndex(["2026-01-20", "2026-01-21", "2026-01-22"])
NAMES = (
    "Information Technology", "Financials", "Health Care", "Consumer Discretionary", "Consumer Staples", "Energy",
    "Industrials", "Materials", "Utilities", "Real Estate", "Communication",
)  # fmt: skip
CODES = [f"{letter}Z" for letter in "ABCDEFGHIJK"]


def answer(path: Path, members: pd.DataFrame, weights: bool = True) -> Reply:
    """Every fund gains 1 % a day. Two members a sector, the first with three times the second's weight."""
    rises = [100.0, 101.0, 102.01]
    for ticker in SECTORS:
        columns = dict.fromkeys(("open", "high", "low", "close", "adj_close"), rises)
        pd.DataFrame(columns, DAYS).rename_axis("date").to_csv(path / f"{ticker}.csv")
    members.to_parquet(path / "panel_r2000_adjclose_1y.parquet")
    rows = [f"{CODES[n]}{x},Name,{name},{3 if x == 'A' else 1}" for n, name in enumerate(NAMES) for x in "AB"]
    lines = rows if weights else [row.rpartition(",")[0] for row in rows]
    head = "Ticker,Name,Sector,Weight (%)" if weights else "Ticker,Name,Sector"
    (path / "IWM_holdings_2026-01-16.csv").write_text("\n".join([head, *lines]) + "\n")
    return conversation(f"files:{path}", "2026-01-22T18:00-05:00")("/sectors 1d")


def closes(first: float = 110.0, other: float = 100.0) -> pd.DataFrame:
    """Members' closes: all stand at 100, and the two of Energy end at these."""
    tickers = [f"{code}{x}" for code in CODES for x in "AB"]
    table = pd.DataFrame(100.0, DAYS, pd.Index(tickers))
    table.loc[DAYS[-1], ["FZA", "FZB"]] = [first, other]
    return table


def test_the_members_change_is_their_weighted_mean(tmp_path: Path) -> None:
    reply = answer(tmp_path, closes())
    assert reply.table is not None
    assert [column.label for column in reply.table.columns][:3] == ["Sector", "S&P 500", "Russell 2000"]
    shown = {row[0]: row[2] for row in reply.table.rows}
    assert shown["Energy"] == pytest.approx(0.075)  # three quarters of 10 %
    assert shown["Technology"] == pytest.approx(0.0)
    assert "; Energy led the Russell 2000’s own (+7.50%) and " in reply.headline
    figures = {figure.key: figure.value for figure in reply.figures}
    assert figures["xle.russell2000.1d"] == pytest.approx(0.075)


def test_closes_of_another_session_do_not_stand_in(tmp_path: Path) -> None:
    reply = answer(tmp_path, closes().iloc[:-1])
    assert "own" not in reply.headline
    assert (
        "Without the Russell 2000’s own sectors: the closes of its members end on 2026-01-21." in reply.notes
    )
    assert not any("russell2000" in figure.key for figure in reply.figures)


def test_without_weights_there_is_no_mean(tmp_path: Path) -> None:
    reply = answer(tmp_path, closes(), weights=False)
    assert "Without the Russell 2000’s own sectors: their list states no weights." in reply.notes


def test_where_all_fall_nobody_leads(tmp_path: Path) -> None:
    fallen = closes()
    fallen.loc[DAYS[-1]] = [100 - 0.5 * n for n in range(1, len(fallen.columns) + 1)]
    reply = answer(tmp_path, fallen)
    assert "; of the Russell 2000’s own Technology fell the least (−0.62%) and " in reply.headline


@pytest.mark.parametrize(("index", "said"), [(100.7, False), (100.4, True)])
def test_members_that_do_not_add_up_to_the_index_are_said_not_to(
    tmp_path: Path, index: float, said: bool
) -> None:
    bars = pd.DataFrame({"close": [100.0, 100.0, index]}, DAYS.rename("date"))
    bars.to_csv(tmp_path / "RUT.csv")
    reply = answer(tmp_path, closes())  # they make 0.68 % of it
    assert any("Members do not add up to the index" in note for note in reply.notes) is said
