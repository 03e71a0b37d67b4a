"""`/rank best` and `worst`: the rank, what a missing close hides, and a newest period that is not over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from market.calendars.calendar import Calendar
from tests.commands.conftest import conversation
from tests.commands.test_rank import folder


def test_a_day_among_five_made_by_hand(tmp_path: Path) -> None:
    reply = conversation(
        f"files:{folder(tmp_path, [100, 103, 102, 104.04, 103, 105.06])}", "2026-01-22T18:00-05:00"
    )("/rank best day rut")
    # +3.00, −0.97, +2.00, −1.00, +2.00
    assert "(+2.00%) is the 2nd best of 5 days" in reply.headline
    shown = {f.key: f.value for f in reply.figures}
    assert shown["rank.rut.best.day.rank"] == 2
    assert shown["rank.rut.best.day.count"] == 5
    assert [row[0] for row in reply.table.rows][:2] == ["1st", "2nd"]


@pytest.mark.parametrize(("place", "said"), [(1, "its rank is not known: "), (3, "cannot be ranked: ")])
def test_a_missing_close_withholds_the_rank_with_its_reason(tmp_path: Path, place: int, said: str) -> None:
    closes = [100, 103, 102, 104, 103, 105.0]
    closes[place] = np.nan
    reply = conversation(f"files:{folder(tmp_path, closes)}", "2026-01-22T18:00-05:00")("/rank best day rut")
    rank = next(f for f in reply.figures if f.key == "rank.rut.best.day.rank")
    assert not rank.is_shown
    assert "2 earlier days have no value" in rank.why
    assert f"{said}2 earlier days have no value" in reply.headline


@pytest.mark.parametrize(
    ("at", "over"),
    [("2026-01-15T18:00-05:00", False), ("2026-01-16T11:00-05:00", False), ("2026-01-16T18:00-05:00", True)],
)
def test_a_week_that_is_not_over_is_said_to_be_so(at: str, over: bool) -> None:
    notes = conversation("sample", at)("/rank best week rut").notes
    assert any("The newest week is not over" in note for note in notes) is not over


def test_a_month_that_is_over_and_lacks_its_end_is_not_said_to_go_on(tmp_path: Path) -> None:
    days = Calendar().sessions(date(2025, 11, 3), date(2026, 1, 6))
    rows = "".join(f"{day},95,99,90,{91 + place % 5},1\n" for place, day in enumerate(days))
    (tmp_path / "ZZAQ.csv").write_text("date,open,high,low,close,volume\n" + rows)
    reply = conversation(f"files:{tmp_path}", "2026-02-20T18:00-05:00")("/rank best month zzaq")
    assert "The newest month is measured to 2026-01-06, where the closes end." in reply.notes
