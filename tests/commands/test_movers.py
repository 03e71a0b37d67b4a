"""`/movers` on real members."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest


@pytest.mark.realdata
def test_the_real_movers_are_those_of_plain_pandas(real, real_data: Path) -> None:
    reply = real("/movers sp500 5d", "2026-01-30T18:00-05:00")
    closes = pd.read_parquet(real_data / "panel_sp500_adjclose_10y.parquet")
    change = (closes.iloc[-1] / closes.iloc[-6] - 1).dropna().sort_values(ascending=False)
    shown = [row[1] for row in reply.table.rows]
    assert shown[:8] == list(change.index[:8])
    assert shown[8:] == list(change.index[-8:])
    assert f"{len(change):,} of" in str(reply.facts)


def test_the_sample_names_members_by_company_and_ticker(sample) -> None:
    reply = sample("/movers")
    assert "rose the most" in reply.headline
    assert len(reply.table.rows) == 16


def test_nothing_changes_a_past_period_any_more(sample) -> None:
    assert any(note.startswith("What would change it") for note in sample("/movers 5d").notes)
    past = sample("/movers 2025-06-02..2025-07-01").notes
    assert not any(note.startswith("What would change it") for note in past)


def test_an_unknown_universe_is_answered_with_those_there_are(sample) -> None:
    assert "russell2000" in sample("/movers russell200").headline


@pytest.mark.realdata
def test_a_member_that_the_headline_leaves_out_is_marked_in_the_picture(real) -> None:
    reply = real("/movers sp500", "2020-03-16T17:00-04:00")
    assert "TPR" in reply.chart.caption.title
    assert {bar.short for bar in reply.chart.bars if bar.group == "in doubt"} == {"MGM", "APA"}
