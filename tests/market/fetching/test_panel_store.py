from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market.datasets.members import RUSSELL_2000, SP_500
from market.fetching.blob_store import BlobStore, open_store
from market.fetching.panel_store import JOURNAL, MemberRow, StoredPanels

AT = datetime(2026, 1, 22, 23, 0, tzinfo=UTC)
DAYS = pd.bdate_range("2026-01-12", "2026-01-22", name="session").as_unit("us")
FIRST = date(2021, 1, 22)


@pytest.fixture
def panels(store: BlobStore) -> StoredPanels:
    return StoredPanels(store, "fake", "Fake Finance")


def row(values: list[float], days: pd.DatetimeIndex = DAYS, whole: bool = True) -> MemberRow:
    closes = pd.Series(values, days[len(days) - len(values) :], dtype="float32")
    return MemberRow(closes, date(2026, 1, 22), whole)


def test_nothing_is_an_empty_panel(panels: StoredPanels) -> None:
    assert panels.closes(RUSSELL_2000).empty
    assert panels.panel(RUSSELL_2000).settled == {}


def test_rows_can_be_read_before_and_after_they_are_folded_in(panels: StoredPanels, store: BlobStore) -> None:
    panels.note(RUSSELL_2000, "A", row([1.0, 2.0, 3.0]), AT)
    panels.note(RUSSELL_2000, "BF-B", row([7.5]), AT)
    before = panels.panel(RUSSELL_2000)
    panels.consolidate(RUSSELL_2000, FIRST, AT)
    after = panels.panel(RUSSELL_2000)
    assert store.keys(JOURNAL) == ()
    pd.testing.assert_frame_equal(before.closes, after.closes)
    assert before.settled == after.settled == {"A": date(2026, 1, 22), "BF-B": date(2026, 1, 22)}
    assert after.closes["A"].tolist() == [1.0, 2.0, 3.0]
    assert np.isnan(after.closes["BF-B"].iloc[0])
    assert after.closes.index.name == "session"
    assert panels.closes(SP_500).empty


def test_news_are_joined_on_and_a_whole_history_replaces(panels: StoredPanels) -> None:
    panels.note(RUSSELL_2000, "A", row([1.0, 2.0, 3.0], DAYS[:-1]), AT)
    panels.note(RUSSELL_2000, "B", row([1.0, 2.0, 3.0], DAYS[:-1]), AT)
    panels.consolidate(RUSSELL_2000, FIRST, AT)
    panels.note(RUSSELL_2000, "A", row([4.0], whole=False), AT + timedelta(days=1))
    panels.note(RUSSELL_2000, "B", row([1.5, 2.0]), AT + timedelta(days=1))
    closes = panels.closes(RUSSELL_2000)
    assert closes["A"].dropna().tolist() == [1.0, 2.0, 3.0, 4.0]
    assert closes["B"].dropna().tolist() == [1.5, 2.0]


def test_a_member_without_prices_is_settled_and_empty(panels: StoredPanels) -> None:
    panels.note(RUSSELL_2000, "A", row([1.0]), AT)
    panels.note(RUSSELL_2000, "Z", row([]), AT)
    panels.consolidate(RUSSELL_2000, FIRST, AT)
    panel = panels.panel(RUSSELL_2000)
    assert panel.settled["Z"] == date(2026, 1, 22)
    assert panel.closes["Z"].isna().all()


def test_sessions_before_the_window_are_let_go(panels: StoredPanels) -> None:
    panels.note(RUSSELL_2000, "A", row([1.0, 2.0, 3.0]), AT)
    panels.consolidate(RUSSELL_2000, date(2026, 1, 21), AT)
    assert panels.closes(RUSSELL_2000)["A"].tolist() == [2.0, 3.0]


def test_a_kill_between_folding_in_and_forgetting_changes_nothing(
    panels: StoredPanels, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels.note(RUSSELL_2000, "A", row([1.0, 2.0]), AT)

    def killed(kind: str, keys: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            panels.consolidate(RUSSELL_2000, FIRST, AT)
    assert panels.closes(RUSSELL_2000)["A"].tolist() == [1.0, 2.0]
    panels.consolidate(RUSSELL_2000, FIRST, AT)
    assert panels.closes(RUSSELL_2000)["A"].tolist() == [1.0, 2.0]


@given(
    st.lists(
        st.lists(st.floats(0.5, 2.0**17, width=32) | st.just(float("nan")), min_size=1, max_size=8),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_comes_back_to_the_bit(
    tmp_path_factory: pytest.TempPathFactory, columns: list[list[float]]
) -> None:
    store = open_store(tmp_path_factory.mktemp("kept") / "market.db")
    panels = StoredPanels(store, "fake", "Fake Finance")
    for number, values in enumerate(columns):
        panels.note(RUSSELL_2000, f"M{number}", row(values), AT)
    panels.consolidate(RUSSELL_2000, FIRST, AT)
    closes = panels.closes(RUSSELL_2000)
    store.close()
    assert closes.dtypes.eq("float32").all()
    for number, values in enumerate(columns):
        np.testing.assert_array_equal(
            closes[f"M{number}"].to_numpy()[-len(values) :], np.array(values, dtype="float32")
        )
