"""Five real mornings, read as their reader: one page, nothing twice, every figure with a time of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from charts.pictures.dashboard import Dashboard
from commands.digests.short import WORDS
from commands.framework.reply import Reply
from tests.commands.digests.mornings import morning
from tests.wire.yahoo import BAD_GATEWAY

pytestmark = pytest.mark.realdata
DAYS = {
    "2026-01-09": "08:30 ET jobs report",
    "2026-01-13": "08:30 ET consumer prices",
    "2026-01-20": "Nothing that is followed here.",
    "2026-01-22": "08:30 ET initial claims",
    "2026-01-28": "14:00 ET Fed decision",
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Callable[[str], Reply]:
    """The page of a morning, asked for once a day."""

    @cache
    def asked(day: str) -> Reply:
        with morning(tmp_path_factory.mktemp("morning"), real_data, day) as (desk, _wire):
            desk.say("/watchlist add here iwm qqq xle")
            return desk.say("/digest now pre-open")

    return asked


@pytest.mark.parametrize(("day", "comes"), DAYS.items())
def test_a_morning_is_a_page_of_which_nothing_is_said_twice(
    read: Callable[[str], Reply], day: str, comes: str
) -> None:
    reply = read(day)
    page = [reply.headline, *(f"{fact.label}: {fact.text}" for fact in reply.facts)]
    assert len(" ".join((*page, *reply.notes)).split()) <= WORDS
    labels = [fact.label for fact in reply.facts]
    assert labels[:3] == ["Since the close", "Today", "Small caps"]
    assert "Breadth" in labels
    assert comes in reply.facts[1].text
    assert reply.headline.startswith("Before the open: Russell 2000 futures ")
    runs = [run for words in page for run in set(_runs(words))]
    assert sorted({run for run in runs if runs.count(run) > 1}) == []
    assert isinstance(reply.chart, Dashboard)
    assert reply.chart.moves is not None


def _runs(words: str) -> list[str]:
    """Four words in a row, where a figure is among them."""
    split = words.replace(";", " ").replace(",", " ").split()
    return [
        " ".join(run)
        for run in zip(*(split[k:] for k in range(4)), strict=False)
        if re.search(r"\d", " ".join(run))
    ]


def test_every_figure_since_the_close_has_a_time_of_its_own(read: Callable[[str], Reply]) -> None:
    reply = read("2026-01-22")
    since = {figure.key: figure for figure in reply.figures if figure.key.endswith(".since_close")}
    moves = {key: figure for key, figure in since.items() if ".change." in key}
    times = {key.removesuffix(".change.since_close"): figure.as_of for key, figure in moves.items()}
    assert times == {
        "rty": "2026-01-22 08:45 ET",
        "es": "2026-01-22 08:45 ET",
        "dxy": "2026-01-22 08:40 ET",
        "wti": "2026-01-22 08:44 ET",
        "n225": "2026-01-22 01:30 ET",
        "stoxx50e": "2026-01-22 08:29 ET",
    }
    assert since["n225.change.since_close"].value == pytest.approx(53265 / 53000 - 1)
    assert since["tnx.points.since_close"].as_of == "2026-01-22 08:40 ET"
    assert all(figure.as_of for figure in reply.figures if figure.is_shown)


def test_what_cannot_be_had_or_is_old_is_withheld_and_named(tmp_path: Path, real_data: Path) -> None:
    with morning(tmp_path, real_data, "2026-01-22") as (desk, wire):
        listing = wire.listing("CL=F")
        listing.live = ((datetime.fromisoformat("2026-01-22T06:30-05:00"), 58.4),)
        wire.fail("chart", BAD_GATEWAY, ticker="^N225")
        reply = desk.say("/digest now pre-open")
    (note,) = [note for note in reply.notes if note.startswith("Withheld")]
    assert "WTI oil (its newest price is of 2026-01-22 06:30 ET)" in note
    assert "Nikkei 225 (Yahoo Finance" in note
    assert "WTI" not in reply.facts[0].text
    assert "Nikkei" not in reply.facts[0].text
    assert "Euro Stoxx 50" in reply.facts[0].text


def test_over_a_long_weekend_the_base_is_the_last_session_of_new_york(read: Callable[[str], Reply]) -> None:
    reply = read("2026-01-20")
    assert "closed at 2,677.74 on 2026-01-16" in reply.headline or "on 2026-01-16" in reply.headline
