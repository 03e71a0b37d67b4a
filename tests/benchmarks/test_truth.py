"""The recomputation of figures: it agrees with whole data, and a planted fault turns it red."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.truth import mutilations
from benchmarks.truth.__main__ import SAMPLE
from benchmarks.truth.measure import measure
from benchmarks.truth.moments import SAMPLE_MOMENTS
from benchmarks.truth.questions import SAMPLE_QUESTIONS, Kind

pytestmark = pytest.mark.realdata
Fault = Callable[[dict[str, Any]], None]


def plant(faults: dict[str, Fault]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Alters the figures of these keys in every answer that has them."""

    def tamper(document: dict[str, Any]) -> dict[str, Any]:
        for figure in document["figures"]:
            if fault := faults.get(figure["key"]):
                fault(figure)
        return document

    return tamper


def wrong(figure: dict[str, Any]) -> None:
    figure["value"] *= 1.001


def dated_a_session_late(figure: dict[str, Any]) -> None:
    figure["as_of"] = "2026-01-23"


def undated(figure: dict[str, Any]) -> None:
    figure["as_of"] = ""


def withheld(figure: dict[str, Any]) -> None:
    figure.update(value=None, status="withheld", why="for no reason")


def test_every_figure_of_whole_data_is_right_and_none_withheld(real_data: Path) -> None:
    outcome = measure(real_data, [mutilations.whole], SAMPLE_MOMENTS, SAMPLE_QUESTIONS)["whole"]
    assert dict(outcome.faults) == {}
    assert outcome.counts[Kind.WITHHELD] == 0
    assert outcome.counts[Kind.RIGHT] > 100


@pytest.mark.parametrize(
    ("faults", "kinds"),
    [
        (
            {
                "rut.close": wrong,
                "rut.streak.spx.daily": wrong,
                "breadth.russell2000.above_200": wrong,
                "regime.held": wrong,
                "rut.change.1d": dated_a_session_late,
                "rut.change.ytd": undated,
            },
            {
                Kind.UNTRUE: {
                    "rut.close",
                    "rut.streak.spx.daily",
                    "breadth.russell2000.above_200",
                    "regime.held",
                },
                Kind.WRONG_DATE: {"rut.change.1d", "rut.change.ytd"},
            },
        ),
        ({"rut.change.1d": withheld}, {Kind.NEEDLESS: {"rut.change.1d"}}),
    ],
)
def test_each_planted_fault_is_called_what_it_is(
    real_data: Path, faults: dict[str, Fault], kinds: dict[Kind, set[str]]
) -> None:
    asked = ("/smallcaps",)
    outcome = measure(real_data, [mutilations.whole], SAMPLE_MOMENTS, asked, plant(faults))["whole"]
    assert {k: {judged.key for _at, judged in found} for k, found in outcome.faults.items()} == kinds
    assert outcome.failed


def test_a_figure_that_an_answer_leaves_out_is_missed(real_data: Path) -> None:
    def tamper(document: dict[str, Any]) -> dict[str, Any]:
        asked.append(1)
        if len(asked) > 1:  # the first answer says what whole data show
            document["figures"] = [f for f in document["figures"] if f["key"] != "rut.close"]
        return document

    asked: list[int] = []
    damage = [mutilations.list_old]
    outcome = measure(real_data, damage, SAMPLE_MOMENTS, ("/smallcaps",), tamper)["list_old"]
    assert [judged.key for _at, judged in outcome.faults.get(Kind.NEEDLESS, [])] == ["rut.close"]


def test_no_figure_of_damaged_data_is_untrue_wrongly_dated_or_needlessly_withheld(real_data: Path) -> None:
    damage = [m for m in mutilations.MUTILATIONS if m.__name__ in SAMPLE]
    outcomes = measure(real_data, damage, SAMPLE_MOMENTS, SAMPLE_QUESTIONS)
    assert {name: dict(outcome.faults) for name, outcome in outcomes.items() if outcome.failed} == {}
