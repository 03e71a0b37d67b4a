"""The economic series that are watched. Data first: one row a series, the panel in its order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from market.errors import MarketError
from market.formatting import Unit
from market.symbols import folded


class Measure(StrEnum):
    """What of the published numbers is read."""

    LEVEL = "as published"
    DIFFERENCE = "change on the period before"
    MEAN_OF_FOUR = "average of the last four"


class Frequency(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class UnknownSeries(MarketError):
    """No series of this name."""

    def __init__(self, text: str) -> None:
        words = ", ".join(series.word for series in PANEL)
        super().__init__(f"I know no series “{text[:40]}”. Use one of {words}.")


@dataclass(frozen=True, slots=True)
class EconomicSeries:
    """One economic series.

    id: FRED's.
    scale: what turns FRED's number into ours (fractions for per cent, persons for thousands).
    change_unit: of a difference.
    subject: how a sentence begins that is about it; empty for “the” and its name.
    """

    id: str
    word: str
    name: str
    frequency: Frequency
    unit: Unit
    change_unit: Unit
    scale: float
    measure: Measure = Measure.LEVEL
    aliases: tuple[str, ...] = ()
    subject: str = ""

    @classmethod
    def parse(cls, text: str) -> EconomicSeries:
        """The series of this word, alias, name or id. Raises UnknownSeries."""
        wanted = folded(text)
        for series in ALL:
            if wanted in (series.word, folded(series.id), folded(series.name), *series.aliases):
                return series
        raise UnknownSeries(text)

    def __str__(self) -> str:
        return self.word

    @property
    def named(self) -> str:
        """In a sentence: "the unemployment rate", "the 10-year yield"."""
        return self.subject or f"the {self.name[:1].lower()}{self.name[1:]}"


_DAY, _WEEK, _MONTH, _QUARTER = Frequency
PANEL = (
    EconomicSeries(
        "A191RL1Q225SBEA",
        "gdp",
        "Real GDP growth, annual rate",
        _QUARTER,
        Unit.SHARE,
        Unit.LEAD,
        0.01,
        subject="the annual rate of real GDP growth",
    ),
    EconomicSeries(
        "PAYEMS",
        "payrolls",
        "Payrolls, monthly change",
        _MONTH,
        Unit.COUNT,
        Unit.COUNT,
        1000.0,
        Measure.DIFFERENCE,
        ("jobs", "nonfarm payrolls", "employment"),
        "the monthly change of payrolls",
    ),
    EconomicSeries(
        "UNRATE",
        "unemployment",
        "Unemployment rate",
        _MONTH,
        Unit.SHARE,
        Unit.LEAD,
        0.01,
        aliases=("jobless rate",),
    ),
    EconomicSeries(
        "ICSA",
        "claims",
        "Initial claims, 4-week average",
        _WEEK,
        Unit.COUNT,
        Unit.COUNT,
        1.0,
        Measure.MEAN_OF_FOUR,
        ("jobless claims", "initial claims"),
        "the 4-week average of initial claims",
    ),
    EconomicSeries(
        "NFCI",
        "nfci",
        "Financial conditions (NFCI)",
        _WEEK,
        Unit.RATIO,
        Unit.RATIO,
        1.0,
        aliases=("financial conditions", "conditions"),
        subject="the index of financial conditions (NFCI)",
    ),
    EconomicSeries(
        "BAMLH0A0HYM2",
        "spread",
        "High-yield spread",
        _DAY,
        Unit.RATE,
        Unit.LEAD,
        0.01,
        aliases=("high yield spread", "high-yield spread", "credit spread", "hy"),
    ),
    EconomicSeries(
        "DGS10", "10y", "10-year yield", _DAY, Unit.RATE, Unit.LEAD, 0.01, aliases=("ten-year", "yield")
    ),
    EconomicSeries(
        "DFII10",
        "real",
        "10-year real yield",
        _DAY,
        Unit.RATE,
        Unit.LEAD,
        0.01,
        aliases=("real yield", "tips"),
    ),
)
TWO_YEAR = EconomicSeries(
    "DGS2", "2y", "2-year yield", _DAY, Unit.RATE, Unit.LEAD, 0.01, aliases=("two-year",)
)
CURVE = EconomicSeries(
    "T10Y2Y",
    "curve",
    "10-year less 2-year yield",
    _DAY,
    Unit.RATE,
    Unit.LEAD,
    0.01,
    aliases=("yield curve",),
)
RECESSION = EconomicSeries(
    "USREC", "recession", "Recession (NBER)", _MONTH, Unit.COUNT, Unit.COUNT, 1.0, aliases=("recessions",)
)
ALL = (*PANEL, TWO_YEAR, CURVE, RECESSION)
