from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from market.calendars.calendar import Calendar
from market.clock import Deadline
from market.datasets.members import RUSSELL_2000
from market.sources.sample.members import SampleMembers
from market.sources.sample.minutes import member_minutes, member_path
from market.sources.sample.prices import SampleSource
from market.symbols import Symbol

DAY, MINUTES = date(2026, 1, 22), 390
CALENDAR = Calendar()
MORNING = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)


def test_members_go_from_one_close_to_the_next() -> None:
    closes = SampleMembers().closes(RUSSELL_2000)
    session = member_minutes("russell2000", DAY, MINUTES)
    assert session is not None
    before, close = (np.round(closes.iloc[row].to_numpy("float64"), 4) for row in (-2, -1))
    both = np.isfinite(before) & np.isfinite(close)
    assert np.isfinite(session.paths[:, both]).all()
    np.testing.assert_array_equal(session.paths[-1, both], close[both])
    np.testing.assert_allclose(session.before[both], before[both])


def test_on_average_they_go_with_their_index() -> None:
    session = member_minutes("russell2000", DAY, MINUTES)
    assert session is not None
    changes = session.paths[120] / session.before - 1
    assert np.nanmean(changes) == pytest.approx(0.0125, abs=0.002)  # the print of 11:30


def test_a_quote_is_the_price_that_the_running_bar_has() -> None:
    source = SampleSource(CALENDAR)
    symbols = [Symbol(ticker, ticker) for ticker in ("S0001", "S0002", "L001")] + [Symbol.parse("iwm")]
    quotes = source.quotes([*symbols, Symbol("NONE", "NONE")], MORNING, Deadline.after(5))
    assert sorted(quotes) == sorted(symbol.ticker for symbol in symbols)
    for symbol in symbols:
        history = source.history(symbol, None, MORNING, Deadline.after(5))
        quote = quotes[symbol.ticker]
        assert history.running is not None
        assert (quote.last, quote.at) == (history.running.last, history.running.at)
        assert quote.previous == history.frame["close"].iloc[-1]


def test_outside_of_sessions_nothing_is_quoted() -> None:
    evening = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
    assert SampleSource(CALENDAR).quotes([Symbol.parse("iwm")], evening, Deadline.after(5)) == {}


def test_who_is_no_member_has_no_path() -> None:
    assert member_path("IWM", DAY, MINUTES) is None
    assert member_path("S9999", DAY, MINUTES) is None
    assert member_minutes("russell2000", date(2026, 1, 24), MINUTES) is None  # a Saturday
