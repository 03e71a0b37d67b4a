from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.analytics.valuation
from market.analytics.valuation import LOSS_MAKERS, Multiple, Snapshot, ratios, rungs, spreads
from market.errors import NoData

START = datetime(2026, 1, 5, 21, 0, tzinfo=UTC)


def shots(*pairs: tuple[float | None, float | None]) -> tuple[Snapshot, ...]:
    """A snapshot a day, small and large, by forward P/E."""
    return tuple(
        Snapshot(
            START + timedelta(days=n),
            {"IWM": {Multiple.FORWARD_PE: small}, "SPY": {Multiple.FORWARD_PE: large}},
        )
        for n, (small, large) in enumerate(pairs)
    )


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.valuation).failed == 0


def test_the_spread_is_the_newest_and_its_percentile_that_of_the_ratio() -> None:
    [found] = spreads(shots((15.0, 20.0), (16.0, 20.0), (18.0, 20.0), (17.0, 20.0)))
    assert found.ratio == 0.85
    assert found.discount == pytest.approx(0.15)
    assert found.percentile == (2 + 0.5) / 4
    assert (found.count, found.since) == (4, START.date())


def test_one_snapshot_has_no_percentile() -> None:
    [found] = spreads(shots((15.0, 20.0)))
    assert found.percentile is None
    assert found.count == 1


@pytest.mark.parametrize("pair", [(None, 20.0), (15.0, None), (-4.0, 20.0), (0.0, 20.0)])
def test_what_is_missing_or_negative_makes_no_spread_and_no_point(
    pair: tuple[float | None, float | None],
) -> None:
    snapshots = shots((15.0, 20.0), pair)
    assert spreads(snapshots) == ()
    assert ratios(snapshots)["forward_pe"].isna().tolist() == [False, True]


def test_a_session_without_the_fund_is_no_point_of_the_percentile_and_changes_nothing_else() -> None:
    pairs: list[tuple[float | None, float | None]] = [(15.0, 20.0), (16.0, 20.0), (17.0, 20.0)]
    [found] = spreads(shots(*pairs))
    [other] = spreads(shots(pairs[0], (None, 20.0), *pairs[1:]))
    assert other == found


def test_without_snapshots_there_is_no_spread() -> None:
    with pytest.raises(NoData):
        spreads(())


def test_the_rungs_go_from_large_to_small_and_leave_out_the_unknown() -> None:
    [large, small] = rungs(shots((15.0, 20.0))[0])
    assert (large.rung, large.ticker, large.forward_pe, large.trailing_pe) == ("Large", "SPY", 20.0, None)
    assert (small.rung, small.ticker) == ("Small", "IWM")


PAIRS = st.lists(st.tuples(st.floats(1, 60), st.floats(1, 60)), min_size=2, max_size=30)


@given(pairs=PAIRS, came=st.lists(st.tuples(st.floats(1, 60) | st.none(), st.floats(1, 60)), max_size=9))
def test_no_ratio_knows_of_a_later_snapshot(
    pairs: list[tuple[float, float]], came: list[tuple[float | None, float]]
) -> None:
    then, now = ratios(shots(*pairs)), ratios(shots(*pairs, *came))
    pd.testing.assert_frame_equal(now.iloc[: len(pairs)], then)
    [found] = spreads(shots(*pairs))
    history = then["forward_pe"]
    assert found.ratio == history.iloc[-1]
    assert found.percentile == pytest.approx(history.rank(pct=True).iloc[-1] - 0.5 / len(history))


def test_an_earlier_snapshot_that_was_cheaper_moves_the_percentile_and_nothing_else() -> None:
    pairs = [(15.0, 20.0), (16.0, 20.0), (18.0, 20.0), (17.0, 20.0)]
    [found] = spreads(shots(*pairs))
    [other] = spreads(shots((19.0, 20.0), *pairs[1:]))
    assert replace(other, percentile=found.percentile) == found
    assert (found.percentile, other.percentile) == (0.625, 0.375)


@given(PAIRS, st.floats(0.1, 10))
def test_scaling_all_prices_changes_no_percentile(pairs: list[tuple[float, float]], scale: float) -> None:
    [found] = spreads(shots(*pairs))
    [scaled] = spreads(shots(*((round(a * scale, 9), round(b * scale, 9)) for a, b in pairs)))
    assert found.percentile is not None
    assert 0 < found.percentile < 1
    assert scaled.ratio == pytest.approx(found.ratio)


def test_the_treatment_of_loss_makers_is_stated() -> None:
    assert "losses" in LOSS_MAKERS


@pytest.mark.parametrize(("small", "large"), [(0.0, 20.0), (20.0, 0.0)])
def test_a_multiple_of_zero_makes_no_ratio(small: float, large: float) -> None:
    assert ratios(shots((small, large)))["forward_pe"].isna().all()
