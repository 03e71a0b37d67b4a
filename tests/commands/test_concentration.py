"""`/concentration`: cap less equal weight, and the top ten."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import conversation, fact
from tests.commands.funds import fund_folder


def test_the_sample_names_its_ten_largest(sample):
    reply = sample("/concentration 1y")
    assert len(reply.table.rows) == 11
    assert sum(row[1] for row in reply.table.rows) == pytest.approx(1.0)
    assert fact(reply, "Top ten’s weight")


@pytest.mark.realdata
def test_real_funds_without_members_give_the_gap_and_say_what_is_missing(real_data: Path, tmp_path: Path):
    reply = conversation(fund_folder(real_data, tmp_path), "2026-01-22T18:00-05:00")("/concentration 1y")
    closes = pd.read_parquet(real_data / "etf_adjclose.parquet").loc[
        "2025-01-22":"2026-01-22", ["SPY", "RSP"]
    ]
    gap = closes.iloc[-1] / closes.iloc[0] - 1
    expected = f"{(gap['SPY'] - gap['RSP']) * 100:+.2f} points"
    assert fact(reply, "Cap less equal").startswith(expected.replace("-", "−"))
    assert reply.table is None
    assert any(note.startswith("Without members, by funds only") for note in reply.notes)
