"""Sentences in the manner of market news, judged on real data: precision, recall, and no opinion judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.market.claims.corpus import CLAIMS, NO_CLAIMS
from tests.market.claims.corpus.case import Case
from tests.market.claims.score import CHECKED, Judge, score
from tests.market.claims.world import World

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def judged(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(real_data, tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="module")
def world(real_data: Path) -> World:
    return World(real_data)


@pytest.mark.parametrize("case", CLAIMS, ids=lambda case: case.sentence[:60])
def test_the_verdict_written_down_is_the_true_one(case: Case, world: World) -> None:
    assert [proof(world) for _kind, _verdict, proof in case.claims] == [v for _kind, v, _proof in case.claims]


def test_precision_and_recall(judged: Judge) -> None:
    scores = score(CLAIMS, judged)
    given, right, wanted = (
        sum(getattr(s, field) for s in scores.values()) for field in ("given", "right", "wanted")
    )
    assert len(CLAIMS) >= 150
    assert right / given >= 0.99, [line for s in scores.values() for line in s.mistakes]
    assert right / wanted >= 0.90, [line for s in scores.values() for line in s.mistakes]


def test_nothing_that_claims_nothing_is_given_a_verdict(judged: Judge) -> None:
    assert len(NO_CLAIMS) >= 50
    judgements = {line: judged(line, "2026-01-22") for line in NO_CLAIMS}
    assert {line: found for line, found in judgements.items() if any(v in CHECKED for _k, v in found)} == {}
