"""Breadth, panels and base rates, beside plain pandas, Parquet and the bare picture.

The shape is that of the real panel (1,848 members × 1,130 sessions, gaps and late listings
included); the numbers are invented, since real ones may not be kept here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.pictures import bare_comparison
from benchmarks.row import BenchmarkRow, seconds, side_by_side
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from charts.drawing.render import render
from market.analytics.base_rates import base_rates, record
from market.analytics.breadth import measure
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.live_panel import live_panel
from market.datasets.members import RUSSELL_2000, Member, MemberPanel, Members, Universe
from market.fetching.blob_store import BlobStore
from market.fetching.member_refresh import MemberRefresh
from market.fetching.panel_store import MemberRow, StoredPanels
from market.fetching.rate_limit import RateLimit
from market.live_quote import LiveQuote
from market.provenance import Provenance
from market.sources import History
from market.symbols import Symbol

MEMBERS, SESSIONS = 1848, 1130
NOW = datetime(2026, 1, 22, 22, tzinfo=UTC)


def rows() -> Iterator[BenchmarkRow]:
    panel = _panel(MEMBERS)
    yield side_by_side(
        f"breadth, all series, {MEMBERS:,} × {SESSIONS:,}, beside pandas rolling",
        lambda: measure(panel),
        lambda: _by_rolling(panel),
        0.17,
        rounds=5,
    )
    yield _live(_panel(2000))
    yield _loading(panel)
    yield _answer()
    yield _base_rates()
    yield _linear()
    yield _nightly()


def _panel(members: int) -> pd.DataFrame:
    random = np.random.default_rng(2026)
    days = pd.bdate_range(end="2026-01-22", periods=SESSIONS, name="session").as_unit("us")
    prices = 50 * np.exp(random.normal(0.0003, 0.02, (SESSIONS, members)).cumsum(axis=0))
    starts = random.integers(-3 * SESSIONS, SESSIONS // 2, members)
    prices[np.arange(SESSIONS)[:, None] < starts] = np.nan
    prices[random.random(prices.shape) < 0.0005] = np.nan
    return pd.DataFrame(prices, days, [f"M{i:04d}" for i in range(members)])


def _live(closes: pd.DataFrame) -> BenchmarkRow:
    """All of a session's figures from one batch of quotes, beside those of every session."""
    closes, session = closes.astype("float32"), date(2026, 1, 23)
    rows = tuple(Member(ticker, ticker, "Energy", 1 / len(closes.columns)) for ticker in closes.columns)
    members = Members(RUSSELL_2000, rows, Provenance.of_day("a benchmark", session))
    panel = MemberPanel(members, closes, Provenance("a benchmark", NOW))
    last = closes.iloc[-1].dropna()
    quotes = {str(t): LiveQuote(str(t), session, NOW, price * 1.01, price) for t, price in last.items()}
    return side_by_side(
        "breadth so far of 2,000 members, from one batch of quotes, beside that of all sessions",
        lambda: live_panel(panel, quotes, session, NOW.date(), NOW, "a benchmark").breadth,
        lambda: measure(closes),
        0.1,
    )


def _by_rolling(closes: pd.DataFrame) -> tuple[pd.Series, ...]:
    """What a pandas user would write for the same series."""
    priced = closes.notna()
    series = []
    for window in (50, 200):
        average = closes.rolling(window).mean()
        series.append((closes > average).sum(axis=1) / average.notna().sum(axis=1))
    moves = closes.diff()
    advancing, declining = (moves > 0).sum(axis=1), (moves < 0).sum(axis=1)
    highs = (closes >= closes.rolling(252).max()).sum(axis=1)
    lows = (closes <= closes.rolling(252).min()).sum(axis=1)
    return (*series, advancing, declining, (advancing - declining).cumsum(), highs - lows, priced.sum(axis=1))


