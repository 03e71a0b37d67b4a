"""`/rank first`: when it was so before, and what a missing close hides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.commands.conftest import conversation
from tests.commands.test_rank import CLOSES, folder


@pytest.mark.parametrize(
    ("question", "said", "figures"),
    [
        ("day rut", "rose 2.00% on 2026-01-22, the first daily rise since 2026-01-20, after 1 session without.",
         {"day.length": 1, "day.before": "2026-01-20", "day.between": 1}),
        ("week rut", "rose 3.00% in the week to 2026-01-22, as on every week since the history began on 2026-01-22.",
         {"week.length": 1}),
        ("rut 103.5", "closed at 105.06 on 2026-01-22, the first close above 103.50 since 2026-01-20, after 1 session "
         "without.", {"above_103_5.length": 1, "above_103_5.before": "2026-01-20"}),
        ("rut 101", "closed at 105.06 on 2026-01-22, the 5th close above 101.00 in a row, from 2026-01-15 on; that was "
         "the first in the history from 2026-01-14.", {"above_101.length": 5}),
        ("record rut", "closed at 105.06 on 2026-01-22, the first record close since 2026-01-20, after 1 session "
         "without.",
         {"record.length": 1, "record.before": "2026-01-20"}),
    ],
)  # fmt: skip
def test_first_times_among_six_closes_made_by_hand(
    tmp_path: Path, question: str, said: str, figures: dict[str, object]
) -> None:
    reply = conversation(f"files:{folder(tmp_path, CLOSES)}", "2026-01-22T18:00-05:00")(
        f"/rank first {question}"
    )
    assert reply.headline == f"The Russell 2000 {said}"
    shown = {f.key: f.value for f in reply.figures if f.is_shown}
    assert (
        figures.items()
        <= {key.removeprefix("rank.rut.first."): value for key, value in shown.items()}.items()
    )
    assert reply.chart is not None


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("day rut", "rose 2% on 2026-01-22, the first daily rise since 2026-01-20"),
        ("rut 101", "closed at 105.06 on 2026-01-22, the 5th close above 101.00 in a row"),
        ("rut 200", "closed at 105.06 on 2026-01-22, as on every day since the history began on 2026-01-14"),
        ("record rut", "closed at 105 on 2026-01-22, the first record close since 2026-01-20"),
    ],
)
def test_the_picture_has_the_finding_alone_in_round_figures(
    tmp_path: Path, question: str, title: str
) -> None:
    reply = conversation(f"files:{folder(tmp_path, CLOSES)}", "2026-01-22T18:00-05:00")(
        f"/rank first {question}"
    )
    assert reply.chart is not None
    assert reply.chart.caption.title == f"The Russell 2000 {title}"


def test_first_time_ahead_of_another_market(tmp_path: Path) -> None:
    folder(tmp_path, CLOSES)
    folder(tmp_path, [100, 101, 100, 103, 103, 103], "GSPC")
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")("/rank first day rut spx")
    # +2.00, +0.02, −1.00, −1.00, +2.00 points
    assert reply.headline == (
        "The Russell 2000 was 2.00 points ahead of the S&P 500 on 2026-01-22, the first day ahead of the S&P 500 since "
        "2026-01-16, after 2 sessions without."
    )


@pytest.mark.parametrize(("place", "known"), [(2, True), (4, False)])
def test_a_missing_close_withholds_since_when(tmp_path: Path, place: int, known: bool) -> None:
    closes = [*CLOSES]
    closes[place] = np.nan
    reply = conversation(f"files:{folder(tmp_path, closes)}", "2026-01-22T18:00-05:00")(
        "/rank first rut 103.5"
    )
    before = next(f for f in reply.figures if f.key == "rank.rut.first.above_103_5.before")
    assert before.is_shown is known
    assert ("since when it is the first is not known: a close that 2026-01-21" in reply.headline) is not known


@pytest.mark.parametrize("words", ["start rut", "record rut spx", "week rut 2700", "rut spx 2700"])
def test_what_is_no_first_is_refused_with_what_is_one(sample, words: str) -> None:
    reply = sample(f"/rank first {words}")
    assert reply.error
    assert reply.actions[0].command == "/rank first week rut"
