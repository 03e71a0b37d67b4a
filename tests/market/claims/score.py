"""How well claims are found and judged, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from market.bars import Bars
from market.calendars.calendar import Calendar
from market.claims.grammar import read
from market.clock import FixedClock
from market.errors import MarketError
from market.services.macro import MacroService
from market.services.prices import Market
from market.sources.files.macro import FileMacro
from market.sources.files.prices import FilesSource
from market.verdicts.data import JudgementData
from market.verdicts.judge import judge, needs
from tests.commands.funds import fund_folder
from tests.market.claims.corpus.case import Case
from tests.market.claims.world import D, F, H

NOW = datetime.fromisoformat("2026-01-30T20:00-05:00")
CHECKED = {H, F, D}


class Judge:
    """Reads a sentence as of a day and gives (kind, verdict) of each claim, in order. `folder`: where
    the real data may be laid out."""

    def __init__(self, real_data: Path, folder: Path) -> None:
        fund_folder(real_data, folder)
        for path in real_data.glob("*.csv.gz"):
            (folder / path.name.removesuffix(".gz")).unlink(missing_ok=True)
            (folder / path.name).write_bytes(path.read_bytes())
        clock, self.calendar = FixedClock(NOW), Calendar()
        self.market = Market(FilesSource(folder, self.calendar), clock, self.calendar)
        self.economy = MacroService(FileMacro(folder), clock)
        self.bars: dict[str, Bars] = {}

    def __call__(self, sentence: str, day: str) -> list[tuple[str, str]]:
        claims = read(sentence, NOW.date(), date.fromisoformat(day)).claims
        wanted = needs(claims)
        for symbol in wanted.symbols:
            if symbol.ticker not in self.bars:
                try:
                    self.bars[symbol.ticker] = self.market.bars(symbol)
                except MarketError:
                    continue
        series = {one.id: self.economy.series(one) for one in wanted.series}
        data = JudgementData(NOW.date(), self.calendar, self.bars, {}, series)
        return [
            (type(claim).__name__.removesuffix("Claim"), str(judge(claim, data).verdict)) for claim in claims
        ]


@dataclass
class Score:
    """`wanted`: claims there are; `given`: verdicts given; `right`: those that are as they should be."""

    wanted: int = 0
    given: int = 0
    right: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def score(cases: Iterable[Case], judged: Callable[[str, str], list[tuple[str, str]]]) -> dict[str, Score]:
    """By kind of claim."""
    scores: dict[str, Score] = {}
    for case in cases:
        left = [(kind, verdict) for kind, verdict, _proof in case.claims]
        for kind, _verdict in left:
            scores.setdefault(kind, Score()).wanted += 1
        for pair in judged(case.sentence, case.day):
            if pair[1] not in CHECKED:
                continue
            own = scores.setdefault(pair[0], Score())
            own.given += 1
            if pair in left:
                left.remove(pair)
                own.right += 1
            else:
                own.mistakes.append(f"{case.sentence} gave {pair}")
        for kind, verdict in left:
            scores[kind].mistakes.append(f"{case.sentence} lacks {kind}: {verdict}")
    return scores
