"""Where it is open which verdict stands, the newest session's own reading is told with its date."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import numpy as np
import pandas as pd
import pytest

from commands.digests.sections import regime_section
from commands.inputs.basket import Basket
from commands.inputs.judged_regime import JudgedRegime, judged_regime
from commands.inputs.summary_lines import rotation_line
from market.analytics.rotation import FUNDS, market_regime
from market.bars import Bars
from market.provenance import Provenance
from market.services.prices import Market
from market.symbols import Symbol

MARKET = cast(Market, None)  # the basket stands for it
DAYS = pd.bdate_range("2025-06-02", periods=60).as_unit("us")
END = f"{DAYS[-8].date()} close"  # up to it IWM, whose first half is in doubt, is read for two sessions


def funds(without: str = "") -> Basket:
    """Prices that draw at random; the first half of IWM is in doubt."""
    draw = np.random.default_rng(9)
    held = {}
    for ticker in FUNDS:
        closes = pd.Series(100 * np.exp(draw.normal(0, 0.01, len(DAYS)).cumsum()), DAYS).iloc[:-7]
        first = 30 if ticker == "IWM" else 0
        frame = pd.DataFrame(
            dict.fromkeys(("open", "high", "low", "close", "adj_close"), closes.iloc[first:])
        )
        origin = Provenance("Files", datetime(2026, 1, 1, tzinfo=UTC))
        lost = tuple(day.date() for day in DAYS[:first])
        held[ticker] = Bars(Symbol.parse(ticker), frame.assign(volume=1.0), origin, missing=lost)
    held.pop(without, None)
    return Basket(held)


def judged(monkeypatch: pytest.MonkeyPatch, basket: Basket) -> JudgedRegime:
    monkeypatch.setattr("commands.inputs.judged_regime.fund_basket", lambda market, tickers: basket)
    return judged_regime(MARKET)


def test_an_open_verdict_leaves_the_sessions_own_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(monkeypatch, funds())
    own = str(market_regime(found.funds.totals).reading)  # as if nothing stood before
    assert found.regime is None
    assert "Which market regime stands is open: there is no bar of IWM for" in found.note
    (fact,) = rotation_line(MARKET).facts
    assert fact.text == f"not known (the session itself reads {own})"
    section = regime_section(found)
    assert section is not None
    for verdict, reading in (tuple(fact.every_figure), section.figures):
        assert (verdict.key, verdict.value, verdict.why) == ("regime.verdict", None, str(found.problem))
        assert (reading.key, reading.value, reading.as_of) == ("regime.reading", own, END)


def test_without_one_of_its_funds_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(monkeypatch, funds(without="SPY"))
    assert (found.regime, found.reading, found.open_fact("Verdict")) == (None, None, ())
    assert regime_section(found) is None
