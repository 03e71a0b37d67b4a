"""The sample market is plausible, ends in the founding session, and never looks ahead."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.bars import COLUMNS
from market.calendars.calendar import Calendar
from market.calendars.trading_days import trading_days
from market.clock import Deadline
from market.errors import NoData, UnknownSymbol
from market.sources import History
from market.sources.sample.prices import SAMPLE_NOW, SampleSource
from market.sources.sample.sessions import FIRST, LAST, sessions
from market.symbols import CATALOG, Symbol

CALENDAR = Calendar()
SOURCE = SampleSource(CALENDAR)


def history(word: str, now: datetime = SAMPLE_NOW, since: date | None = None) -> History:
    return SOURCE.history(Symbol.parse(word), since, now, Deadline.after(5))


def closes(word: str) -> pd.Series[float]:
    return history(word).frame["close"]


def test_the_sessions_are_those_of_the_exchange_day_by_day() -> None:
    assert sessions().tolist() == CALENDAR.sessions(FIRST, LAST)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rut", [2645.36, 2698.17, 2718.77]),
        ("spx", [6796.86, 6875.62, 6913.35]),
        ("ndx", [24987.57, 25326.58, 25518.35]),
        ("ixic", [22954.32, 23224.82, 23436.02]),
        ("dji", [48488.59, 49077.23, 49384.01]),
    ],
)
def test_the_last_closes_are_the_true_ones(word: str, expected: list[float]) -> None:
    last = closes(word).iloc[-3:]
    assert last.tolist() == expected
    assert [f"{day:%Y-%m-%d}" for day in last.index] == ["2026-01-20", "2026-01-21", "2026-01-22"]


def test_the_last_session_of_the_russell_has_its_true_high_and_low() -> None:
    row = history("rut").frame.iloc[-1]
    assert (row["high"], row["low"]) == (2735.10, 2714.99)


def test_the_last_close_is_the_eighth_record_of_the_year_one_session_after_the_seventh() -> None:
    rut = closes("rut")
    records = rut[rut > rut.cummax().shift()]
    assert len(records.loc["2026":]) == 8
    assert list(records.index[-2:]) == list(rut.index[-2:])


def test_the_russell_beat_the_s_and_p_on_exactly_the_last_fourteen_sessions() -> None:
    ahead = closes("rut").pct_change() > closes("spx").pct_change()
    assert ahead.iloc[-14:].all()
    assert not ahead.iloc[-15]


def test_the_year_to_date_is_the_founding_one() -> None:
    def ytd(word: str) -> float:
        series = closes(word)
        return float(series.iloc[-1] / series.loc[:"2025-12-31"].iloc[-1] - 1)

    assert round(ytd("rut") * 100, 2) == 9.54
    assert round(ytd("spx") * 100, 2) == 0.99


def test_at_half_past_eleven_the_print_stands_above_the_record_and_is_no_close(
    founding_session: datetime,
) -> None:
    answer = history("rut", founding_session)
    assert answer.frame.index[-1] == pd.Timestamp("2026-01-21")
    running = answer.running
    assert running is not None
    assert running.last == 2731.77
    assert round((running.last / 2698.17 - 1) * 100, 2) == 1.25
    assert running.low <= running.open <= running.high
    assert running.at == founding_session


@pytest.mark.parametrize(("fund", "index"), [("iwm", "rut"), ("spy", "spx"), ("qqq", "ndx"), ("dia", "dji")])
def test_at_half_past_eleven_a_fund_is_where_its_index_is(
    fund: str, index: str, founding_session: datetime
) -> None:
    def so_far(word: str) -> float:
        answer = history(word, founding_session)
        assert answer.running is not None
        return answer.running.last / float(answer.frame["close"].iloc[-1]) - 1

    assert so_far(fund) == pytest.approx(so_far(index), abs=0.001)


def test_asked_later_it_still_ends_in_the_founding_session() -> None:
    late = history("rut", datetime(2030, 6, 1, tzinfo=UTC))
    assert late.running is None
    assert late.frame.equals(history("rut").frame)


def test_after_an_early_close_the_session_is_complete() -> None:
    early = history("rut", datetime(2025, 11, 28, 18, 30, tzinfo=UTC))  # 13:30 in New York
    assert early.running is None
    assert early.frame.index[-1] == pd.Timestamp("2025-11-28")


@given(
    symbol=st.sampled_from(CATALOG),
    now=st.datetimes(datetime(1995, 1, 1), datetime(2026, 1, 22, 20, 59), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy adds the zone
)
@settings(max_examples=60, deadline=None)
def test_history_at_any_moment_is_what_was_complete_by_then(symbol: Symbol, now: datetime) -> None:
    whole = SOURCE.history(symbol, None, SAMPLE_NOW, Deadline.after(5)).frame
    days = trading_days(symbol.ticker, CALENDAR)
    assert days is not None
    completed = days.last_completed(now)
    if whole.index[0] > pd.Timestamp(completed):
        with pytest.raises(NoData):
            SOURCE.history(symbol, None, now, Deadline.after(5))
        return
    answer = SOURCE.history(symbol, None, now, Deadline.after(5))
    expected = whole.loc[: pd.Timestamp(completed)]
    plain = ["open", "high", "low", "close", "volume"]
    assert answer.frame[plain].equals(expected[plain])
    assert answer.frame["adj_close"].iloc[-1] == pytest.approx(answer.frame["close"].iloc[-1])
    # Rescaled to the newest close, but the same total returns.
    ratio = answer.frame["adj_close"] / expected["adj_close"]
    assert float(ratio.max() / ratio.min()) == pytest.approx(1.0)
    if answer.running:
        assert answer.running.session > completed
        assert answer.running.at <= now
        assert answer.running.low <= answer.running.last <= answer.running.high


def test_a_running_bar_only_widens_and_ends_at_the_days_close() -> None:
    opens, day = datetime(2026, 1, 21, 14, 30, tzinfo=UTC), history("iwm").frame.loc["2026-01-21"]
    bars = [history("iwm", opens + timedelta(minutes=m)).running for m in range(0, 390, 13)]
    assert all(bar is not None for bar in bars)
    highs, lows = [b.high for b in bars if b], [b.low for b in bars if b]
    assert highs == sorted(highs)
    assert lows == sorted(lows, reverse=True)
    assert highs[-1] <= day["high"]
    assert lows[-1] >= day["low"]


@pytest.mark.parametrize("symbol", CATALOG, ids=str)
def test_every_known_symbol_has_well_formed_bars(symbol: Symbol) -> None:
    frame = SOURCE.history(symbol, None, SAMPLE_NOW, Deadline.after(5)).frame
    assert list(frame.columns) == COLUMNS
    assert frame.index.is_monotonic_increasing
    assert frame.index.is_unique
    assert frame.index.name == "session"
    assert frame.dtypes.eq("float64").all()
    prices = frame[["open", "high", "low", "close"]]
    assert (prices > 0).all(axis=None)
    assert (frame["high"] >= prices.max(axis=1)).all()
    assert (frame["low"] <= prices.min(axis=1)).all()
    assert frame["volume"].isna().all() != symbol.has_volume
    assert (frame["adj_close"] <= frame["close"] * (1 + 1e-12)).all()


def test_returns_have_the_volatility_tails_and_correlation_of_a_market() -> None:
    words = ("spx", "rut", "ndx", "iwm", "tlt")
    returns = pd.DataFrame({word: closes(word).map(np.log).diff() for word in words}).dropna()
    volatility = returns.std() * np.sqrt(252)
    assert 0.12 < volatility["spx"] < volatility["rut"] < volatility["ndx"] < 0.30
    assert (returns[["spx", "rut", "ndx"]].kurt() > 2).all()
    correlation = returns.corr()
    assert 0.7 < correlation["rut"]["spx"] < 0.95
    assert correlation["rut"]["iwm"] > 0.99
    assert abs(correlation["tlt"]["spx"]) < 0.4
    squared = returns["spx"] ** 2
    assert squared.autocorr(1) > 0.05  # calm and storms come in clusters


def test_since_cuts_and_an_unknown_symbol_is_refused() -> None:
    assert history("rut", since=date(2026, 1, 20)).frame.index[0] == pd.Timestamp("2026-01-20")
    with pytest.raises(UnknownSymbol):
        history("XYZZY")


_PRINT_DIGEST = """
import hashlib
from market.sources.sample.bars import frame
from market.sources.sample.members import invented
digest = hashlib.sha256()
for ticker in ("^RUT", "IWM", "AAPL", "^VIX", "^TNX"):
    digest.update(frame(ticker).to_numpy().tobytes())
