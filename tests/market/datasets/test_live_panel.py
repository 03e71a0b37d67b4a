from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.analytics.breadth import measure
from market.datasets.live_panel import LivePanel, live_panel
from market.datasets.members import RUSSELL_2000, Member, MemberPanel, Members
from market.errors import NoData
from market.live_quote import LiveQuote
from market.provenance import Provenance

BEFORE, TODAY = date(2026, 1, 21), date(2026, 1, 22)
AT = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
COUNT = 20


def panel_of(closes: pd.DataFrame) -> MemberPanel:
    rows = tuple(Member(ticker, ticker, "Energy", 1 / closes.shape[1]) for ticker in closes.columns)
    members = Members(RUSSELL_2000, rows, Provenance.of_day("a list", TODAY))
    origin = Provenance("Fake Finance", datetime(2026, 1, 21, 21, tzinfo=UTC), notes=("Today’s members.",))
    return MemberPanel(members, closes, origin)


def closes_of(sessions: int = 5, count: int = COUNT) -> pd.DataFrame:
    """Members at 100, 101, … on every session."""
    days = pd.bdate_range(end=BEFORE, periods=sessions, name="session").as_unit("us")
    prices = np.tile(100.0 + np.arange(count), (sessions, 1))
    return pd.DataFrame(prices.astype("float32"), days, [f"M{n:02d}" for n in range(count)])


def quotes_of(closes: pd.DataFrame, factor: float = 1.01, **others: LiveQuote) -> dict[str, LiveQuote]:
    last = closes.iloc[-1]
    own = {t: LiveQuote(t, TODAY, AT, float(last[t]) * factor, float(last[t])) for t in closes.columns}
    return own | others


def live(closes: pd.DataFrame, quotes: Mapping[str, LiveQuote]) -> LivePanel:
    return live_panel(panel_of(closes), quotes, TODAY, BEFORE, AT, "Fake Finance")


def test_a_members_price_so_far_is_its_adjusted_close_carried_by_its_quote() -> None:
    closes = closes_of()
    found = live(closes, quotes_of(closes, M03=LiveQuote("M03", TODAY, AT, 104.0, 104.0)))
    row = found.panel.closes.iloc[-1]
    assert found.panel.closes.index[-1].date() == TODAY
    assert row["M00"] == pytest.approx(101.0)
    assert row["M03"] == pytest.approx(103.0)  # its quote stands at its own previous close
    assert found.coverage == "20 of 20 members quoted"
    assert found.panel.as_of == AT
    assert found.panel.notes[0] == "So far today by quotes as of 2026-01-22 11:30 ET; not a close."


@given(st.floats(0.01, 9_999.0), st.floats(0.95, 1.05))
def test_a_member_that_has_not_moved_is_unchanged(close: float, adjusted: float) -> None:
    closes = closes_of()
    closes["M00"] = close * adjusted
    quote = LiveQuote("M00", TODAY, AT, close, close)
    assert live(closes, quotes_of(closes_of(), M00=quote)).breadth.counts["unchanged"].iloc[-1] == 1


@given(st.floats(0.7, 1.4), st.floats(0.9, 1.1))
def test_a_raw_quote_never_meets_an_adjusted_history(factor: float, adjusted: float) -> None:
    """The change so far is that of the quote, whatever the scale of the adjusted closes."""
    closes = closes_of()
    paid = closes.copy()
    paid["M00"] *= adjusted
    quotes = quotes_of(closes, M00=LiveQuote("M00", TODAY, AT, 100.0 * factor, 100.0))
    found = live(paid, quotes).panel.closes["M00"]
    assert found.iloc[-1] / found.iloc[-2] - 1 == pytest.approx(factor - 1, abs=1e-6)


@pytest.mark.parametrize("sessions", [1, 48, 49, 198, 199, 250, 251, 300])
def test_breadth_so_far_is_that_of_a_panel_with_the_session(sessions: int) -> None:
    random = np.random.default_rng(7)
    closes = closes_of(sessions, 40)
    closes = (closes * np.exp(random.normal(0, 0.02, closes.shape).cumsum(axis=0))).astype("float32")
    closes.iloc[-20:-1, 0] = nan
    closes.iloc[-2:-1, 1] = 0.0
    quotes = {
        t: LiveQuote(t, TODAY, AT, float(closes[t].iloc[-1]) * float(f), float(closes[t].iloc[-1]))
        for t, f in zip(closes.columns, np.exp(random.normal(0, 0.02, 40)), strict=True)
    }
    found = live(closes, quotes)
    row = pd.DataFrame(
        {t: [q.last] for t, q in quotes.items()}, pd.DatetimeIndex([TODAY]).as_unit("us"), dtype="float32"
    )
    whole = measure(pd.concat([closes, row])).counts.iloc[-1]
    pd.testing.assert_series_equal(found.breadth.counts.iloc[-1], whole)
    assert found.breadth.counts.index[-1] == found.panel.closes.index[-1]


