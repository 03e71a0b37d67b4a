"""What counts as flat after a soak."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.soak import GROWTH, SLACK, Usage, flat, question


def rows(memory: float = 0.0, files: float = 0.0, threads: float = 0.0) -> list[Usage]:
    """Ten rows of 10,000 questions that grow by so much for each 1,000; the first holds a warm-up."""
    steps = [Usage(1000, 200.0, 10, 10)]
    steps += [
        Usage(1000 * n, 600 + memory * n, round(40 + files * n), round(30 + threads * n))
        for n in range(2, 11)
    ]
    return steps


def test_a_warm_up_is_no_growth() -> None:
    assert flat(rows()) == []


@pytest.mark.parametrize(("memory", "grows"), [(GROWTH - 0.01, False), (GROWTH + 0.01, True)])
def test_memory_may_grow_by_so_much(memory: float, grows: bool) -> None:
    assert bool(flat(rows(memory=memory))) is grows


@pytest.mark.parametrize("kind", ["files", "threads"])
def test_files_and_threads_stay_flat(kind: str) -> None:
    assert flat(rows(**{kind: SLACK / 8})) == []
    assert kind in flat(rows(**{kind: (SLACK + 1) / 8}))[0]


def test_questions_are_of_every_kind() -> None:
    draws = Random(1)
    asked = {question(draws).split()[0] for _question in range(500)}
    assert {"/quote", "/compare", "/evidence", "/watchlist", "/check", "how"} <= asked
