"""`/rotation`: the market regime's name, how long, what flips it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from market.analytics.rotation import market_regime
from tests.commands.conftest import conversation, fact
from tests.commands.funds import fund_folder, prices_only


def test_the_sample_tape_has_a_name_a_duration_and_flips(sample) -> None:
    reply = sample("/rotation")
    assert reply.headline.startswith("The market regime is ")
    assert fact(reply, "Verdict")
    assert any(note.startswith("What would flip it") for note in reply.notes)
    assert len(reply.chart.trails) == 16


@pytest.mark.realdata
def test_after_the_founding_session_the_real_tape_is_led_by_small_caps(
    real_data: Path, tmp_path: Path
) -> None:
    reply = conversation(fund_folder(real_data, tmp_path), "2026-01-22T18:00-05:00")("/rotation")
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet").loc["2015":"2026-01-22"]
    expected = market_regime(totals)
    assert reply.headline.startswith(
        f"The market regime is small-cap-led, for {expected.held} sessions since {expected.since}"
    )
    iwm, spy = (totals[t].iloc[-1] / totals[t].iloc[-22] - 1 for t in ("IWM", "SPY"))
    assert fact(reply, "Small less large") == f"+{(iwm - spy) * 100:.2f} points (21 sessions)"


@pytest.mark.realdata
def test_a_table_of_adjusted_closes_is_enough_for_the_verdict(real, real_data: Path) -> None:
    reply = real("/rotation", "2026-01-22T18:00-05:00")
    expected = market_regime(pd.read_parquet(real_data / "etf_adjclose.parquet").loc[:"2026-01-22"])
    assert fact(reply, "Verdict").startswith(f"{expected.verdict} (held for {expected.held} sessions)")
    assert any("only adjusted closes of some funds" in note for note in reply.notes)


@pytest.mark.realdata
def test_without_its_funds_the_verdict_goes_and_the_ratio_stays(real_data: Path, tmp_path: Path) -> None:
    reply = conversation(prices_only(real_data, tmp_path), "2026-01-22T18:00-05:00")("/rotation")
    assert not reply.error
    assert reply.headline.startswith(
        "The ratio of the Russell 2000 to the S&P 500 is above its 50-day average"
    )
    assert any(note.startswith("Without a verdict on the market regime") for note in reply.notes)


def test_a_market_against_itself_is_refused(sample) -> None:
    assert sample("/rotation rut rut").error
