"""`/history analogues`: the days like the last one."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

from tests.commands.conftest import Say, conversation, fact


def test_it_says_where_the_measures_stand_and_which_days_were_nearest(real: Say) -> None:
    reply = real("/history analogues spx")
    assert reply.headline.startswith("After a day like 2026-01-30 the median 6-month return was +7.46%")
    figures = {figure.key: figure for figure in reply.figures}
    for key in (
        "rut.lead.spx.63d",
        "breadth.sp500.above_200",
        "spx.volatility.20d",
        "hyg.total_lead.ief.63d",
    ):
        assert figures[key].as_of == "2026-01-30 close"
    assert fact(reply, "Nearest days").startswith("2018-06-12, 2018-05-11")
    assert fact(reply, "After 12 months").startswith("no base rate: 6 independent events")
    assert any("survivorship" in note for note in reply.notes)


def test_an_unusual_day_is_said_to_be_one(sample: Say) -> None:
    reply = sample("/history analogues rut")
    like = "After one of the 10 days nearest to 2026-01-22, of which 3 are like it, the median 1-month return was"
    assert reply.headline.startswith(like)


def test_a_market_whose_members_are_not_known_is_refused(sample: Say) -> None:
    assert "Ask for /history analogues rut" in sample("/history analogues ndx").headline


def test_without_credit_there_are_no_analogues(real_data: Path, tmp_path: Path) -> None:
    for name in ("RUT.csv.gz", "GSPC.csv.gz"):
        copy(real_data / name, tmp_path)
    reply = conversation(f"files:{tmp_path}", "2026-01-30T20:00-05:00")("/history analogues rut")
    assert reply.error
    assert "HYG" in reply.headline
