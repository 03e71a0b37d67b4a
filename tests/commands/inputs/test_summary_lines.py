"""The lines that `/smallcaps` adds: from the same figures as `/breadth` and `/rotation`, or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import conversation, fact
from tests.commands.funds import prices_only

AFTER_CLOSE = "2026-01-22T17:00-05:00"


def test_the_lines_agree_with_the_commands_they_come_from(sample) -> None:
    reply = sample("/smallcaps")
    raw = {f.label: f.value for f in reply.facts}
    breadth = {f.label: f.value for f in sample("/breadth").facts}
    assert raw["Breadth"] == breadth["Above 200-day average"]
    verdict = fact(sample("/rotation"), "Verdict")
    assert raw["Rotation"] == verdict.partition(" (")[0]
    held = re.search(r"for (\d+ sessions? since \S+)", verdict)
    assert held
    assert held[1] in fact(reply, "Rotation")


def test_the_lines_have_their_own_evidence_and_buttons(sample) -> None:
    reply = sample("/smallcaps")
    said = [item.statement for item in reply.evidence]
    assert any("above the 200-day average" in statement for statement in said)
    assert any(statement.startswith("Rotation: ") for statement in said)
    assert {"/breadth", "/rotation"} <= {action.command for action in reply.actions}


@pytest.mark.realdata
def test_the_breadth_line_is_that_of_plain_pandas(real, real_data: Path) -> None:
    reply = real("/smallcaps", AFTER_CLOSE)
    holdings = real("/breadth", AFTER_CLOSE)
    assert {f.label: f.value for f in reply.facts}["Breadth"] == {f.label: f.value for f in holdings.facts}[
        "Above 200-day average"
    ]
    closes = (
        pd.read_parquet(real_data / "panel_r2000_adjclose_5y.parquet").loc[:"2026-01-22"].astype("float64")
    )
    average = closes.rolling(200).mean().iloc[-1]
    above = (closes.iloc[-1] > average)[average.notna() & closes.iloc[-1].notna()].mean()
    assert {f.label: f.value for f in reply.facts}["Breadth"] == pytest.approx(above, abs=0.005)


@pytest.mark.realdata
def test_the_rotation_line_is_that_of_the_real_funds(real) -> None:
    assert fact(real("/smallcaps", AFTER_CLOSE), "Rotation").startswith("small-cap-led (for 33 sessions")


@pytest.mark.realdata
def test_a_missing_fund_drops_one_line_and_says_so(real_data: Path, tmp_path: Path) -> None:
    reply = conversation(prices_only(real_data, tmp_path), AFTER_CLOSE)("/smallcaps")
    assert "Rotation" not in {f.label for f in reply.facts}
    assert any(note.startswith("Without rotation: ") for note in reply.notes)
    assert fact(reply, "Close") == "2,718.77 (2026-01-22)"


@pytest.mark.realdata
def test_without_members_the_rest_stands(tmp_path: Path, real_data: Path) -> None:
    for name in ("RUT", "GSPC", "IXIC", "NDX", "DJI"):
        (tmp_path / f"{name}.csv.gz").write_bytes((real_data / f"{name}.csv.gz").read_bytes())
    reply = conversation(f"files:{tmp_path}", AFTER_CLOSE)("/smallcaps")
    assert not reply.error
    assert any(note.startswith("Without contributions and breadth: ") for note in reply.notes)
    assert fact(reply, "Leadership").startswith("14 sessions in a row")
