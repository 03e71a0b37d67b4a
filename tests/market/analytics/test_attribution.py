"""Attribution against tables made by hand, its own sums, and what it must not look at."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.analytics.attribution import (
    APART,
    SIZED,
    TOLERANCE,
    Attribution,
    HeldUnits,
    attribute,
    held_units,
)
from market.errors import NoData
from market.period import ONE_DAY, Period

DAYS = pd.DatetimeIndex(["2026-01-20", "2026-01-21", "2026-01-22"], name="session")
SECTORS = pd.Series({"A": "Energy", "B": "Banks", "C": "Banks"})


def closes(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=DAYS)


def listed(quantity: list[float], price: list[float], weight: list[float] | None = None) -> pd.DataFrame:
    names = list("ABC"[: len(quantity)])
    return pd.DataFrame(
        {"quantity": quantity, "price": price, "weight": weight or [np.nan] * len(quantity)}, names
    )


def of(result: Attribution, name: str) -> float:
    return next(group.contribution for group in result.sectors if group.name == name)


def test_contributions_of_a_table_made_by_hand() -> None:
    table = closes(A=[1, 10, 11], B=[1, 20, 19], C=[1, 5, 5])
    held = held_units(table, listed([10, 5, 20], [10, 20, 5]), date(2026, 1, 21))  # 100, 100, 100
    index = pd.Series([900.0, 1000.0, 1018.0], DAYS)
    result = attribute(table, held, SECTORS, ONE_DAY, index)
    assert [(p.ticker, round(p.contribution, 6)) for p in result.parts] == [
        ("A", 0.033333),
        ("B", -0.016667),
        ("C", 0.0),
    ]
    assert of(result, "Banks") == pytest.approx(-1 / 60)
    assert result.explained == pytest.approx(1 / 60)
    assert result.residual == pytest.approx(0.018 - 1 / 60)
    assert (result.base, result.end, result.sessions) == (date(2026, 1, 21), date(2026, 1, 22), 1)
    assert result.covered == 1.0


def test_weights_drift_by_price_from_the_lists_day() -> None:
    table = closes(A=[10, 20, 22], B=[10, 10, 10])
    held = held_units(table, listed([1, 1], [10, 10]), date(2026, 1, 20))
    assert attribute(table, held, SECTORS, ONE_DAY).parts[0].weight == pytest.approx(2 / 3)


def test_a_split_after_the_lists_day_changes_no_weight() -> None:
    # A was 20 on the list's day and has split two for one since: its history was halved.
    table = closes(A=[10, 10, 11], B=[20, 20, 20])
    held = held_units(table, listed([5, 5], [20, 20]), date(2026, 1, 20))
    assert attribute(table, held, SECTORS, ONE_DAY).parts[0].weight == pytest.approx(0.5)


@pytest.mark.parametrize(("price", "counted"), [(APART * 10 * 0.99, True), (APART * 10 * 1.01, False)])
@pytest.mark.parametrize("inverse", [False, True])
def test_a_newer_lists_price_far_from_the_history_leaves_the_member_out(
    price: float, counted: bool, inverse: bool
) -> None:
    stated = 100 / price if inverse else price
    held = held_units(closes(A=[10, 10, 10], B=[10, 10, 10]), listed([1, 1], [stated, 10]), date(2026, 3, 2))
    assert bool(held.units.notna()["A"]) is counted
    assert held.units["B"] == 1


def test_a_list_of_weights_alone_is_enough() -> None:
    table = closes(A=[10, 10, 11], B=[20, 20, 20])
    stated = listed([np.nan] * 2, [np.nan] * 2, [0.25, 0.75])
    for day in (date(2026, 1, 21), date(2026, 1, 25)):
        result = attribute(table.iloc[:2], held_units(table.iloc[:2], stated, day), SECTORS, ONE_DAY)
        assert {p.ticker: round(p.weight, 9) for p in result.parts} == {"A": 0.25, "B": 0.75}


def test_a_list_that_states_nothing_is_refused() -> None:
    with pytest.raises(NoData, match="neither weights nor quantities"):
        held_units(closes(A=[1, 1, 1]), listed([np.nan], [np.nan]), date(2026, 1, 21))


def test_a_member_without_either_close_lowers_the_coverage() -> None:
    table = closes(A=[10, 10, 11], B=[10, np.nan, 10], C=[10, 10, np.nan])
    result = attribute(
        table, held_units(table, listed([1, 1, 2], [10, 10, 10]), date(2026, 1, 20)), SECTORS, ONE_DAY
    )
    assert [p.ticker for p in result.parts] == ["A"]
    assert result.covered == pytest.approx(0.25)


def test_a_session_without_any_close_has_no_contributions() -> None:
    table = closes(A=[10, np.nan, 11])
    held = held_units(table, listed([1], [10]), date(2026, 1, 20))
    with pytest.raises(NoData, match="2026-01-21"):
        attribute(table, held, SECTORS, ONE_DAY)


@pytest.mark.parametrize("sessions", [1, 2])
@pytest.mark.parametrize(("share", "holds"), [(0.99, True), (1.01, False)])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_tolerance_is_twelve_basis_points_a_session(
    sessions: int, share: float, holds: bool, sign: int
) -> None:
    assert TOLERANCE == 0.0012
    table = closes(A=[10.0, 10.0, 10.0])
    moved = sign * share * TOLERANCE * sessions**0.5
    index = pd.Series([1.0, 1.0, 1.0 + moved], DAYS)
    held = held_units(table, listed([1], [10]), date(2026, 1, 20))
    result = attribute(table, held, SECTORS, Period.parse(f"{sessions}d"), index)
    assert result.residual == pytest.approx(moved)
    assert result.reconciles is holds


def test_an_index_without_a_bar_never_reconciles() -> None:
    table = closes(A=[10.0, 10.0, 10.0])
    held = held_units(table, listed([1], [10]), date(2026, 1, 20))
    result = attribute(table, held, SECTORS, ONE_DAY, pd.Series([1.0, np.nan, 1.0], DAYS))
    assert result.residual != result.residual
    assert not result.reconciles


@pytest.mark.parametrize(("members", "classes"), [(SIZED - 1, 0), (SIZED, 3)])
def test_sizes_are_told_apart_from_a_hundred_members_on(members: int, classes: int) -> None:
    names = [f"M{n}" for n in range(members)]
    table = pd.DataFrame(10.0, DAYS, names)
    table.iloc[-1] = 11.0
    units = pd.Series(np.arange(members, 0, -1.0), names)
    result = attribute(table, HeldUnits(units, units), pd.Series("X", names), ONE_DAY)
    assert len(result.sizes) == classes
    if classes:
        assert [group.count for group in result.sizes] == [10, 40, 50]
        assert sum(group.weight for group in result.sizes) == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_sums_over_sectors_and_sizes_are_the_sum_over_members(members: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = [f"M{n}" for n in range(members)]
    table = pd.DataFrame(rng.lognormal(3, 1, (3, members)), DAYS, names)
    table = table.mask(rng.random((3, members)) < 0.05)
    units = pd.Series(rng.lognormal(10, 2, members), names)
    groups = pd.Series(rng.choice(list("WXYZ"), members), names)
    try:
        result = attribute(table, HeldUnits(units, units), groups, ONE_DAY)
    except NoData:
        return
    total = sum(part.contribution for part in result.parts)
    assert abs(sum(g.contribution for g in result.sectors) - total) <= 1e-12 * max(1, abs(total))
    assert abs(result.explained - total) <= 1e-12 * max(1, abs(total))
    if result.sizes:
        assert abs(sum(g.contribution for g in result.sizes) - total) <= 1e-12 * max(1, abs(total))
    assert sum(part.weight for part in result.parts) == pytest.approx(1.0)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.01, 100), st.integers(0, 2**32 - 1))
def test_the_scale_of_units_changes_nothing(scale: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = closes(A=rng.lognormal(size=3).tolist(), B=rng.lognormal(size=3).tolist())
    units = pd.Series(rng.lognormal(size=2), ["A", "B"])
    one, other = (
        attribute(table, HeldUnits(units * k, units), SECTORS, ONE_DAY).explained for k in (1.0, scale)
    )
    assert one == pytest.approx(other, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_what_came_after_the_period_changes_nothing(seed: int, newer_list: bool) -> None:
    rng = np.random.default_rng(seed)
    days = pd.bdate_range("2026-01-05", periods=12, name="session")
    table = pd.DataFrame(rng.lognormal(2, 0.1, (12, 3)), days, list("ABC"))
    end = days[6].date()
    period = Period.parse(f"{end}..{end}")
    day = date(2026, 3, 2) if newer_list else days[3].date()
    stated = listed([1, 2, 3], [8, 8, 8])
    later = table.copy()
    later.iloc[7:] *= rng.lognormal(0, 0.5, (5, 3))
    one, other = (
        attribute(t, held_units(t, stated, day, end), SECTORS, period).parts for t in (table, later)
    )
    assert one == other


def test_ten_members_mattered() -> None:
    names = [f"M{n:02d}" for n in range(12)]
    table = pd.DataFrame({name: [10.0, 10.0, 10.0 + n] for n, name in enumerate(names)}, DAYS)
    held = held_units(
        table, pd.DataFrame({"quantity": 1.0, "price": 10.0, "weight": np.nan}, names), date(2026, 1, 21)
    )
    result = attribute(table, held, pd.Series("Energy", names), ONE_DAY, pd.Series([1.0, 1.0, 1.1], DAYS))
    assert [part.ticker for part in result.mattered] == [f"M{n:02d}" for n in range(11, 1, -1)]


@pytest.mark.parametrize(("absent", "held"), [(4, True), (5, False)])
def test_a_close_of_five_sessions_stands_for_the_lists_day(absent: int, held: bool) -> None:
    days = pd.bdate_range(end="2026-01-21", periods=8)
    prices = pd.DataFrame({"A": [10.0] * (8 - absent) + [np.nan] * absent, "B": 5.0}, days)
    units = held_units(prices, listed([10, 5], [10, 20]), date(2026, 1, 21)).units
    assert bool(np.isfinite(units["A"])) is held