@pytest.mark.parametrize(
    "quote",
    [
        LiveQuote("M00", BEFORE, AT, 101.0, 100.0),  # of another session
        LiveQuote("M00", TODAY, AT, 50.0, 100.0),  # what a split makes
        LiveQuote("M00", TODAY, AT, 10_000.0, 100.0),  # a hundred times too high
        LiveQuote("M00", TODAY, AT, 50.5, 50.0),  # on another scale than its closes
    ],
)
def test_what_does_not_fit_is_missing_from_the_coverage(quote: LiveQuote) -> None:
    closes = closes_of()
    found = live(closes, quotes_of(closes, M00=quote))
    assert np.isnan(found.panel.closes["M00"].iloc[-1])
    assert found.quoted == 19
    counts = found.breadth.counts.iloc[-1]
    assert (counts["priced"], counts["advancers"]) == (19, 19)


def test_a_member_without_a_close_of_the_session_before_is_missing() -> None:
    closes = closes_of()
    closes.iloc[-1, 0] = nan
    found = live(closes, quotes_of(closes_of()))
    assert np.isnan(found.panel.closes["M00"].iloc[-1])
    assert found.quoted == 19


def test_a_panel_that_ends_earlier_says_nothing_of_today() -> None:
    closes = closes_of().iloc[:-1]
    with pytest.raises(NoData, match="prices end on 2026-01-20, not on 2026-01-21"):
        live(closes, quotes_of(closes))


def test_previous_closes_of_another_session_are_refused() -> None:
    closes = closes_of()
    quotes = {t: LiveQuote(t, TODAY, AT, q.last, q.previous * 1.02) for t, q in quotes_of(closes).items()}
    with pytest.raises(NoData, match="are not those of 2026-01-21"):
        live(closes, quotes)


def test_the_time_is_that_of_the_newest_price_where_all_are_older_than_the_question() -> None:
    """A file of quotes of eleven, read at half past eleven, is of eleven."""
    eleven, closes = AT - timedelta(minutes=30), closes_of()
    quotes = {t: replace(quote, at=eleven) for t, quote in quotes_of(closes).items()}
    found = live(closes, quotes)
    assert (found.at, found.panel.as_of) == (eleven, eleven)
    assert found.panel.notes[0] == "So far today by quotes as of 2026-01-22 11:00 ET; not a close."
    later = {t: replace(quote, at=AT + timedelta(seconds=20)) for t, quote in quotes.items()}
    assert live(closes, later).at == AT


def test_too_few_members_are_not_all() -> None:
    closes = closes_of()
    quotes = quotes_of(closes)
    few = {ticker: quotes[ticker] for ticker in list(quotes)[:17]}
    with pytest.raises(NoData, match="17 of 20 members have a price of today so far"):
        live(closes, few)


@pytest.mark.parametrize(("apart", "counts"), [(0.149, True), (0.151, False)])
def test_a_previous_close_on_another_scale_leaves_its_member_out(apart: float, counts: bool) -> None:
    closes = closes_of()
    other = LiveQuote("M00", TODAY, AT, 100.0 * (1 + apart), 100.0 * (1 + apart))
    found = live(closes, quotes_of(closes, M00=other))
    assert bool(np.isfinite(found.panel.closes["M00"].iloc[-1])) is counts


@pytest.mark.parametrize(("strangers", "refused"), [(2, False), (3, True)])
def test_a_tenth_of_previous_closes_may_be_others(strangers: int, refused: bool) -> None:
    closes = closes_of()
    quotes = quotes_of(closes)
    for ticker in closes.columns[:strangers]:
        quotes[ticker] = replace(quotes[ticker], previous=quotes[ticker].previous * 1.01)
    if refused:
        with pytest.raises(NoData, match="are not those of 2026-01-21"):
            live(closes, quotes)
    else:
        assert live(closes, quotes).quoted == COUNT
