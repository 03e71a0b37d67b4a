"""The data of a folder, loaded once, and a text judged on it as of any moment."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from market.bars import Bars
from market.calendars.calendar import Calendar
from market.claims.grammar import AnyClaim, readings_of
from market.clock import FixedClock
from market.datasets.macro_observations import Observations
from market.datasets.members import MemberPanel, Universe
from market.errors import MarketError
from market.formatting import NEW_YORK
from market.services.macro import MacroService
from market.services.members import MemberService
from market.services.prices import Market
from market.sources.files.macro import FileMacro
from market.sources.files.members import FileMembers
from market.sources.files.prices import FilesSource
from market.symbols import Symbol
from market.verdicts.data import JudgementData
from market.verdicts.judge import needs
from market.verdicts.texts import claims_of, judge_text
from market.verdicts.verdict import Finding


class World:
    """A folder of real data. `last`: its last session."""

    def __init__(self, folder: Path) -> None:
        self.calendar = Calendar()
        index = pd.read_csv(folder / "GSPC.csv.gz", usecols=["date"], parse_dates=["date"])["date"]
        self.last = index.iloc[-1].date()
        clock = FixedClock(datetime.fromisoformat(f"{self.last}T20:00-05:00"))
        self._market = Market(FilesSource(folder, self.calendar), clock, self.calendar, seconds=60)
        lists = FileMembers(folder, self.calendar)
        self._members = MemberService(lists, lists, clock, self.calendar, seconds=60)
        self._economy = MacroService(FileMacro(folder), clock)
        self._bars: dict[str, Bars | str] = {}
        self._panels: dict[str, MemberPanel | str] = {}
        self._series: dict[str, Observations | str] = {}

    def findings(self, text: str, at: datetime) -> list[Finding]:
        """The findings on every claim of `text`, in its order."""
        state = self.calendar.state(at)
        readings = readings_of(text, state.last_completed, asked=at.astimezone(NEW_YORK).date())
        data = self._data(claims_of(readings), state.last_completed)
        return list(judge_text(readings, data)[1])

    def _data(self, claims: tuple[AnyClaim, ...], last: date) -> JudgementData:
        wanted = needs(claims)
        for symbol in wanted.symbols:
            self._load_bars(symbol)
        for key in wanted.universes:
            if key not in self._panels:
                try:
                    self._panels[key] = self._members.panel(Universe.parse(key))
                except MarketError as problem:
                    self._panels[key] = str(problem)
        for series in wanted.series:
            if series.id not in self._series:
                try:
                    self._series[series.id] = self._economy.series(series)
                except MarketError as problem:
                    self._series[series.id] = str(problem)
        stores = (self._bars, self._panels, self._series)
        problems = {key: value for store in stores for key, value in store.items() if isinstance(value, str)}
        return JudgementData(
            last,
            self.calendar,
            {k: v for k, v in self._bars.items() if not isinstance(v, str)},
            {k: v for k, v in self._panels.items() if not isinstance(v, str)},
            {k: v for k, v in self._series.items() if not isinstance(v, str)},
            problems,
            self._market.prints,
        )

    def _load_bars(self, symbol: Symbol) -> None:
        if symbol.ticker in self._bars:
            return
        try:
            self._bars[symbol.ticker] = self._market.bars(symbol, levels=False)
        except MarketError as problem:
            self._bars[symbol.ticker] = str(problem)
