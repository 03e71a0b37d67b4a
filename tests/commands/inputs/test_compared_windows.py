"""`/compare` of two windows, by tables made by hand and by the sample market."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import Say, conversation
from tests.commands.test_compare import write

DAYS = [f"{day:%Y-%m-%d}" for day in pd.bdate_range("2026-01-02", "2026-01-16")]


def test_the_figures_of_a_table_made_by_hand(tmp_path: Path) -> None:
    write(tmp_path, "RUT", dict(zip(DAYS, [100, 101, 99, 97, 96, 98, 100, 90, 95, 105, 110], strict=True)))
    write(
        tmp_path,
        "GSPC",
        dict(zip(DAYS, [100, 100, 101, 102, 103, 100, 100, 101, 102, 103, 104], strict=True)),
    )
    ask = conversation(f"files:{tmp_path}", "2026-01-16T18:00-05:00")
    reply = ask("/compare rut spx 2026-01-04 with 2026-01-12")
    assert reply.headline == (
        "The Russell 2000 rose 10.00% in the 4 sessions after 2026-01-12, against −4.00% in as many after "
        "2026-01-02; its lead over the S&P 500 was +6.00 points, against −7.00 points."
    )
    figures = {figure.key: figure for figure in reply.figures}
    assert figures["rut.change.since_2026-01-02"].as_of == "2026-01-08 close"
    assert figures["rut.change.since_2026-01-12"].value == pytest.approx(0.1)
    assert figures["rut.compared_worst_drawdown.since_2026-01-12"].value == pytest.approx(-0.1)
    assert any("The one from 2026-01-02 has 10 sessions." in note for note in reply.notes)
    assert ask(reply.command).headline == reply.headline


def test_a_missing_session_withholds_what_needs_it_and_nothing_else(tmp_path: Path) -> None:
    rows = dict(zip(DAYS, map(float, range(100, 111)), strict=True))
    write(tmp_path, "RUT", rows)
    write(tmp_path, "NDX", {day: close for day, close in rows.items() if day != "2026-01-12"})
    ask = conversation(f"files:{tmp_path}", "2026-01-16T18:00-05:00")
    figures = {f.key: f for f in ask("/compare rut ndx 2026-01-02 with 2026-01-12").figures}
    assert figures["rut.change.since_2026-01-12"].is_shown
    assert figures["ndx.change.since_2026-01-12"].why == "there is no bar for 2026-01-12"
    assert not figures["rut.lead.ndx.since_2026-01-12"].is_shown
    assert figures["ndx.change.since_2026-01-02"].is_shown
    alone = ask("/compare ndx 2026-01-12 with 2026-01-02")
    assert alone.headline.startswith(
        "What the Nasdaq-100 did in the 4 sessions after 2026-01-12 is not known: "
    )


def test_a_market_that_ends_earlier_is_named_and_a_bar_in_doubt_is_not_called_absent(tmp_path: Path) -> None:
    rows = dict(zip(DAYS, map(float, range(100, 111)), strict=True))
    write(tmp_path, "RUT", {day: close for day, close in rows.items() if day != DAYS[-1]})
    write(tmp_path, "NDX", rows | {"2026-01-12": 9000.0})
    reply = conversation(f"files:{tmp_path}", "2026-01-16T18:00-05:00")(
        "/compare rut ndx 2026-01-02 with 2026-01-12"
    )
    assert any(
        note.startswith("Compared up to 2026-01-15, the last session they have") for note in reply.notes
    )
    figures = {figure.key: figure for figure in reply.figures}
    assert figures["ndx.change.since_2026-01-12"].why.startswith(
        "the bar for 2026-01-12 is in doubt (9,000.00"
    )


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("/compare rut spx ndx dji ixic 2020 with 2022", "4 markets at most; you gave 5"),
        ("/compare vix rut 2020 with 2022", "measured level"),
        ("/compare rut spx 1960-01-04 with 2022", "begin together on"),
        ("/compare rut spx 2020 with 2031", "2031"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(sample: Say, question: str, says: str) -> None:
    reply = sample(question)
    assert reply.error
    assert says in reply.headline


def test_a_fund_and_an_index_are_not_set_against_each_other(sample: Say) -> None:
    reply = sample("/compare rut iwm 2020 with 2022")
    assert "lead" not in reply.headline
    assert any("Indices are price return" in note for note in reply.notes)
