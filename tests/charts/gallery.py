"""One spec of every picture, from invented numbers, ordinary and awkward, for the tests to walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from charts.pictures.bars import Bar, RankedBars
from charts.pictures.breadth import BreadthChart, DivergenceBand
from charts.pictures.candles import Candles
from charts.pictures.comparison import ComparisonChart
from charts.pictures.concentration import ConcentrationChart
from charts.pictures.dashboard import Dashboard
from charts.pictures.events import Fan
from charts.pictures.heatmap import GroupHeading, Heatmap
from charts.pictures.intraday import IntradayCandles
from charts.pictures.ladder import LadderChart, RungMeasure
from charts.pictures.level import LevelChart, RecordLevel, RunningPoint
from charts.pictures.macro import MacroPanel, MacroRow, MacroSeries
from charts.pictures.risk import RollingRisk
from charts.pictures.rotation import RotationChart, Trail
from charts.pictures.sessions import SessionBar, SessionBars
from charts.pictures.sparklines import Sparklines, SparkRow
from charts.pictures.studies import StudyPanel
from charts.pictures.valuation import ValuationChart
from charts.pictures.waterfall import Step, Waterfall
from charts.pictures.weights import WeightsChart
from charts.pictures.windows import WindowLine, WindowsChart
from charts.spec import Caption, Chart, Line
from commands.presentation.sector_names import SHORTER_SECTORS
from market.formatting import Unit, change
from market.provenance import Provenance

AS_OF = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)
RUNGS = ("Mega", "Large", "Mid", "Small", "Micro")
SECTORS = (
    "Technology",
    "Financials",
    "Health Care",
    "Consumer Discretionary",
    "Communication Services",
    "Industrials",
    "Consumer Staples",
    "Energy",
    "Utilities",
    "Materials",
    "Real Estate",
)
LONG = "After the close the Russell 2000 led every index for the fourteenth session in a row, the longest since 1996"
HOSTILE = (
    "$x^2$ \\frac{1}{0} @everyone <!channel> </script> \x00\x1b[31m\u202e evil\u200b 😀 中文 " + "W" * 200
)


def caption(
    title: str = "Russell 2000 closed at 2,718.77, +0.76%", subtitle: str = "", sample: bool = False
) -> Caption:
    return Caption(title, Provenance("Yahoo Finance", AS_OF, sample), f"{title}. A picture.", subtitle)


def days(count: int) -> np.ndarray:
    """`count` weekdays to 2026-01-22."""
    return np.busday_offset("2026-01-22", np.arange(1 - count, 1), roll="backward").astype("datetime64[D]")


def walk(
    label: str = "RUT", count: int = 130, seed: int = 1, start: float = 2400.0, swing: float = 0.011
) -> Line:
    steps = np.random.default_rng(seed).normal(0.0004, swing, count)
    return Line(label, days(count), start * np.exp(np.cumsum(steps)))


def rebased(label: str, count: int = 260, seed: int = 1) -> Line:
    line = walk(label, count, seed)
    return replace(line, values=line.values / line.values[0] - 1)


def shares(label: str, count: int = 260, seed: int = 1) -> Line:
    steps = np.cumsum(np.random.default_rng(seed).normal(0, 0.04, count))
    return Line(label, days(count), 0.5 + 0.45 * np.sin(steps))


def frame(count: int) -> pd.DataFrame:
    """Daily bars in the shape of `Bars.frame`."""
    rng = np.random.default_rng(4)
    close = walk(count=count, seed=4, start=250.0).values
    opened = close * (1 + rng.normal(0, 0.006, count))
    high = np.maximum(opened, close) * (1 + rng.uniform(0, 0.006, count))
    low = np.minimum(opened, close) * (1 - rng.uniform(0, 0.006, count))
    volume = rng.lognormal(17, 0.3, count)
    columns = {"open": opened, "high": high, "low": low, "close": close, "adj_close": close, "volume": volume}
    return pd.DataFrame(columns, index=pd.DatetimeIndex(days(count), name="session"))


def average(count: int, window: int) -> Line:
    closes = frame(count)["close"]
    return Line.of(f"SMA {window}", closes.rolling(window).mean())


def level() -> LevelChart:
    closes = walk()
    records = closes.sessions[1:][closes.values[1:] > np.maximum.accumulate(closes.values)[:-1]]
    drawdown = closes.values / np.maximum.accumulate(closes.values) - 1
    return LevelChart(caption(), closes, records, None, Line("Drawdown", closes.sessions, drawdown))


def level_so_far() -> LevelChart:
    done = level()
    closes = Line("RUT", done.closes.sessions[-22:-1], done.closes.values[-22:-1])
    so_far = RunningPoint(
        date(2026, 1, 22), float(closes.values[-1] * 1.0004)
    )  # a label right beside the close's
    fall = Line("Drawdown", closes.sessions, closes.values / np.maximum.accumulate(closes.values) - 1)
    return replace(
        done, caption=caption(LONG, "As of 11:30 ET", True), closes=closes, so_far=so_far, drawdown=fall
    )


def level_below_its_record() -> LevelChart:
    done = level()
    closes = replace(done.closes, market="^RUT")
    at = int(np.argmax(closes.values))
    record = RecordLevel(closes.sessions[at].item(), float(closes.values[at]))
    means = (replace(closes, label="SMA 50", values=closes.values * 0.98),)
    so_far = RunningPoint(date(2026, 1, 23), float(closes.values[-1]))
    return replace(done, closes=closes, record=record, averages=means, so_far=so_far)


def level_under_an_old_record() -> LevelChart:
    """The highest close here stands just below a record of before."""
    closes = walk(count=130)
    record = RecordLevel(date(2021, 11, 8), float(closes.values.max()) * 1.02)
    return LevelChart(caption(), closes, record=record)


def ranking() -> RankedBars:
    days = ("1933-07-21", "2008-10-10", "1940-05-17", "2020-03-20", "1932-09-16", "2026-01-22")
    bars = [
        Bar(
            f"{place}.  week to {on}",
            -0.19 + 0.03 * at,
            group="the newest" if at == 5 else "",
            short=f"{place}. to {on}",
        )
        for at, (place, on) in enumerate(zip((1, 2, 3, 4, 5, 1842), days, strict=True))
    ]
    return RankedBars(caption(LONG), tuple(bars), ranked=True)


def intraday() -> IntradayCandles:
    opens = datetime(2026, 1, 22, 14, 30, tzinfo=UTC)
    places = np.delete(np.arange(24), 2)
    starts = np.datetime64("2026-01-22T14:30:00") + places * np.timedelta64(300, "s")
    bars = frame(24).drop(index=frame(24).index[2]) * 10
    prices = [bars[name].to_numpy() for name in ("open", "high", "low", "close")]
    closes = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)
    return IntradayCandles(
        caption(), starts, prices[0], prices[1], prices[2], prices[3], opens, closes, 2400.0
    )


def sessions() -> SessionBars:
    values = (-0.0712, 0.0021, None, -0.0004, 0.1434)
    bars = [SessionBar(f"{15 + i} Jan", v, change(v) if v else "–") for i, v in enumerate(values)]
    bars[1] = replace(bars[1], record=True)
    return SessionBars(caption(), (*bars, SessionBar("so far", -0.0125, "−1.25%", so_far=True)))


def comparison_so_far() -> ComparisonChart:
    lines = tuple(rebased(f"Market {i}", seed=i) for i in range(4))
    ends = tuple(float(line.values[-1]) * 1.01 for line in lines)
    return ComparisonChart(caption(), lines, so_far=ends, running=datetime(2026, 1, 23, 16, 30, tzinfo=UTC))


def studies(sessions: np.ndarray) -> tuple[StudyPanel, ...]:
    """RSI and MACD from invented numbers, the second begun in the middle."""
    wave = np.sin(np.linspace(0, 9, len(sessions)))
    late = np.where(np.arange(len(sessions)) < len(sessions) // 2, np.nan, wave)
    pair = (Line("MACD", sessions, late * 40), Line("signal", sessions, late * 39))
    return (
        StudyPanel("RSI 14", (Line("", sessions, 50 + 40 * wave),), (30.0, 50.0, 70.0)),
        StudyPanel("MACD 12 26 9", pair, histogram=Line("histogram", sessions, late)),
    )


def ladder() -> LadderChart:
    returns = RungMeasure(
        "Return", Unit.CHANGE, (-0.012, 0.021, 0.034, 0.095, 0.142), (None, 0.026, 0.039, 0.101, None), True
    )
    swings = RungMeasure("Realised volatility", Unit.SHARE, (0.142, 0.121, 0.134, 0.195, 0.242))
    falls = RungMeasure(
        "Drawdown", Unit.CHANGE, (-0.042, -0.021, -0.034, 0.0, -0.012), (None, -0.016, -0.039, -0.001, None)
    )
    broad = RungMeasure("Above 200-day average", Unit.SHARE, (0.712, None, 0.634, 0.595, 0.642))
    return LadderChart(
        caption(LONG, "2025-10-22 to 2026-01-22 · total return"), RUNGS, (returns, swings, falls, broad)
    )


def breadth() -> BreadthChart:
    parted = (
        DivergenceBand(date(2025, 6, 2), date(2025, 7, 1), True),
        DivergenceBand(date(2025, 7, 3), date(2025, 7, 9), True),
        DivergenceBand(date(2025, 11, 3), date(2025, 11, 20), False),
    )
    return BreadthChart(caption(), walk(count=260), (shares("50-day"), shares("200-day", seed=2)), parted)


def sectors(names: tuple[str, str] = ("", "")) -> RankedBars:
    rng = np.random.default_rng(3)
    others = rng.normal(0, 0.05, 11).tolist() if names[0] else [None] * 11
    bars = tuple(
        Bar(
            name,
            value if name != "Energy" else None,
            other,
            "defensive" if name in SECTORS[6:9] else "cyclical",
            short=name.split()[0],
        )
        for name, value, other in zip(SECTORS, rng.normal(0, 0.04, 11).tolist(), others, strict=True)
    )
    return RankedBars(caption("Materials lead the sectors"), bars, names=names)


def movers() -> RankedBars:
    moves = np.random.default_rng(5).normal(0, 0.03, 498)
    return RankedBars(
        caption("All moved"), tuple(Bar(f"TICK{i}", float(move)) for i, move in enumerate(moves))
    )


def heatmap(members: int = 500) -> Heatmap:
    rng = np.random.default_rng(6)
    changes = rng.normal(0, 0.02, members)
    changes[::50] = np.nan
    labels = tuple(f"T{i}" for i in range(members))
    return Heatmap(
        caption("A day"),
        labels,
        tuple(SECTORS[i % 11] for i in range(members)),
        rng.pareto(1.3, members) + 0.1,
        changes,
        heads=heads(),
    )


def heads() -> tuple[GroupHeading, ...]:
    return tuple(GroupHeading(sector, 0.0123, (sector.split()[-1], sector[:4])) for sector in SECTORS)


def sector_heatmap() -> Heatmap:
    weights = np.array([30, 13, 11, 10, 9, 8, 6, 4, 3, 2.5, 2.3])
    changes = np.linspace(-0.04, 0.04, 11)
    return Heatmap(caption("Sectors"), SECTORS, ("",) * 11, weights, changes, heads=heads())


def rotation() -> RotationChart:
    rng = np.random.default_rng(7)
    names = (
        "XLK",
        "XLF",
        "XLV",
        "XLY",
        "XLC",
        "XLI",
        "XLP",
        "XLE",
        "XLU",
        "XLB",
        "XLRE",
        "IWM",
        "IWC",
        "IJH",
    )
    paths = [np.cumsum(rng.normal(0, 0.008, (2, 63)), axis=1) for _ in names]
    trails = tuple(
        Trail(sector, path[0], path[1], name, SHORTER_SECTORS.get(sector, ()))
        for name, sector, path in zip(
            names, (*SECTORS, "Small caps", "Micro caps", "Mid caps"), paths, strict=True
        )
    )
    ratio = replace(walk("RUT/SPX", 260, start=0.38), market="^RUT")
    means = tuple(
        Line(f"{n}-day", ratio.sessions, pd.Series(ratio.values).rolling(n).mean().to_numpy())
        for n in (50, 200)
    )
    return RotationChart(caption("Small-cap-led"), ratio, means, trails)


def fan() -> Fan:
    steps = np.random.default_rng(8).normal(0.0003, 0.011, (40, 252))
    paths = np.concatenate([np.zeros((40, 1)), np.exp(np.cumsum(steps, axis=1)) - 1], axis=1)
    paths[-1, 100:] = np.nan
    low, median, high = np.nanquantile(paths, [0.25, 0.5, 0.75], axis=0)
    return Fan(caption("After 40 events"), paths, median, median * 0.98, low, high)


def macro_series() -> MacroSeries:
    months = np.arange("2000-01", "2026-01", dtype="datetime64[M]").astype("datetime64[D]")
    rates = 0.05 + 0.02 * np.sin(np.arange(len(months)) / 20)
    slumps = ((date(2001, 3, 1), date(2001, 11, 30)), (date(2007, 12, 1), date(2009, 6, 30)))
    series = Line("Unemployment rate", months, rates)
    ratio = walk("Russell 2000 over S&P 500", 6000, start=0.5, swing=0.006)
    return MacroSeries(caption("Unemployment is 4.4%"), series, "4.4%", Unit.SHARE, ratio, slumps)


def macro_bars() -> MacroSeries:
    months = np.arange("2018-06", "2020-06", dtype="datetime64[M]").astype("datetime64[D]")
    values = np.random.default_rng(10).normal(180_000, 70_000, len(months))
    values[-2] = -20_500_000
    series = Line("Payrolls, monthly change", months, values)
    return MacroSeries(caption(LONG), series, "150,000", Unit.COUNT, bars=True)


def macro_panel() -> MacroPanel:
    names = ("Real GDP growth, annualised", "Payrolls", "Initial claims, 4-week average", HOSTILE)
    rows = tuple(
        MacroRow(name, "201,500", "−0.20 points", "2026-01-22", share)
        for name, share in zip(names, (0, 1, 0.5, None), strict=True)
    )
    return MacroPanel(caption("Growth is strong", sample=True), rows)


def weights() -> WeightsChart:
    betas = (Bar("Russell 2000", 0.98), Bar("S&P 500", 1.31), Bar("Nasdaq-100", None))
    return WeightsChart(
        caption("Effective number 14"), tuple(Bar(f"T{i}", (i + 1) / 465) for i in range(30)), betas
    )


def concentration() -> ConcentrationChart:
    parts = (Bar("NVDA", 0.0072), Bar("MSFT", -0.0012), Bar("the rest", 0.0041))
    return ConcentrationChart(
        caption("51%"), rebased("Cap-weighted S&P 500"), rebased("Equal-weighted S&P 500", seed=2), parts
    )


def valuation() -> ValuationChart:
    measures = (
        RungMeasure("Trailing P/E", Unit.RATIO, (28.1, 25.4, 20.1, 17.9, None)),
        RungMeasure("Forward P/E", Unit.RATIO, (24.1, 22.4, 17.1, 15.9, 14.2)),
        RungMeasure("Price to book", Unit.RATIO, (6.1, 4.9, 2.8, 2.0, 1.6)),
    )
    spread = Line(
        "Small against large, forward P/E, stored since 2025-01-22", days(260), shares("", 260).values - 1
    )
    return ValuationChart(caption("22% below"), RUNGS, measures, spread)


def sparklines() -> Sparklines:
    rows = [SparkRow(f"T{i}", walk(seed=i), 2718.77, 0.0076, -0.02 * i) for i in range(7)]
    rows.append(SparkRow(HOSTILE, None, None))
    return Sparklines(caption("5 of 8 rose"), tuple(rows), "3m")


def dashboard() -> Dashboard:
    return Dashboard(
        caption(LONG, "After the close of 2026-01-22", True), level(), ladder(), breadth(), sectors()
    )


def morning_dashboard() -> Dashboard:
    labels = (
        "Russell 2000 futures",
        "S&P 500 futures",
        "Dollar index",
        "WTI oil",
        "Nikkei 225",
        "Euro Stoxx 50",
    )
    bars = tuple(Bar(label, 0.004 - 0.0031 * place) for place, label in enumerate(labels))
    moves = RankedBars(caption("Since the close, by 08:45 ET"), bars)
    first = caption(LONG, "Before the open of 2026-01-22", True)
    return Dashboard(first, level(), None, breadth(), None, moves=moves, why=waterfall())


def broken_dashboard() -> Dashboard:
    missing = (
        ("breadth", "1,874 of 1,960 members are not stored yet; run the refresh and look again tomorrow"),
    )
    return Dashboard(caption("Nothing notable"), level_so_far(), None, None, sectors(), missing)


def waterfall() -> Waterfall:
    values = np.sort(np.random.default_rng(9).normal(0, 0.002, 11))[::-1].tolist()
    steps = [Step(name, value) for name, value in zip(SECTORS, values, strict=True)]
    steps[0] = replace(steps[0], names="BE +0.06, NXT +0.04, ZWS +0.02")
    steps[-1] = replace(steps[-1], names=HOSTILE)
    total = Step("Russell 2000", sum(values) - 0.0004)
    return Waterfall(caption(LONG), (*steps, Step("Not explained by members", -0.0004)), total)


def windows(markets: int = 2) -> WindowsChart:
    lines = tuple(
        WindowLine(f"Market {n}, {year}", f"M{n} {year}", f"M{n}", rebased("", 84, seed).values, year == 2020)
        for n in range(markets)
        for seed, year in ((n + 1, 2020), (n + 7, 2026))
    )
    return WindowsChart(
        caption("The Russell 2000 rose 7% in 83 sessions, against +44% after 30 Oct 2020"), lines
    )


GALLERY: dict[str, Callable[[], Chart]] = {
    "level": level,
    "level so far": level_so_far,
    "level below its record": level_below_its_record,
    "level under an old record": level_under_an_old_record,
    "level of 38 years": lambda: LevelChart(caption(LONG), walk(count=9700)),
    "level of one close": lambda: LevelChart(caption(), walk(count=1)),
    "level that stands still": lambda: LevelChart(caption(), Line("flat", days(30), np.full(30, 100.0))),
    "sessions": sessions,
    "intraday": intraday,
    "comparison of two": lambda: ComparisonChart(caption(), (rebased("RUT"), rebased("NDX", seed=2))),
    "comparison so far": comparison_so_far,
    "comparison of eight": lambda: ComparisonChart(
        caption(LONG, LONG, True), tuple(rebased(f"Market {i}", 60, seed=1) for i in range(8))
    ),
    "comparison of 20 years": lambda: ComparisonChart(
        caption(), (rebased("RUT", 5040), rebased("NDX", 5040, 2))
    ),
    "windows": windows,
    "windows of four": lambda: windows(4),
    "candles": lambda: Candles.of(
        caption(), frame(130), volume=True, averages=(average(130, 20), average(130, 50)), running=True
    ),
    "line with studies": lambda: replace(level(), studies=studies(level().closes.sessions)),
    "candles with studies": lambda: Candles.of(
        caption(), frame(130), averages=(average(130, 20),), studies=studies(days(130))
    ),
    "candles of four years": lambda: Candles.of(
        caption(), frame(1000), volume=True, averages=(average(1000, 50),)
    ),
    "candles of 38 years": lambda: Candles.of(caption(), frame(9700)),
    "ladder": ladder,
    "breadth": breadth,
    "sectors": sectors,
    "sectors by size": lambda: sectors(("large", "small")),
    "movers": movers,
    "ranking": ranking,
    "waterfall": waterfall,
    "waterfall of one": lambda: Waterfall(caption(), (Step("IWM", 0.0),), Step("Your holdings", 0.0)),
    "waterfall of fifty": lambda: Waterfall(
        caption(), tuple(Step(f"TICK{n}", 0.001) for n in range(50)), Step("Your holdings", 0.05)
    ),
    "heatmap": heatmap,
    "heatmap of a crowd": lambda: heatmap(1800),
    "sector heatmap": sector_heatmap,
    "rotation": rotation,
    "ratio": lambda: replace(rotation(), trails=()),
    "risk": lambda: RollingRisk(
        caption(), (shares("20 sessions"), shares("60 sessions", seed=2)), shares("Beta"), rebased("Drawdown")
    ),
    "fan": fan,
    "macro series": macro_series,
    "macro bars": macro_bars,
    "macro panel": macro_panel,
    "weights": weights,
    "concentration": concentration,
    "valuation": valuation,
    "valuation on its first day": lambda: replace(valuation(), spread=None),
    "sparklines": sparklines,
    "dashboard": dashboard,
    "dashboard of a morning": morning_dashboard,
    "dashboard with parts missing": broken_dashboard,
    "hostile words": lambda: ComparisonChart(
        Caption(HOSTILE, Provenance(HOSTILE, AS_OF, sample=True), HOSTILE, HOSTILE),
        (rebased(HOSTILE), rebased("B" * 300, seed=2)),
    ),
}