def _loading(panel: pd.DataFrame) -> BenchmarkRow:
    with tempfile.TemporaryDirectory() as folder:
        store = BlobStore(f"sqlite:///{folder}/panel.sqlite3")
        kept, universe = StoredPanels(store, "bench", "a benchmark"), Universe.parse("russell2000")
        for ticker in panel:
            kept.note(universe, str(ticker), MemberRow(panel[ticker].dropna(), NOW.date(), whole=True), NOW)
        kept.consolidate(universe, panel.index[0].date(), NOW)
        parquet = Path(folder) / "panel.parquet"
        panel.astype("float32").to_parquet(parquet)
        row = side_by_side(
            "loading that panel from the store, beside one Parquet file",
            lambda: kept.closes(universe),
            lambda: pd.read_parquet(parquet),
            3.0,
        )
        store.close()
    return row


def _answer() -> BenchmarkRow:
    app = build_app(Settings(source="sample"))
    question = Request(text="/breadth")
    chart = app.engine.answer(question).chart
    assert chart is not None

    def fresh() -> object:
        app.engine.forget()
        return render(app.engine.answer(question).chart)  # type: ignore[arg-type]  # it has a picture

    return side_by_side(
        "/breadth warm, request to PNG, beside its picture", fresh, lambda: render(chart), 1.3
    )


def _base_rates() -> BenchmarkRow:
    """38 years of closes with 10,000 draws, against 0.3 s where the bare figure takes 60 ms."""
    random = np.random.default_rng(7)
    days = pd.bdate_range(end="2026-01-22", periods=38 * 252, name="session")
    closes = pd.Series(170 * np.exp(random.normal(0.0003, 0.012, len(days)).cumsum()), days)
    return side_by_side(
        "/history, 38 years, 10,000 draws, beside the bare comparison figure",
        lambda: base_rates(closes, record(closes)),
        bare_comparison,
        5.0,
        rounds=5,
    )


def _linear() -> BenchmarkRow:
    """Four times the members must cost about four times as much: the ratio of costs a member."""
    small, large = _panel(400), _panel(1600)
    each = [(seconds(lambda: measure(small)) / 400, seconds(lambda: measure(large)) / 1600) for _ in range(5)]
    low, high = (float(np.median(column)) * 1e6 for column in zip(*each, strict=True))
    return BenchmarkRow("breadth, cost a member, 1,600 beside 400 members", high, low, 1.5, unit="µs")


class _Provider:
    """Answers about every member at once, from memory, and counts how often it was asked."""

    key, title, terms, sample, stores = "bench", "a benchmark", "", False, True

    def __init__(self) -> None:
        self.asked = 0

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        self.asked += 1
        days = pd.bdate_range(end="2026-01-22", periods=SESSIONS, name="session")
        frame = pd.DataFrame({"adj_close": np.linspace(50, 60, SESSIONS)}, days)
        return History(frame.loc[pd.Timestamp(since or date.min) :], None, now, final=True)


def _nightly() -> BenchmarkRow:
    """Four times the members must cost the nightly batch about four times as much, one question each,
    and a batch that is killed half way must ask about nobody twice."""
    each = [(_batch(100) / 100, _batch(400) / 400) for _ in range(3)]
    low, high = (float(np.median(column)) * 1e6 for column in zip(*each, strict=True))
    return BenchmarkRow("nightly batch, cost a member, 400 beside 100 members", high, low, 1.75, unit="µs")


def _batch(count: int) -> float:
    """Seconds of one batch over `count` members that was killed half way and begun again."""
    rows = tuple(Member(f"M{i:04d}", "", "") for i in range(count))
    members, provider = Members(RUSSELL_2000, rows, Provenance.of_day("a benchmark", NOW.date())), _Provider()

    def killed(done: int, total: int, ticker: str) -> None:
        if done == count // 2:
            raise KeyboardInterrupt

    with tempfile.TemporaryDirectory() as folder:
        store = BlobStore(f"sqlite:///{folder}/batch.sqlite3")
        pace = RateLimit(per_second=1e9)
        panels = StoredPanels(store, provider.key, provider.title)
        batch = MemberRefresh(provider, panels, FixedClock(NOW), Calendar(), pace)

        def both() -> None:
            with suppress(KeyboardInterrupt):
                batch.run(members, killed)
            batch.run(members)

        spent = seconds(both)
        store.close()
    if provider.asked != count:
        raise AssertionError(f"{provider.asked} questions about {count} members")
    return spent
