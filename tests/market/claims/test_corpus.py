"""Sentences in the manner of market news, judged on real data: precision, recall, and no opinion judged."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from market.calendar import Calendar
from market.claims.grammar import read
from market.clock import FixedClock
from market.errors import MarketError
from market.macro_service import MacroService
from market.market import Market
from market.sources.files import FilesSource
from market.sources.files_macro import FileMacro
from market.verdicts.data import Data
from market.verdicts.judge import judge, needs
from tests.commands.funds import fund_folder
from tests.market.claims.corpus import CLAIMS, NO_CLAIMS, Case
from tests.market.claims.world import World

pytestmark = pytest.mark.realdata
NOW = datetime.fromisoformat("2026-01-30T20:00-05:00")


class Judge:
    """Reads a sentence as of a day and gives (kind, verdict) of each claim, in order."""

    def __init__(self, real_data: Path, folder: Path) -> None:
        fund_folder(real_data, folder)
        for path in real_data.glob("*.csv.gz"):
            (folder / path.name.replace(".gz", "")).unlink(missing_ok=True)
            (folder / path.name).write_bytes(path.read_bytes())
        clock, self.calendar = FixedClock(NOW), Calendar()
        self.market = Market(FilesSource(folder, self.calendar), clock, self.calendar)
        self.economy = MacroService(FileMacro(folder), clock)
        self.cache: dict[str, object] = {}

    def __call__(self, sentence: str, day: str) -> list[tuple[str, str]]:
        claims = read(sentence, NOW.date(), date.fromisoformat(day)).claims
        wanted = needs(claims)
        for symbol in wanted.symbols:
            if symbol.ticker not in self.cache:
                try:
                    self.cache[symbol.ticker] = self.market.bars(symbol)
                except MarketError:
                    continue
        series = {one.id: self.economy.series(one) for one in wanted.series}
        data = Data(NOW.date(), self.calendar, self.cache, {}, series)  # type: ignore[arg-type]  # bars only
        return [(type(claim).__name__, str(judge(claim, data).verdict)) for claim in claims]


@pytest.fixture(scope="module")
def judged(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(real_data, tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="module")
def world(real_data: Path) -> World:
    return World(real_data)


CHECKED = {"holds", "does not hold", "held during the session, not at the close"}


@pytest.mark.parametrize("case", CLAIMS, ids=lambda case: case.sentence[:60])
def test_the_verdict_written_down_is_the_true_one(case: Case, world: World):
    assert [proof(world) for _kind, _verdict, proof in case.claims] == [v for _kind, v, _proof in case.claims]


def test_precision_and_recall(judged: Judge):
    wanted, right, given, wrong = Counter[str](), Counter[str](), Counter[str](), []
    for case in CLAIMS:
        expected = [(kind, verdict) for kind, verdict, _proof in case.claims]
        found = [pair for pair in judged(case.sentence, case.day) if pair[1] in CHECKED]
        left = list(expected)
        for pair in found:
            given[pair[0]] += 1
            if pair in left:
                left.remove(pair)
                right[pair[0]] += 1
            else:
                wrong.append((case.sentence, pair))
        wanted.update(kind for kind, _verdict in expected)
        if left:
            wrong.append((case.sentence, "missed", left))
    assert len(CLAIMS) >= 150
    for line in wrong: print(line)
    print(sum(right.values()), sum(given.values()), sum(wanted.values()))
    assert sum(right.values()) / sum(given.values()) >= 0.99, wrong
    assert sum(right.values()) / sum(wanted.values()) >= 0.90, wrong


def test_nothing_that_claims_nothing_is_given_a_verdict(judged: Judge):
    assert len(NO_CLAIMS) >= 50
    judgements = {line: judged(line, "2026-01-22") for line in NO_CLAIMS}
    assert {line: found for line, found in judgements.items() if any(v in CHECKED for _k, v in found)} == {}