digest.update(invented("russell2000").closes.to_numpy().tobytes())
print(digest.hexdigest())
"""


def test_another_process_invents_the_same_to_the_bit(capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).resolve().parents[4]
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONHASHSEED": "12345"}
    other = subprocess.run(
        [sys.executable, "-c", _PRINT_DIGEST], capture_output=True, text=True, check=True, env=environment
    )
    exec(_PRINT_DIGEST, {})
    here = capsys.readouterr().out.strip()
    assert other.stdout.strip() == here
    assert len(here) == len(hashlib.sha256().hexdigest())


@pytest.mark.parametrize(
    ("word", "day"), [("rut", LAST), ("iwm", LAST), ("rut", date(2025, 11, 28)), ("aapl", LAST)]
)
def test_the_five_minute_bars_of_a_session_make_up_its_bar(word: str, day: date) -> None:
    symbol = Symbol.parse(word)
    bars, whole = SOURCE.prints(symbol, day), history(word).frame.loc[pd.Timestamp(day)]
    assert bars is not None
    assert bars.index[0] == CALENDAR.open(day)
    assert bars.index[-1] + timedelta(minutes=5) == CALENDAR.close(day)
    assert (bars["high"] >= bars[["open", "close"]].max(axis=1)).all()
    assert (bars["low"] <= bars[["open", "close"]].min(axis=1)).all()
    assert bars["close"].iloc[-1] == pytest.approx(whole["close"])
    if word != "aapl":  # a member's day is made from its closes alone
        assert bars["high"].max() == whole["high"]
        assert bars["low"].min() == whole["low"]


def test_five_minute_bars_agree_with_the_running_bar() -> None:
    now = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
    running, bars = history("rut", now).running, SOURCE.prints(Symbol.parse("rut"), LAST)
    assert running is not None
    assert bars is not None
    ended = bars[bars.index < now]
    assert (ended["high"].max(), ended["low"].min()) == (running.high, running.low)
    assert ended["close"].iloc[-1] == running.last


@pytest.mark.parametrize(
    ("word", "day"), [("rut", date(2026, 1, 19)), ("rut", date(1980, 1, 2)), ("nikkei", LAST)]
)
def test_there_are_no_five_minute_bars_without_a_session_or_a_bar(word: str, day: date) -> None:
    assert SOURCE.prints(Symbol.parse(word), day) is None
