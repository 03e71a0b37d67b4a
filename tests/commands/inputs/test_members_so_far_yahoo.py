"""Members and sectors during a session through the whole program: the real Yahoo client on its wire, two batches of
quotes of which one is refused, a member without a quote, and one whose closes end a session early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial

import numpy as np
import pandas as pd
import pytest

from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import App, build_app
from commands.framework.figure import Figure
from commands.framework.reply import Reply
from market.analytics.rotation import SECTORS
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.members import RUSSELL_2000
from market.fetching.panel_store import MemberRow, StoredPanels
from market.fetching.rate_limit import RateLimit
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.quotes import QUOTES_AT_ONCE
from tests.wire.yahoo import BAD_GATEWAY, YahooWire, fresh_process

CALENDAR = Calendar()
NOW = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
AT, BEFORE, TODAY = "2026-01-22 11:30 ET", date(2026, 1, 21), date(2026, 1, 22)
DAYS = pd.DatetimeIndex(CALENDAR.sessions(date(2024, 12, 2), TODAY), name="session")
NAMES = [f"M{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(QUOTES_AT_ONCE + 3)]
EARLY, SILENT, PAID = 7, 11, 13  # places of members; one has paid a dividend, so its closes are adjusted
REFUSED = NAMES[QUOTES_AT_ONCE:]


def prices() -> np.ndarray:
    """Sessions × members; members share the market's moves. Today's are those so far."""
    draw = np.random.default_rng(22)
    moves = draw.normal(0, 0.01, (len(DAYS), 1)) + draw.normal(0, 0.01, (len(DAYS), len(NAMES)))
    closes: np.ndarray = np.round(50 * np.exp(moves.cumsum(axis=0)), 2)
    return closes


PRICES = prices()
CHANGES = PRICES[-1] / PRICES[-2] - 1
COVERED = np.array([n not in (EARLY, SILENT) and name not in REFUSED for n, name in enumerate(NAMES)])


def bars(closes: np.ndarray) -> pd.DataFrame:
    """The wire sends as today's price so far what today opened at."""
    return pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), closes), DAYS)


@pytest.fixture(scope="module")
def wire() -> Iterator[YahooWire]:
    fresh_process()
    with YahooWire(NOW, CALENDAR) as wire:
        for name, closes in zip(NAMES, PRICES.T, strict=True):
            wire.know(name, bars(closes))
        wire.know(NAMES[SILENT], bars(PRICES[:, SILENT]), quoted_previous=0.0)
        for ticker in ("^RUT", "IWM"):
            wire.know(ticker, bars(PRICES.mean(axis=1)), instrument="INDEX" if ticker == "^RUT" else "ETF")
        for place, ticker in enumerate((*SECTORS, "SPY")):
            wire.know(ticker, bars(PRICES[:, place]), instrument="ETF")
        wire.know("^GSPC", bars(PRICES.mean(axis=1)), instrument="INDEX")
        wire.fail("quote", BAD_GATEWAY, ",".join(REFUSED))
        yield wire


