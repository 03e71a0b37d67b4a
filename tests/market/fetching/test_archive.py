from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.bars import COLUMNS, RunningBar, tidy
from market.calendars.calendar import Calendar
from market.fetching.archive import Archive
from market.sources import History
from tests.market.fake_source import AFTER_CLOSE, IN_SESSION, rising

EVERYTHING = rising()
KEPT = EVERYTHING.loc[:"2026-01-22"]
RUNNING = RunningBar(date(2026, 1, 22), 1.0, 2.0, 0.5, 1.5, None, IN_SESSION)


def kept(final: bool = True) -> Archive:
    return Archive(KEPT, None, AFTER_CLOSE, final)


def answer(frame: pd.DataFrame, final: bool = True, splits: tuple[date, ...] = ()) -> History:
    return History(frame, None, AFTER_CLOSE + timedelta(days=1), final, splits)


def test_a_top_up_joins_new_sessions_to_the_kept_ones() -> None:
    joined = kept().topped_up(answer(EVERYTHING.loc["2026-01-15":"2026-01-23"]))
    assert joined is not None
    pd.testing.assert_frame_equal(joined.frame, EVERYTHING.loc[:"2026-01-23"])
    assert joined.asked_at == AFTER_CLOSE + timedelta(days=1)


def test_what_is_asked_for_overlaps_with_what_is_kept() -> None:
    assert kept().since == date(2026, 1, 15)
    assert replace(kept(), frame=KEPT.iloc[:2]).since == date(2025, 6, 2)


def test_a_session_that_the_provider_has_lost_since_stays() -> None:
    part = EVERYTHING.loc["2026-01-15":"2026-01-23"].drop(pd.Timestamp("2026-01-20"))
    joined = kept().topped_up(answer(part))
    assert joined is not None
    pd.testing.assert_frame_equal(joined.frame, EVERYTHING.loc[:"2026-01-23"])


def test_an_empty_answer_takes_nothing_away() -> None:
    joined = kept().topped_up(answer(EVERYTHING.iloc[:0], final=False))
    assert joined is not None
    pd.testing.assert_frame_equal(joined.frame, KEPT)
    assert not joined.final


def test_a_new_split_calls_for_everything_and_a_known_one_does_not() -> None:
    part, splits = EVERYTHING.loc["2026-01-15":"2026-01-23"], (date(2026, 1, 23),)
    assert kept().topped_up(answer(part, splits=splits)) is None
    assert replace(kept(), splits=splits).topped_up(answer(part, splits=splits)) is not None


@pytest.mark.parametrize("column", ["close", "adj_close"])
def test_a_rewritten_close_calls_for_everything(column: str) -> None:
    part = EVERYTHING.loc["2026-01-15":"2026-01-23"].copy()
    part.loc["2026-01-15":"2026-01-16", column] *= 1 - 2e-5  # as small as a fund's dividend gets
    assert kept().topped_up(answer(part)) is None


def test_the_noise_of_short_floats_does_not() -> None:
    part = EVERYTHING.loc["2026-01-15":"2026-01-23"].astype("float32").astype("float64")
    assert kept().topped_up(answer(part)) is not None


def test_the_newest_close_may_change_as_long_as_it_was_not_final() -> None:
    part = EVERYTHING.loc["2026-01-15":"2026-01-23"].copy()
    part.loc[pd.Timestamp("2026-01-22"), ["close", "adj_close"]] += 1.0
    assert kept(final=True).topped_up(answer(part)) is None
    joined = kept(final=False).topped_up(answer(part))
    assert joined is not None
    assert joined.frame.loc["2026-01-22", "close"] == KEPT["close"].iloc[-1] + 1.0


def test_an_answer_without_any_overlap_calls_for_everything() -> None:
    assert kept().topped_up(answer(EVERYTHING.loc["2026-01-26":])) is None


def test_a_whole_history_replaces_the_kept_one() -> None:
    whole = kept().replaced(answer(EVERYTHING, splits=(date(2026, 1, 26),)))
    assert whole is not None
    assert whole.splits == (date(2026, 1, 26),)
    pd.testing.assert_frame_equal(whole.frame, EVERYTHING)


def test_a_history_that_lacks_a_tenth_is_not_whole() -> None:
    assert kept().replaced(answer(EVERYTHING.iloc[:100])) is None
    assert kept().replaced(answer(EVERYTHING.iloc[:0])) is None


