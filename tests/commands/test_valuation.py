"""`/valuation` sets small against large, says how long its history is, and stands without a fund."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from commands.framework.reply import Reply
from commands.valuation import _young, valuation
from market.analytics.valuation import Multiple, Spread
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.facts import Fundamentals
from market.errors import MarketError, ProviderDown
from market.fetching.blob_store import open_store
from market.provenance import Provenance
from market.services.valuation import StoredSnapshots, ValuationService
from market.symbols import Symbol
from tests.commands.conftest import fact

AFTER_CLOSE = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
CALENDAR = Calendar()


class ByHand:
    """Multiples by ticker: trailing, forward, book. `fault`: raised for every ticker in `failing`."""

    title, sample, local = "By hand", False, False

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.multiples: dict[str, tuple[float | None, float, float]] = {
            "SPY": (27.0, 22.0, 5.0),
            "IWM": (18.0, 16.5, 2.0),
        }
        self.fault: MarketError | None = None

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals:
        found = self.multiples.get(symbol.ticker)
        if self.fault or found is None:
            raise self.fault or ProviderDown(self.title, "no answer in time")
        at = CALENDAR.state(self.clock.now()).last_close
        return Fundamentals(*found, Provenance(self.title, at))

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[()]:
        return ()

    def earnings(self, symbol: Symbol, deadline: Deadline) -> None:
        return None


class Asked:
    """`/valuation` over a provider by hand and a real store."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(AFTER_CLOSE)
        self.provider, self.store = ByHand(self.clock), open_store(folder / "market.db")

    def __call__(self) -> Reply:
        kept = StoredSnapshots(self.store, "by-hand")
        return valuation.run(valuations=ValuationService(self.provider, kept, self.clock, CALENDAR))


@pytest.fixture
def asked(tmp_path: Path):
    asked = Asked(tmp_path)
    yield asked
    asked.store.close()


def test_the_discount_is_that_of_a_table_made_by_hand(asked: Asked) -> None:
    reply = asked()
    assert reply.headline == (
        "Small caps were 25.0% cheaper than large caps by forward P/E (16.50 against 22.00) on 2026-01-22, "
        "the first snapshot stored."
    )
    raw = {f.label: f.value for f in reply.facts}
    assert raw["Forward P/E, small / large"] == pytest.approx(0.75)
    assert raw["Price-to-book, small / large"] == pytest.approx(0.4)
    assert "would be gone if small caps gained 33.3% on large caps" in reply.notes[0]


def test_a_young_history_says_how_young_it_is(asked: Asked) -> None:
    asked()
    asked.clock.at += timedelta(days=1)
    asked.provider.multiples["IWM"] = (18.0, 17.6, 2.0)
    reply = asked()
    assert "at the 75th percentile of the 2 sessions stored" in reply.headline
    assert fact(reply, "History stored") == "2 sessions (since 2026-01-22)"
    assert any("2 stored sessions says little yet" in note for note in reply.notes)


def test_a_multiple_the_provider_lacks_drops_one_line_and_says_so(asked: Asked) -> None:
    asked.provider.multiples["IWM"] = (None, 16.5, 2.0)
    reply = asked()
    assert not any(f.label.startswith("Trailing") for f in reply.facts)
    assert any(note.startswith("Without trailing P/E:") for note in reply.notes)
    assert "by forward P/E" in reply.headline


def test_without_a_fund_to_compare_it_says_what_is_known(asked: Asked) -> None:
    del asked.provider.multiples["IWM"]
    reply = asked()
    assert reply.headline.startswith("Small caps cannot be set against large caps")
    assert "known is large." in reply.headline
    assert [row[1] for row in reply.table.rows] == ["SPY"]
    assert any("By hand is not answering" in note for note in reply.notes)


def test_a_provider_that_is_down_leaves_the_last_stored_answer_with_its_date(asked: Asked) -> None:
    asked()
    asked.clock.at += timedelta(days=4)
    asked.provider.fault = ProviderDown("By hand", "no answer in time")
    reply = asked()
    assert "on 2026-01-22" in reply.headline
    assert any("By hand is not answering" in note for note in reply.notes)
    assert any("as of 2026-01-22" in note for note in reply.notes)


def test_dearer_is_called_so(asked: Asked) -> None:
    asked.provider.multiples["IWM"] = (30.0, 24.2, 6.0)
    reply = asked()
    assert "10.0% dearer than large caps" in reply.headline
    assert "the premium by forward P/E would be gone if small caps lost 9.1%" in reply.notes[0]


def test_the_line_of_the_picture_ends_where_the_sentence_says(sample) -> None:
    reply = sample("/valuation")
    assert reply.chart.spread.values[-1] == pytest.approx(16.9 / 22.3 - 1)
    assert reply.chart.rungs == ("Mega", "Large", "Mid", "Small", "Micro")


@pytest.mark.parametrize(("count", "is_young"), [(59, True), (60, False)])
def test_a_history_of_sixty_sessions_is_no_longer_young(count: int, is_young: bool):
    spread = Spread(Multiple.FORWARD_PE, 18.0, 24.0, 0.5, count, date(2026, 1, 20))
    assert bool(_young(spread)) is is_young
