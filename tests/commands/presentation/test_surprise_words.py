"""How large a move is, in words and with figures for programs."""

from __future__ import annotations

from datetime import date

import pytest

from commands.presentation.surprise_words import size_figures, size_words
from market.analytics.surprise import Surprise
from tests.commands.conftest import conversation, fact

NAN = float("nan")


@pytest.mark.parametrize(
    ("surprise", "words"),
    [
        (
            Surprise(0.02, 1.8, 1.4, 1, 10, 2026, None),
            "1.8 times the usual day of the last 60 sessions (1.4 of 252), the largest of 10 rises in 2026",
        ),
        (
            Surprise(-0.02, -0.74, NAN, 5, 11, 2026, None),
            "0.7 times the usual day of the last 60 sessions, the 5th largest of 11 falls in 2026",
        ),
        (
            Surprise(0.02, 1.8, 1.4, None, 0, 2026, None),
            "1.8 times the usual day of the last 60 sessions (1.4 of 252)",
        ),
        (
            Surprise(0.02, NAN, NAN, None, 0, 2026, date(2026, 1, 5)),
            "not known: no change is known for 2026-01-05",
        ),
        (
            Surprise(-0.05, 1.84, 1.4, 1, 3, 2026, None, 5),
            "1.8 times the usual of 5 sessions, by the 60 before (1.4 by 252), the largest of 3 falls over as many in "
            "2026",
        ),
        (
            Surprise(0.05, NAN, 1.4, 1, 1, 2026, None, 5),
            "1.4 times the usual of 5 sessions, by the 252 before, the only rise over as many in 2026",
        ),
        (Surprise(0.02, NAN, NAN, None, 0, 2026, None), "not known: the history is too short"),
    ],
)
def test_sizes_in_words(surprise: Surprise, words: str) -> None:
    assert size_words(surprise) == words


@pytest.mark.parametrize("question", ["/quote rut", "/smallcaps", "/breadth", "/why"])
def test_every_answer_says_the_same_size(sample, question: str) -> None:
    assert fact(sample(question), "Size of the move") == fact(sample("/quote rut"), "Size of the move")


@pytest.mark.parametrize("question", ["/why rut {}", "/breadth russell2000 {}"])
@pytest.mark.parametrize(("period", "sessions"), [("5d", 5), ("ytd", 14), ("2025-12-15..2026-01-15", 21)])
def test_a_move_over_several_sessions_is_measured_by_so_many(
    sample, question: str, period: str, sessions: int
) -> None:
    shown = {f.key: f for f in sample(question.format(period)).figures}
    word = period.replace("..", "_")
    for kind in ("60d", "252d", "rank"):
        assert shown[f"rut.surprise_over.{kind}.{word}"].is_shown
    size = fact(sample(question.format(period)), f"Size over {sessions} sessions")
    assert f" times the usual of {sessions} sessions" in size
    assert "over as many in 2026" in size


@pytest.mark.parametrize("ranked", [True, False])
def test_a_session_in_progress_has_no_rank_however_young_the_history_is(ranked: bool) -> None:
    young = Surprise(0.02, 1.8, NAN, None, 0, 2026, None)
    keys = [figure.key for figure in size_figures(young, "rut.surprise", ".so_far", ranked=ranked)]
    assert keys == ["rut.surprise.60d.so_far", *["rut.surprise.rank.so_far"] * ranked]


def test_so_far_today_has_its_size_with_members_and_without() -> None:
    at_noon = conversation("sample", "2026-01-22T12:00-05:00")
    for question in ("/why rut", "/why dji"):
        answered, quoted = at_noon(question), at_noon(question.replace("why", "quote"))
        assert fact(answered, "Size of the move so far") == fact(quoted, "Size of the move so far")


def test_the_week_is_told_by_its_own_size(sample) -> None:
    told = fact(sample("/digest now weekly small-caps"), "Small caps")
    assert "times the usual of " in told
    assert "usual day" not in told


def test_a_measured_level_has_no_size(sample) -> None:
    assert not any(f.label.startswith("Size of the move") for f in sample("/quote vix").facts)


def test_the_digest_and_sectors_say_it_too(sample) -> None:
    assert "times the usual day" in str(sample("/digest now small-caps").facts)
    assert "Size of the moves" in {f.label for f in sample("/sectors").facts}
