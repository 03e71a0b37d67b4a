"""What is made to trade overnight, and how its figures are recomputed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.truth.overnight import MADE, night_market, since_close, write_overnight
from benchmarks.truth.raw import RawData, calendar_sessions
from benchmarks.truth.reading import INDICES, NotStated

MORNING = pd.Timestamp("2026-01-20T08:45-05:00")  # after a holiday
DAYS = calendar_sessions()
DAYS = DAYS[(DAYS > "2023-06-01") & (DAYS < "2026-01-20")]


@pytest.fixture
def whole(tmp_path: Path) -> RawData:
    folder = tmp_path / "original"
    folder.mkdir()
    for ticker in INDICES.values():
        closes = pd.Series(1000.0 + pd.RangeIndex(len(DAYS)), DAYS, name="close")
        closes.to_csv(folder / f"{ticker.removeprefix('^')}.csv.gz", index_label="date")
    return RawData(folder)


def written(whole: RawData, damage: str) -> RawData:
    folder = whole.folder.parent / damage
    folder.mkdir()
    write_overnight(folder, whole, MORNING, damage)
    return RawData(folder)


def test_futures_have_prices_of_their_own_time_tokyo_and_frankfurt_closes(whole: RawData) -> None:
    given = written(whole, "whole")
    times = {word: since_close(whole, given, word, "change", MORNING)[1:] for word in MADE}
    assert {
        word: f"{at.tz_convert('America/New_York'):%d %H:%M}" for word, (at, _damaged) in times.items()
    } == {
        **dict.fromkeys(("rty", "es", "dxy", "wti"), "20 08:45"),
        "n225": "20 01:30",
        "stoxx50e": "19 11:30",
    }
    assert not any(damaged for _at, damaged in times.values())


@pytest.mark.parametrize(
    ("damage", "struck"),
    [
        ("session_missing_for_all", set(MADE)),
        ("index_absent", {"es"}),
        ("last_row_empty", {"n225"}),
        ("fund_late", {"wti"}),
    ],
)
def test_what_is_damaged_is_known(whole: RawData, damage: str, struck: set[str]) -> None:
    given = written(whole, damage)
    assert {word for word in MADE if since_close(whole, given, word, "last", MORNING)[2]} == struck


def test_what_has_not_traded_since_has_no_change(whole: RawData) -> None:
    with pytest.raises(NotStated):
        night_market(whole, "stoxx50e", pd.Timestamp("2026-01-16T08:45-05:00")).since(
            pd.Timestamp("2026-01-15")
        )
