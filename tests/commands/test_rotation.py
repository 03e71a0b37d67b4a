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
    assert reply.chart.caption.title == reply.title
    pair = sample("/rotation iwm qqq").chart.caption.title
    assert pair.startswith("The ratio of ")


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
    assert fact(reply, "Verdict").startswith(
        f"{expected.verdict} (for {expected.held} sessions since {expected.since})"
    )
    assert any("only adjusted closes of some funds" in note for note in reply.notes)


@pytest.mark.realdata
def test_what_would_flip_it_is_measured_from_the_verdict_that_stands(real) -> None:
    holds = real("/rotation", "2025-03-05T18:00-05:00")
    assert holds.headline.startswith(
        "The market regime is defensive, for 5 sessions since 2025-02-27, while the session itself reads broad decline;"
    )
    assert (
        "What would flip it, for 5 sessions in a row: defensive less cyclical below +2.00 points "
        "(now +4.74 points) would read broad decline." in holds.notes
    )
    failing = real("/rotation", "2025-02-26T18:00-05:00")
    assert (
        "broad advance, for 24 sessions since 2025-01-23, though its condition failed on the last 4"
        in failing.headline
    )
    (ends,) = [
        note for note in failing.notes if note.startswith("It ends when its condition fails for 5 sessions")
    ]
    assert ends.endswith("in a row, now 4; no one reading restores it.")


@pytest.mark.realdata
def test_before_a_sector_fund_was_listed_the_others_are_named(real) -> None:
    notes = real("/rotation", "2018-03-12T18:00-04:00").notes
    assert (
        "The rule read the 10 sector funds that were listed for a whole window: XLK, XLF, XLV, XLY, XLP, XLE, XLI, "
        "XLB, XLU and XLRE. First traded later: XLC on 2018-06-19." in notes
    )


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
