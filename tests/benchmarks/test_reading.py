"""The measure of reading: what counts as found, right, missed and a false alarm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.reading.cases import Case, cases_in
from benchmarks.reading.flips import flips, made_false, outcome_of
from benchmarks.reading.score import Scores, scores_of
from benchmarks.reading.world import World

pytestmark = pytest.mark.realdata
TEXT = "The Russell 2000 rose 0.76% to 2,718.77."


@pytest.fixture(scope="module")
def world(real_data: Path) -> World:
    return World(real_data)


def expected(quote: str, verdict: str | list[str] = "holds", **more: object) -> dict[str, object]:
    return {"quote": quote, "kind": "change", "subject": "Russell 2000", "verdict": verdict, **more}


def scored(world: World, text: str, *claims: dict[str, object], at: str = "2026-01-22T17:30-05:00") -> Scores:
    row = {"id": "x", "kind": "k", "at": at, "text": text, "expect": list(claims)}
    return scores_of([Case.parse(row)], world)["k"]


def test_claims_that_are_found_and_right_count_for_both(world: World) -> None:
    scores = scored(world, TEXT, expected("0.76%"), expected("2,718.77", kind="level"))
    assert (scores.wanted, scores.judged, scores.right) == (2, 2, 2)
    assert (scores.precision, scores.recall) == (1.0, 1.0)


def test_a_wrong_verdict_costs_precision_and_recall(world: World) -> None:
    scores = scored(world, TEXT, expected("0.76%", "does not hold"))
    assert (scores.precision, scores.recall) == (0.0, 0.0)
    assert scored(world, TEXT, expected("0.76%", ["does not hold", "holds"])).precision == 1.0


def test_a_claim_that_was_not_read_costs_recall_only(world: World) -> None:
    scores = scored(world, TEXT + " It smelt of 3% more.", expected("0.76%"), expected("3% more"))
    assert (scores.precision, scores.recall) == (1.0, 0.5)


def test_another_market_or_other_words_are_not_what_was_expected(world: World) -> None:
    assert scored(world, TEXT, expected("0.76%", subject="Dow Jones")).recall == 0.0


def test_optional_claims_count_only_when_they_are_found(world: World) -> None:
    assert scored(world, TEXT, expected("0.76%", optional=True)).right == 1
    assert scored(world, "Nothing.", expected("Nothing", optional=True)).recall == 1.0


def test_a_verdict_on_what_claims_nothing_is_a_false_alarm(world: World) -> None:
    scores = scored(world, TEXT)
    assert (scores.alarms, scores.precision) == (2, 0.0)
    assert scored(world, "Will the Dow rise 3%?").alarms == 0


def test_beyond_the_data_only_reading_counts(world: World) -> None:
    scores = scored(world, TEXT, expected("0.76%", "does not hold"), at="2026-06-22T17:30-04:00")
    assert (scores.late, scores.judged, scores.recall) == (1, 0, 1.0)


def test_cases_stand_one_a_line(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "kind": "k",
        "at": "2026-01-22T17:30-05:00",
        "text": TEXT,
        "expect": [expected("2,718.77")],
    }
    (tmp_path / "cases.jsonl").write_text(json.dumps(row) + "\n\n")
    (case,) = cases_in(tmp_path / "cases.jsonl")
    assert (case.expected[0].start, case.expected[0].end) == (31, 39)


@pytest.mark.parametrize(
    ("figure", "false"),
    [("1.2", "4.9"), ("2,731.77", "2,895.67"), ("7.026,24", "7.447,81"), ("879", "1322"), ("1,325", "1,991")],
)
def test_a_figure_is_made_false_in_its_own_notation(figure: str, false: str) -> None:
    assert made_false(figure) == false


def test_of_true_figures_made_false_those_that_are_refused_count(world: World) -> None:
    rows = [expected("0.76%"), expected("2,718.77", kind="level")]
    row = {"id": "x", "kind": "k", "at": "2026-01-22T17:30-05:00", "text": TEXT, "expect": rows}
    outcomes = [outcome_of(findings) for _claim, _text, findings in flips(Case.parse(row), world)]
    assert outcomes == ["refused", "refused"]
    bounded = row | {"text": "The Russell 2000 rose nearly 0.76%.", "expect": rows[:1]}
    assert list(flips(Case.parse(bounded), world)) == []  # a larger one may be true, too
    assert outcome_of([]) == "not read"
