"""The sentence about what came out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from commands.digests.releases import released_since
from commands.framework.reply import Release
from tests.commands.desk import Desk

CLAIMS = Release("Initial claims", "210,000", date(2026, 1, 22))
JOBS = Release("Payrolls", "+50,000", date(2026, 1, 9))
GDP = Release("Real GDP growth", "4.3%", None)


def test_what_came_out_on_the_day_itself_is_named_and_nothing_older() -> None:
    said = "Released since 2026-01-22: Initial claims 210,000."
    assert released_since(date(2026, 1, 22), (JOBS, CLAIMS, GDP)) == (said, "")


def test_nothing_new_is_said() -> None:
    said = "No figure of the economy came out on 2026-01-23 or later."
    assert released_since(date(2026, 1, 23), (JOBS, CLAIMS)) == (said, "")


def test_without_any_date_the_reason_is_given() -> None:
    assert "does not state when figures came out" in released_since(date(2026, 1, 22), (GDP,))[1]


def test_of_figures_without_a_date_it_is_not_said_that_none_came_out() -> None:
    sentence, missing = released_since(date(2026, 1, 23), (JOBS, CLAIMS, GDP))
    assert (sentence, bool(missing)) == ("", True)


def test_without_any_figure_nothing_is_claimed() -> None:
    sentence, missing = released_since(date(2026, 1, 22), ())
    assert (sentence, missing) == ("", "none of the figures that are released on a day could be had.")


def test_macro_states_the_days_of_what_it_shows_and_no_daily_yield(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    reply = desk.say("/macro")
    assert reply.table is not None
    labels = [column.label for column in reply.table.columns]
    shown = {row[0]: row[labels.index("Released")] for row in reply.table.rows}
    assert reply.released
    assert all(shown[release.name] == str(release.day) for release in reply.released)
    assert not any("10-year" in release.name for release in reply.released)
    desk.close()
