"""The line about what has traded since the close, on the sample market."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from charts.pictures.bars import RankedBars
from commands.digests.overnight import since_the_close
from tests.commands.desk import Desk


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path, at="2026-01-22T08:45-05:00")
    yield found
    found.close()


def test_futures_stand_first_and_times_behind_what_they_are_of(early: Desk) -> None:
    found = since_the_close(early.app.market)
    assert found.futures == "Russell 2000 futures +0.63%, S&P 500 futures +0.47% (08:45 ET)"
    assert found.section.sentence == (
        "Dollar index +0.30%, WTI oil −3.42%, 10Y yield 3.69%, 0.00 points (08:45 ET); Nikkei 225 +1.35% (close "
        "01:30 ET); Euro Stoxx 50 +1.43% (08:30 ET)."
    )
    assert isinstance(found.section.chart, RankedBars)
    assert found.section.chart.caption.title == "Since the close, by 08:45 ET"
    assert len(found.section.figures) == 14


def test_right_after_the_close_nothing_has_traded_since_and_nothing_is_said(tmp_path: Path) -> None:
    desk = Desk(tmp_path, at="2026-01-22T17:00-05:00")
    found = since_the_close(desk.app.market)
    desk.close()
    assert (found.futures, found.section.sentence) == ("", "")
    assert (found.section.missing, found.section.provenance) == ("", None)