@pytest.fixture(scope="module")
def app(wire: YahooWire, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("yahoo")
    held = "".join(f"{n},{n},Energy,{100 / len(NAMES)}\n" for n in NAMES)
    (folder / "members.csv").write_text("ticker,name,sector,weight\n" + held)
    client = YahooClient(folder / "yfinance", wire.session())
    settings = Settings(source="yahoo", data_dir=folder, members_file=folder / "members.csv", deadline=60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("market.sources.yahoo.client.YahooClient", lambda _folder: client)
        # A pace that never makes a test wait.
        patch.setattr("bot.wiring.sources.RateLimit", partial(RateLimit, per_second=1e9))
        app = build_app(settings, clock=FixedClock(NOW))
    panels = app.data.sources.panels
    assert isinstance(panels, StoredPanels)
    for place, name in enumerate(NAMES):
        closes = pd.Series(PRICES[:-1, place] * (0.98 if place == PAID else 1), DAYS[:-1], dtype="float32")
        panels.note(
            RUSSELL_2000,
            name,
            MemberRow(closes.iloc[: -1 if place == EARLY else None], BEFORE, whole=True),
            NOW,
        )
    yield app
    client.close()
    assert app.data.sources.store is not None
    app.data.sources.store.close()


@pytest.fixture(scope="module")
def replies(app: App) -> dict[str, Reply]:
    """All at once: yfinance's warnings are silenced where it is loaded, and each test has filters of its own."""
    asked = ("/breadth", "/movers", "/heatmap", "/sectors 1d")
    return {text: app.engine.answer(Request(text=text), Deadline.after(60)) for text in asked}


def figures(reply: Reply) -> dict[str, Figure]:
    """By key; of several dates the newest, which comes first."""
    return {figure.key: figure for figure in reversed(reply.figures)}


def test_breadth_so_far_is_of_the_members_that_are_covered(
    replies: dict[str, Reply], wire: YahooWire
) -> None:
    reply = replies["/breadth"]
    assert "; 1 member advanced and 91 declined" in str(reply.headline)
    assert f"(as of {AT}, 88 of 93 members quoted; not a close)" in reply.headline
    found = figures(reply)
    key, changes = "breadth.russell2000.so_far", CHANGES[COVERED]
    expected = {"priced": 88, "advancers": (changes > 0).sum(), "decliners": (changes < 0).sum()}
    expected["rising"] = (changes > 0).mean()
    closes = PRICES[:, COVERED]
    for window in (50, 200):
        expected[f"above_{window}"] = (closes[-1] > closes[-window:].mean(axis=0)).mean()
    expected["highs"] = (closes[-1] > closes[-252:-1].max(axis=0)).sum()
    expected["lows"] = (closes[-1] < closes[-252:-1].min(axis=0)).sum()
    for name, value in expected.items():
        assert found[f"{key}.{name}"].value == pytest.approx(value), name
        assert found[f"{key}.{name}"].as_of == AT
    assert found["breadth.russell2000.priced"].value == 92  # all but the one that ends early
    assert [about for route, about in wire.asked if route == "quote"] == [
        ",".join(NAMES[:QUOTES_AT_ONCE]),
        ",".join(REFUSED),
    ]


@pytest.mark.parametrize("question", ["/movers", "/heatmap"])
def test_movers_and_the_heat_map_so_far_are_of_the_same_batch(
    replies: dict[str, Reply], question: str
) -> None:
    found = figures(replies[question])
    assert found["movers.russell2000.priced.so_far"].value == 88
    assert found["movers.russell2000.median.so_far"].value == pytest.approx(
        np.median(CHANGES[COVERED]), abs=1e-6
    )
    changes = dict(zip((name.lower() for name in NAMES), CHANGES, strict=True))
    named = {key.split(".")[2]: f.value for key, f in found.items() if key.endswith(".total.so_far")}
    assert named == pytest.approx({name: changes[name] for name in named}, abs=1e-6)
    if question == "/movers":
        covered = CHANGES[COVERED]
        ends = min(named.values()), max(named.values())  # type: ignore[type-var]
        assert ends == pytest.approx((covered.min(), covered.max()), abs=1e-6)


def test_sectors_so_far_are_those_of_their_funds(replies: dict[str, Reply]) -> None:
    reply = replies["/sectors 1d"]
    assert f"so far today (as of {AT}, not a close)" in reply.headline
    found = figures(reply)
    funds = {ticker: CHANGES[place] for place, ticker in enumerate(SECTORS)}
    for ticker, change in funds.items():
        assert found[f"{ticker.lower()}.total.so_far"].value == pytest.approx(change, abs=1e-6)
    assert found["sectors.best_name.so_far"].value == max(funds, key=lambda ticker: funds[ticker])
    assert found["sectors.rising.so_far"].value == sum(change > 0 for change in funds.values())
