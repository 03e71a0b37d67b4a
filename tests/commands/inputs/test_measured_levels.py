"""A measured level is refused wherever something must be held; the answer says where it can be seen."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "question",
    [
        "/risk vix",
        "/risk spx vix",
        "/rank best day vix",
        "/rank lead month vix spx",
        "/rotation vix spx",
        "/history down 5 vix",
        "/history record vix",
        "/history lead 5 63 rut vix",
        "/exposure VIX 50, SPY 50",
    ],
)
def test_nothing_that_needs_a_return_is_told_of_a_level(sample, question: str) -> None:
    reply = sample(question)
    assert reply.error
    assert reply.headline.startswith("The VIX is a measured level that nobody can hold: it has no return")
    assert {action.command for action in reply.actions} >= {"/quote vix", "/chart vix 1y"}


def test_a_benchmark_that_an_event_does_not_need_is_not_looked_at(sample) -> None:
    assert not sample("/history record rut").error
