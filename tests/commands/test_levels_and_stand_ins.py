"""Measured levels are never told as returns; a fund that stands in for its index answers once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from tests.commands.conftest import conversation

AT = "2026-01-22T18:00-05:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two years of two funds and of the VIX; no index."""
    days = Calendar().sessions(pd.Timestamp("2024-01-02").date(), pd.Timestamp("2026-01-22").date())
    draw = np.random.default_rng(3)
    for name, swing, start in (("IWM", 0.012, 200.0), ("QQQ", 0.01, 400.0), ("VIX", 0.05, 18.0)):
        closes = start * np.exp(np.cumsum(draw.normal(0, swing, len(days))))
        rows = (
            f"{day},{c:.2f},{c:.2f},{c:.2f},{c:.2f},1000,{c:.2f}" for day, c in zip(days, closes, strict=True)
        )
        (tmp_path / f"{name}.csv").write_text("date,open,high,low,close,volume,Adj Close\n" + "\n".join(rows))
    return tmp_path


def test_a_market_beside_a_level_leads_nothing(folder: Path) -> None:
    reply = conversation(f"files:{folder}", AT)("/compare qqq vix 1y")
    assert reply.headline.startswith("QQQ moved ")
    assert "led" not in reply.headline
    (fact,) = [fact for fact in reply.facts if fact.label == "VIX"]
    assert str(fact.value).endswith(" points")
    assert (
        "The VIX is a measured level that nobody can hold: changes in points, no return and no lead."
        in reply.notes
    )
    assert [row[0] for row in reply.table.rows] == ["QQQ"]


@pytest.mark.parametrize("command", ["/compare vix tnx", "/risk vix", "/risk qqq vix"])
def test_a_level_has_no_lead_and_no_risk(folder: Path, command: str) -> None:
    (folder / "TNX.csv").write_text((folder / "VIX.csv").read_text())
    assert "nobody can hold" in conversation(f"files:{folder}", AT)(command).headline


def test_the_quote_of_a_level_is_in_points_and_knows_no_record(folder: Path) -> None:
    reply = conversation(f"files:{folder}", AT)("/quote vix")
    assert reply.headline.endswith(" points.")
    facts = {fact.label: fact.value for fact in reply.facts}
    assert "Record" not in facts
    assert str(facts["1Y"]).endswith(" points")


def test_the_chart_of_a_level_marks_no_record_and_no_drawdown(folder: Path) -> None:
    reply = conversation(f"files:{folder}", AT)("/chart vix 1y")
    assert " points over 1 year" in reply.headline
    assert {"Record", "Worst drawdown"}.isdisjoint(fact.label for fact in reply.facts)
    assert reply.chart.drawdown is None
    assert len(reply.chart.records) == 0


@pytest.mark.parametrize("command", ["/compare rut iwm 1y", "/compare iwm rut 1y"])
def test_a_fund_is_not_compared_with_itself(folder: Path, command: str) -> None:
    reply = conversation(f"files:{folder}", AT)(command)
    assert reply.headline.startswith("IWM moved ")
    assert len(reply.table.rows) == 1
    assert any("stands in for the Russell 2000" in note for note in reply.notes)
    assert any("is there once" in note for note in reply.notes)


def test_with_a_third_market_there_are_two(folder: Path) -> None:
    reply = conversation(f"files:{folder}", AT)("/compare rut iwm qqq 1y")
    assert sorted(str(row[0]) for row in reply.table.rows) == ["IWM", "QQQ"]
    assert " led " in reply.headline


@pytest.mark.parametrize("command", ["/risk rut iwm", "/risk iwm rut"])
def test_a_fund_has_no_beta_to_itself(folder: Path, command: str) -> None:
    reply = conversation(f"files:{folder}", AT)(command)
    assert "beta" not in reply.headline
    assert "Beta" not in {fact.label for fact in reply.facts}
    assert any(note.startswith("Without a beta: IWM stands in") for note in reply.notes)


def test_exposure_names_the_fund_by_which_an_index_is_known(folder: Path) -> None:
    for name, source in (("SPY", "QQQ"), ("DIA", "IWM")):
        (folder / f"{name}.csv").write_text((folder / f"{source}.csv").read_text())
    reply = conversation(f"files:{folder}", AT)("/exposure IWM 50, QQQ 50")
    betas = [fact.label for fact in reply.facts if fact.label.startswith("Beta")]
    assert "Beta to the Russell 2000 (by its fund IWM)" in betas
    assert len(betas) == len(set(betas)) == 4


def test_a_share_of_two_sessions_and_one_of_one_are_quoted(folder: Path) -> None:
    for name, count in (("ZZTWO", 2), ("ZZONE", 1)):
        lines = (folder / "IWM.csv").read_text().splitlines()
        (folder / f"{name}.csv").write_text("\n".join([lines[0], *lines[-count:]]))
    say = conversation(f"files:{folder}", AT)
    assert "closed at" in say("/quote zztwo").headline
    one = say("/quote zzone")
    assert one.headline.endswith("; its change is not known: there is no session before it.")
    assert one.chart is None


def test_a_price_in_pence_says_so_and_currencies_are_named_where_they_differ(folder: Path) -> None:
    (folder / "VOD.L.csv").write_text((folder / "IWM.csv").read_text())
    say = conversation(f"files:{folder}", AT)
    assert " pence on 2026-01-22" in say("/quote vod.l").headline
    notes = say("/compare vod.l qqq 1y").notes
    assert any(note.startswith("In different currencies: VOD.L in pence, QQQ in USD.") for note in notes)
    assert not any("currencies" in note for note in say("/compare iwm qqq 1y").notes)
