"""`/heatmap`: every cell has a member, a weight and a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import conversation, fact


def test_the_sample_draws_its_members_by_sector(sample):
    reply = sample("/heatmap")
    spec = reply.chart
    assert len(spec.labels) == len(spec.groups) == len(spec.weights) == len(spec.changes)
    assert (spec.weights > 0).all()
    assert fact(reply, "Coverage") == "1,966 of 2,000 priced"
    assert f"Treemap of {len(spec.labels):,} members" in spec.caption.alt
    assert len(reply.table.rows) == 11


def test_sectors_are_drawn_by_their_funds(sample):
    reply = sample("/heatmap sectors 1m")
    assert len(reply.chart.labels) == 11
    assert "sectors of the S&P 500 rose over 1 month" in reply.headline


@pytest.mark.realdata
def test_without_members_or_funds_it_is_a_sentence(real_data: Path, tmp_path: Path):
    (tmp_path / "RUT.csv.gz").write_bytes((real_data / "RUT.csv.gz").read_bytes())
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")("/heatmap")
    assert reply.error
