"""`/sectors`: which sectors lead."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from commands.framework.reply import Reply
from tests.commands.conftest import conversation, fact
from tests.commands.funds import fund_folder, prices_only


def test_the_sample_has_eleven_sectors_and_nine_small_ones(sample) -> None:
    reply = sample("/sectors")
    assert len(reply.table.rows) == 11
    assert sum(row[3] is not None for row in reply.table.rows) == 9
    changes = [row[1] for row in reply.table.rows]
    assert changes == sorted(changes, reverse=True)


@pytest.mark.realdata
def test_real_sectors_are_plain_arithmetic_and_small_ones_are_missed_in_one_sentence(
    real_data: Path, tmp_path: Path
) -> None:
    reply = conversation(fund_folder(real_data, tmp_path), "2026-01-30T18:00-05:00")("/sectors ytd")
    closes = pd.read_parquet(real_data / "etf_adjclose.parquet")
    ytd = closes.loc["2026-01-30"] / closes.loc["2025-12-31"] - 1
    cyclical, defensive = ytd[["XLY", "XLI", "XLF", "XLB"]].mean(), ytd[["XLP", "XLV", "XLU"]].mean()
    assert {row[0]: row[1] for row in reply.table.rows}["Energy"] == pytest.approx(ytd["XLE"])
    assert fact(reply, "Cyclical less defensive").startswith(
        f"{(cyclical - defensive) * 100:+.2f}".replace("-", "−")
    )
    assert sum("small-cap sector funds" in note for note in reply.notes) == 1


@pytest.mark.realdata
def test_a_sector_whose_fund_is_absent_keeps_its_row_and_what_members_say_of_it(
    real_data: Path, tmp_path: Path
) -> None:
    table = pd.read_parquet(real_data / "etf_adjclose.parquet")
    whole, reply = (
        _sectors_by(funds, real_data, tmp_path / name)
        for name, funds in (("whole", table), ("absent", table.drop(columns="XLU")))
    )
    assert len(reply.table.rows) == len(whole.table.rows) == 11
    name, large, *others = reply.table.rows[-1]
    assert name == "Utilities"
    assert large != large
    before = next(row for row in whole.table.rows if row[0] == "Utilities")
    assert others[0] == before[2]
    withheld = next(figure for figure in reply.figures if figure.key == "xlu.total.ytd")
    assert withheld.why == "there are no prices of XLU"


def _sectors_by(funds: pd.DataFrame, real_data: Path, folder: Path) -> Reply:
    folder.mkdir()
    source = prices_only(real_data, folder)
    funds.to_parquet(folder / "etf_adjclose.parquet")
    return conversation(source, "2026-01-30T18:00-05:00")("/sectors ytd")