def test_a_session_lost_in_a_refetch_is_carried_over_on_the_new_scale() -> None:
    split = EVERYTHING.copy()
    split[["open", "high", "low", "close", "adj_close"]] /= 2
    split["volume"] *= 2
    lost = pd.Timestamp("2026-01-14")
    whole = kept().replaced(answer(split.drop(lost)))
    assert whole is not None
    pd.testing.assert_frame_equal(whole.frame, split)


def test_a_session_lost_around_a_dividend_stays_lost_rather_than_guessed() -> None:
    adjusted = EVERYTHING.copy()
    adjusted.loc[:"2026-01-14", "adj_close"] *= 0.99
    whole = kept().replaced(answer(adjusted.drop(pd.Timestamp("2026-01-14"))))
    assert whole is not None
    assert pd.Timestamp("2026-01-14") not in whole.frame.index


def test_it_comes_back_from_its_bytes_as_it_was() -> None:
    archive = Archive(KEPT, RUNNING, IN_SESSION, False, (date(2025, 8, 1),))
    back = Archive.from_stored(archive.to_bytes(), archive.to_meta())
    pd.testing.assert_frame_equal(back.frame, archive.frame, check_freq=False)
    assert (back.running, back.asked_at, back.final, back.splits) == (
        RUNNING,
        IN_SESSION,
        False,
        archive.splits,
    )


@given(
    st.lists(
        st.tuples(
            st.dates(date(1927, 1, 1), date(2100, 1, 1)),
            st.floats(1e-4, 1e9),
            st.floats(allow_infinity=False),
        ),
        min_size=1,
        unique_by=lambda row: row[0],
    )
)
def test_any_history_survives_its_bytes_to_the_last_bit(rows: list[tuple[date, float, float]]) -> None:
    frame = tidy(
        pd.DataFrame(
            {"close": [close for _, close, _ in rows], "volume": [volume for _, _, volume in rows]},
            index=pd.DatetimeIndex([day for day, _, _ in rows]),
        )
    )
    archive = Archive(frame, None, datetime(2026, 1, 22, tzinfo=UTC), True)
    back = Archive.from_stored(archive.to_bytes(), archive.to_meta()).frame
    pd.testing.assert_frame_equal(back, frame, check_freq=False, check_exact=True)
    assert list(back.columns) == COLUMNS


@pytest.mark.parametrize(
    "data", [b"", b"not a table", b"PAR1PAR1", KEPT[["close"]].to_parquet(), KEPT.iloc[:0].to_parquet()]
)
def test_bytes_that_are_no_history_are_a_value_error(data: bytes) -> None:
    with pytest.raises((ValueError, OSError)):
        Archive.from_stored(data, kept().to_meta())


@given(st.integers(1, 20), st.floats(0.01, 100))
def test_a_split_of_any_ratio_leaves_returns_as_they_were(position: int, ratio: float) -> None:
    rewritten = EVERYTHING.copy()
    rewritten[["open", "high", "low", "close", "adj_close"]] /= ratio
    lost = KEPT.index[-position - 1]
    whole = kept().replaced(answer(rewritten.drop(lost)))
    assert whole is not None
    np.testing.assert_allclose(
        whole.frame["close"].pct_change().dropna(), EVERYTHING["close"].pct_change().dropna(), rtol=1e-9
    )


def test_what_trades_outside_the_exchanges_hours_is_soon_asked_for_again() -> None:
    state = Calendar().state(AFTER_CLOSE + timedelta(minutes=6))
    assert kept().is_fresh(state)
    assert not kept().is_fresh(state, outside=True)
    assert kept().is_fresh(Calendar().state(AFTER_CLOSE + timedelta(minutes=4)), outside=True)


def test_outside_the_exchanges_hours_a_bar_later_than_the_newest_close_runs() -> None:
    state = Calendar().state(AFTER_CLOSE + timedelta(hours=2))
    later = replace(RUNNING, session=date(2026, 1, 23), at=AFTER_CLOSE + timedelta(hours=1))
    archive = replace(kept(), running=later)
    assert archive.running_at(state) is None
    assert archive.running_at(state, outside=True) == later
    assert replace(archive, running=RUNNING).running_at(state, outside=True) is None  # its close is in
