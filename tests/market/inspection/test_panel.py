"""Members' closes at the door."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market.inspection.panel import inspect_panel, unconfirmed_changes, unconfirmed_note
from tests.market.inspection.series import CALENDAR, FIRST, LAST


def panel(members: int = 6) -> pd.DataFrame:
    days = pd.DatetimeIndex(CALENDAR.sessions(FIRST, LAST))
    draw = np.random.default_rng(5).normal(0, 0.02, (len(days), members))
    return pd.DataFrame(
        50 * np.exp(np.cumsum(draw, axis=0)), days, [f"M{n}" for n in range(members)], dtype="float32"
    )


def changed(frame: pd.DataFrame, ticker: str, first: str, last: str, factor: float) -> pd.DataFrame:
    out = frame.copy()
    out.loc[first:last, [ticker]] *= factor
    return out


def test_a_sound_panel_is_handed_on_as_it_is() -> None:
    sound = panel()
    found = inspect_panel(sound, CALENDAR)
    assert found.closes is sound
    assert (found.doubted, found.missing, found.notes) == ({}, (), ())


@pytest.mark.parametrize(
    ("first", "last", "factor"),
    [
        ("2025-10-14", "2025-10-14", 100.0),
        ("2025-10-14", "2025-10-14", 0.1),
        ("2025-10-14", "2025-11-20", 10.0),
        ("2025-10-14", "2025-10-14", -1.0),
        ("2025-10-14", "2025-10-15", 0.0),
        ("2026-01-22", "2026-01-22", 100.0),
    ],
)
def test_closes_in_doubt_are_missing_and_no_others(first: str, last: str, factor: float) -> None:
    sound = panel()
    found = inspect_panel(changed(sound, "M3", first, last, factor), CALENDAR)
    expected = sound.copy()
    expected.loc[first:last, ["M3"]] = np.nan
    pd.testing.assert_frame_equal(found.closes, expected)
    assert found.doubted == {"M3": date.fromisoformat(first)}
    assert found.notes == (f"Doubtful closes of members are left out: M3 from {first}.",)


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_an_infinite_close_is_in_doubt(value: float) -> None:
    endless = panel()
    endless.loc["2025-10-14", "M3"] = value
    found = inspect_panel(endless, CALENDAR)
    assert found.doubted == {"M3": date(2025, 10, 14)}
    assert np.isfinite(found.closes.drop(index=pd.Timestamp("2025-10-14"))).all(axis=None)


def carried(members: int, most: int, day: str) -> pd.DataFrame:
    """The closes of the first `most` members on a day are those of the session before."""
    sound = panel(members)
    closes, row = sound.to_numpy(copy=True), list(sound.index).index(pd.Timestamp(day))
    closes[row, :most] = closes[row - 1, :most]
    return pd.DataFrame(closes, sound.index, sound.columns)


@pytest.mark.parametrize("day", ["2025-10-14", "2026-01-22"])
def test_closes_carried_over_are_left_out_and_counted(day: str) -> None:
    filled = carried(60, 7, day)
    found = inspect_panel(filled, CALENDAR)
    expected = filled.copy()
    expected.loc[day, filled.columns[:7]] = np.nan
    pd.testing.assert_frame_equal(found.closes, expected)
    assert (found.repeated, found.doubted) == ({date.fromisoformat(day): 7}, {})
    assert found.notes == (
        f"On {day} 7 closes of members repeat those of the session before, more than by chance; they are left out.",
    )


def test_as_many_as_chance_makes_are_closes() -> None:
    few = carried(60, 6, "2025-10-14")
    assert inspect_panel(few, CALENDAR).closes is few
    small = carried(49, 49, "2025-10-14")
    assert inspect_panel(small, CALENDAR).closes is small


@pytest.mark.parametrize(("most", "kept"), [(30, True), (31, False)])
def test_a_row_of_which_most_is_carried_over_is_no_row(most: int, kept: bool) -> None:
    found = inspect_panel(carried(60, most, "2026-01-22"), CALENDAR)
    assert (pd.Timestamp("2026-01-22") in found.closes.index) is kept
    inside = inspect_panel(carried(60, most, "2025-10-14"), CALENDAR)
    assert inside.missing == (() if kept else (date(2025, 10, 14),))


def test_a_jump_over_a_hole_is_seen() -> None:
    holed = changed(panel(), "M3", "2025-10-14", "2025-10-14", 100.0)
    holed.loc["2025-10-15", "M3"] = np.nan
    assert inspect_panel(holed, CALENDAR).doubted == {"M3": date(2025, 10, 14)}


def test_a_member_that_has_stopped_keeps_its_last_true_close() -> None:
    stopped = panel()
    stopped.loc["2025-12-01":, "M2"] = stopped["M2"].loc["2025-12-01"]
    found = inspect_panel(stopped, CALENDAR)
    assert found.doubted == {"M2": date(2025, 12, 2)}
    assert found.closes["M2"].last_valid_index() == pd.Timestamp("2025-12-01")


@pytest.mark.parametrize(("equal", "doubted"), [(9, {}), (10, {"M2": date(2026, 1, 9)})])
def test_ten_equal_closes_in_a_row_are_those_of_one_that_has_stopped(
    equal: int, doubted: dict[str, date]
) -> None:
    stopped = panel()
    stopped.loc[stopped.index[-equal] :, "M2"] = stopped["M2"].iloc[-equal]
    assert inspect_panel(stopped, CALENDAR).doubted == doubted


@pytest.mark.parametrize(("lacking", "found"), [(2, True), (3, False)])
def test_sessions_without_a_row_count_among_the_ten_as_far_as_they_are_few(lacking: int, found: bool) -> None:
    stopped = panel()
    stopped.loc[stopped.index[-10] :, "M2"] = stopped["M2"].iloc[-10]
    lacked = stopped.drop(stopped.index[-3 - lacking : -3])
    assert inspect_panel(lacked, CALENDAR).doubted == ({"M2": date(2026, 1, 9)} if found else {})


@pytest.mark.parametrize(
    ("lacking", "found"), [((-4, -8), True), ((-4, -6, -8), False), ((-1,), False), ((-10,), False)]
)
def test_so_do_a_few_sessions_that_only_this_member_lacks_between_two_closes(
    lacking: tuple[int, ...], found: bool
) -> None:
    stopped = panel()
    stopped.loc[stopped.index[-10] :, "M2"] = stopped["M2"].iloc[-10]
    stopped.loc[stopped.index[list(lacking)], "M2"] = np.nan
    assert inspect_panel(stopped, CALENDAR).doubted == ({"M2": date(2026, 1, 9)} if found else {})


def test_a_member_may_multiply_and_one_may_never_have_been_priced() -> None:
    sound = changed(panel(), "M1", "2025-10-14", "2026-01-22", 7.0)
    sound["M4"] = np.float32("nan")
    assert inspect_panel(sound, CALENDAR).doubted == {}


def test_sessions_without_a_row_are_named() -> None:
    found = inspect_panel(panel().drop([pd.Timestamp("2025-04-10"), pd.Timestamp("2026-01-21")]), CALENDAR)
    assert found.missing == (date(2025, 4, 10), date(2026, 1, 21))
    assert found.notes == ("There are no closes of members for 2025-04-10 and 2026-01-21.",)
    assert found.closes.index.equals(panel().index)
    assert found.closes.loc["2026-01-21"].isna().all()
    assert found.closes.columns.equals(panel().columns)


@pytest.mark.realdata
def test_the_real_panels_hold_a_handful_of_doubts(real_data: Path) -> None:
    small = pd.read_parquet(real_data / "panel_r2000_adjclose_5y.parquet").astype("float32")
    large = pd.read_parquet(real_data / "panel_sp500_adjclose_10y.parquet").astype("float32")
    # Ten times too high for a day, for weeks, or before a consolidation of shares.
    assert set(inspect_panel(small, CALENDAR).doubted) == {"IVT", "DEC", "JBIO", "TECX", "KGEI"}
    assert inspect_panel(large, CALENDAR).doubted == {}
    assert inspect_panel(small, CALENDAR).missing == inspect_panel(large, CALENDAR).missing == ()


def test_a_newest_change_like_a_split_stays_and_is_said() -> None:
    sound = panel()
    halved = changed(
        changed(sound, "M3", "2026-01-22", "2026-01-22", 0.5), "M4", "2026-01-22", "2026-01-22", 0.6
    )
    assert inspect_panel(halved, CALENDAR).closes is halved
    moves = unconfirmed_changes(halved)
    assert list(moves) == ["M3"]
    (said,) = unconfirmed_note(moves)
    assert said.startswith("In doubt until the next session")
    assert ": M3 −" in said
    assert unconfirmed_changes(changed(sound, "M3", "2026-01-21", "2026-01-22", 0.5)) == {}
    assert unconfirmed_note({}) == ()
