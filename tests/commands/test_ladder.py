"""`/ladder`: which size leads, checked on real funds."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import conversation, fact
from tests.commands.funds import fund_folder, prices_only


def test_the_sample_ladder_has_every_rung_and_breadth_where_members_are_known(sample) -> None:
    reply = sample("/ladder 1y")
    assert [row[0] for row in reply.table.rows] == [
        *("Mega", "Large", "Large", "Mid", "Mid", "Small", "Small", "Micro"),
    ]
    above = {row[1]: row[-1] for row in reply.table.rows}
    assert 0 < above["SPY"] < 1
    assert 0 < above["IWM"] < 1
    assert above["IWC"] is None
    assert any(note.startswith("What would change it:") for note in reply.notes)
    assert "/valuation" in [action.command for action in reply.actions]


@pytest.mark.realdata
def test_the_real_ladder_is_plain_arithmetic(real_data: Path, tmp_path: Path) -> None:
    say = conversation(fund_folder(real_data, tmp_path), "2026-01-22T18:00-05:00")
    reply = say("/ladder")
    closes = pd.read_parquet(real_data / "etf_adjclose.parquet").loc[:"2026-01-22"]
    ytd = closes.iloc[-1] / closes.loc["2025-12-31"] - 1
    assert {row[1]: row[3] for row in reply.table.rows} == pytest.approx(
        {ticker: ytd[ticker] for ticker in ("SPY", "RSP", "IJH", "IWM", "IWC")}
    )
    assert reply.headline.startswith("Micro caps led the size ladder year to date")
    assert any(note.startswith("Without mega caps: ") for note in reply.notes)
    slope = fact(reply, "Slope")
    assert slope == f"+{(ytd['IWC'] - ytd['SPY']) * 100:.2f} points (micro less large caps)"


@pytest.mark.realdata
def test_a_table_of_adjusted_closes_gives_the_same_rungs(real, real_data: Path, tmp_path: Path) -> None:
    beside = conversation(fund_folder(real_data, tmp_path), "2026-01-22T18:00-05:00")("/ladder 1y")
    reply = real("/ladder 1y", "2026-01-22T18:00-05:00")
    assert [row[:2] for row in reply.table.rows] == [row[:2] for row in beside.table.rows]
    for own, other in zip(reply.table.rows, beside.table.rows, strict=True):
        assert own[3:7] == pytest.approx(other[3:7], abs=2e-5)


@pytest.mark.realdata
def test_two_funds_are_a_ladder_and_one_is_a_sentence(real_data: Path, tmp_path: Path) -> None:
    two, one = tmp_path / "two", tmp_path / "one"
    two.mkdir()
    one.mkdir()
    assert len(conversation(prices_only(real_data, two))("/ladder").table.rows) == 2
    (one / "SPY.csv.gz").write_bytes((real_data / "SPY.csv.gz").read_bytes())
    refused = conversation(f"files:{one}", "2026-01-22T18:00-05:00")("/ladder")
    assert refused.error
    assert "Fewer than two rungs" in refused.headline
