"""`/breadth` against plain pandas on the real members, and its stand-in."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from charts.drawing.render import render
from tests.commands.conftest import conversation, fact
from tests.commands.funds import fund_folder

PANELS = {"sp500": "panel_sp500_adjclose_10y", "russell2000": "panel_r2000_adjclose_5y"}


@pytest.mark.realdata
@pytest.mark.parametrize("universe", PANELS)
def test_real_breadth_is_that_of_plain_pandas(real, real_data: Path, universe: str) -> None:
    reply = real(f"/breadth {universe}", "2026-01-22T18:00-05:00")
    closes = pd.read_parquet(real_data / f"{PANELS[universe]}.parquet").astype("float64").loc[:"2026-01-22"]
    raw = {f.label: f.value for f in reply.facts}
    for window in (50, 200):
        average = closes.rolling(window).mean()
        share = (closes > average).iloc[-1].sum() / average.iloc[-1].notna().sum()
        assert raw[f"Above {window}-day average"] == pytest.approx(share, abs=0.002)  # a list may add members
    assert raw["Advancers"] == pytest.approx((closes.iloc[-1] > closes.iloc[-2]).sum(), abs=3)
    assert "members priced" in fact(reply, "Coverage")
    assert any("survivorship" in note for note in reply.notes)


@pytest.mark.realdata
def test_without_members_the_funds_stand_in_and_are_called_so(real_data: Path, tmp_path: Path) -> None:
    say = conversation(fund_folder(real_data, tmp_path), "2026-01-22T18:00-05:00")
    reply = say("/breadth")
    assert not reply.error
    assert "size and sector funds that stand in" in reply.headline
    assert any(note.startswith("A stand-in: 17 size and sector funds") for note in reply.notes)
    withheld = {f.key: f.why for f in say("/breadth 9y").figures if f.value is None or f.value != f.value}
    reason = "not the same funds have 200 closes at its start and at its end"
    assert withheld["breadth.funds.above_200_shift.9y"] == reason  # XLC came in 2018
    small = say("/digest now").chart.breadth
    assert reply.chart.name == small.name == "Funds above their average"


def test_coverage_and_the_turning_point_are_stated(sample) -> None:
    reply = sample("/breadth")
    assert "of 2,000 members priced" in fact(reply, "Coverage")
    assert any(note.startswith("What would change it: with ") for note in reply.notes)
    assert len(reply.chart.shares) == 2


@pytest.mark.realdata
def test_without_the_index_the_members_stand_and_one_line_is_dropped(real_data: Path, tmp_path: Path) -> None:
    for name in ("panel_sp500_adjclose_10y.parquet", "sp500_members_2026-08.csv.gz"):
        (tmp_path / name).symlink_to(real_data / name)
    say = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")
    whole = conversation(f"files:{real_data}", "2026-01-22T18:00-05:00")("/breadth sp500 5y")
    reply = say("/breadth sp500 5y")
    assert not reply.error
    assert any(note.startswith("Without the S&P 500 itself and divergences") for note in reply.notes)
    assert reply.facts == whole.facts[:-3], "only the index's own lines are missing"
    assert not any("No divergence" in note for note in reply.notes)
    assert (reply.as_of, reply.sample) == (whole.as_of, False)
    assert reply.chart.index.label == "Advance-decline line"
    assert reply.chart is not None
    assert render(reply.chart).png


@pytest.mark.realdata
def test_a_past_period_is_about_its_own_end(real) -> None:
    reply = real("/breadth sp500 2020-01-02..2020-06-30", "2026-01-22T18:00-05:00")
    assert "46.4% of the S&P 500’s members closed above their 200-day average on 2020-06-30" in reply.headline
    assert all(f.as_of == "2020-06-30 close" for f in reply.facts)
    assert not any(note.startswith("What would change it") for note in reply.notes)
    newest = real("/breadth sp500 2025-06-30..2026-01-22", "2026-01-22T18:00-05:00")
    assert any(note.startswith("What would change it") for note in newest.notes)


@pytest.mark.realdata
def test_it_says_that_it_is_measured_on_adjusted_closes(real) -> None:
    assert any("of adjusted closes" in note for note in real("/breadth").notes)


@pytest.mark.realdata
def test_three_funds_are_no_market(real_data: Path, tmp_path: Path) -> None:
    fund_folder(real_data, tmp_path)
    for path in tmp_path.glob("*.csv"):
        if path.stem not in ("SPY", "IWM", "XLK"):
            path.unlink()
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")("/breadth")
    assert reply.error
    assert "3 size and sector funds are too few to stand in" in reply.headline
