"""An index, its fund, and other funds of the same source: whose bars are whose."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from market.bars import Bars
from market.clock import FixedClock
from market.doubts import DoubtKind
from market.errors import InDoubt
from market.fetching.rate_limit import RateLimit
from market.provenance import Provenance
from market.services.beside import doubts_beside, nobody
from market.services.prices import Market
from market.symbols import Symbol
from tests.market.fake_source import AFTER_CLOSE, CALENDAR, IWM, RUT, SPX, SPY, FakeSource
from tests.market.inspection.series import walk

PRICES = ("open", "high", "low", "close", "adj_close")


def market_of(source: FakeSource) -> Market:
    return Market(
        source, FixedClock(AFTER_CLOSE), CALENDAR, pace=lambda: RateLimit(at_once=100, per_second=1e9)
    )


def foreign_world(stores: bool = False) -> FakeSource:
    """Two indices and their funds; the small ones swing where the large ones rise."""
    source = FakeSource(RUT, IWM, SPX, SPY, stores=stores)
    for ticker in ("^RUT", "IWM"):
        frame = source.world[ticker]
        swing = np.exp(0.01 * np.sin(np.arange(len(frame))))
        source.world[ticker] = frame.assign(**{name: frame[name] * swing for name in PRICES})
    return source


def test_another_index_under_an_index_s_name_is_withheld_and_named() -> None:
    source = foreign_world()
    source.world["^RUT"] = source.world["^GSPC"]
    market = market_of(source)
    bars = market.bars(RUT)
    assert bars.symbol == IWM
    assert bars.notes[0] == (
        "The bars of Russell 2000 at Fake Finance are in doubt (they do not move as IWM but as SPY): IWM stands in for "
        "the Russell 2000. Its levels and records are the fund's own, not the index's."
    )
    assert not market.bars(SPX).doubts


def test_another_fund_under_a_fund_s_name_is_refused_and_its_index_believed() -> None:
    source = foreign_world()
    source.world["IWM"] = source.world["SPY"]
    market = market_of(source)
    with pytest.raises(InDoubt, match="they do not move as Russell 2000 but as SPY"):
        market.bars(IWM)
    assert market.bars(RUT).symbol == RUT
    del source.world["SPY"], source.world["^GSPC"]  # nobody says what IWM is: a fund is believed
    assert market_of(source).bars(RUT).symbol == IWM


@pytest.mark.parametrize(("share", "found"), [(0.449, []), (0.451, [DoubtKind.ANOTHER])])
def test_an_index_that_moves_as_no_fund_at_hand_is_another_from_nearly_half_of_its_moves_on(
    share: float, found: list[DoubtKind]
) -> None:
    days = pd.DatetimeIndex(CALENDAR.sessions(date(2025, 3, 3), date(2026, 1, 22)))
    moves = np.where(np.arange(len(days)) % 2, 0.001, -0.001)
    frame, beside = (
        pd.DataFrame(dict.fromkeys(PRICES, closes))
        for closes in (pd.Series(100 * np.exp(np.cumsum(part * moves)), days) for part in (1.0, 1 - share))
    )
    fund = Bars(IWM, beside, Provenance("By hand", AFTER_CLOSE))
    assert [doubt.kind for doubt in doubts_beside(RUT, frame, fund, nobody)] == found


def test_a_fund_is_not_asked_for_to_judge_its_index_but_judges_it_once_it_is_at_hand() -> None:
    source = foreign_world(stores=True)
    frame = source.world["^RUT"]
    source.world["^RUT"] = frame.assign(
        **{name: frame[name].mask(frame.index < "2025-09-02", frame[name] * 1.1) for name in PRICES}
    )
    market = market_of(source)
    assert not market.bars(RUT).doubts
    assert [ticker for ticker, _since in source.calls] == ["^RUT"]
    assert not market.bars(IWM).doubts
    (doubt,) = market.bars(RUT).doubts
    assert (doubt.kind, doubt.last) == (DoubtKind.SCALE, date(2025, 8, 29))


def test_adjusted_closes_that_the_index_does_not_follow_are_not_believed() -> None:
    source = foreign_world()
    source.pay_dividend(
        IWM, date(2025, 9, 2), 0.9
    )  # a distribution of a tenth: no fund of an index has paid one
    bars = market_of(source).bars(IWM)
    assert (bars.adjusted, [doubt.kind for doubt in bars.doubts]) == (False, [DoubtKind.ADJUSTED])
    assert bars.return_basis == "price return"
    assert any(note.startswith("The adjusted closes at Fake Finance are in doubt: ") for note in bars.notes)


def test_a_month_of_other_sessions_is_doubted_in_both_where_nothing_tells_whose_it_is() -> None:
    source = foreign_world()
    draw = np.random.default_rng(1)
    days = len(source.world["^RUT"])
    moves = draw.normal(0, 0.01, days)
    wrong = moves.copy()
    wrong[-40:-15] = moves[-80:-55]
    for ticker, path in (("IWM", moves), ("^RUT", wrong)):
        closes = 100 * np.exp(np.cumsum(path))
        source.world[ticker] = source.world[ticker].assign(**dict.fromkeys(PRICES, closes))
    market = market_of(source)
    assert len(market.bars(RUT).doubted) >= 20
    assert len(market.bars(IWM).doubted) >= 20


def dated_late(late: str, seed: int, sessions: int) -> FakeSource:
    """Two indices with their funds, of which the closes of `late` are dated a day late on its last `sessions`."""
    source = FakeSource(RUT, IWM, SPX, SPY, stores=False)
    draw = np.random.default_rng(seed)
    days = len(source.world["^RUT"])
    market, own = draw.normal(0, 0.01, days), draw.normal(0, 0.004, days)
    for ticker, moves in (("^RUT", market + own), ("IWM", market + own), ("^GSPC", market), ("SPY", market)):
        closes = 100 * np.exp(np.cumsum(moves))
        if ticker == late:
            closes[-sessions:] = closes[-sessions - 1 : -1].copy()
        source.world[ticker] = source.world[ticker].assign(**dict.fromkeys(PRICES, closes))
    return source


@pytest.mark.parametrize("late", ["^RUT", "IWM"])
def test_a_month_dated_a_day_late_is_told_by_what_else_trades(late: str) -> None:
    service = market_of(dated_late(late, 5, 32))
    for symbol in (SPY, IWM, RUT):
        service.bars(symbol)
    doubted = {symbol: len(service.bars(symbol).doubted) for symbol in (RUT, IWM)}
    assert {symbol.ticker for symbol, count in doubted.items() if count > 20} == {late}
    assert min(doubted.values()) == 0


@pytest.mark.parametrize("late", ["^RUT", "IWM"])
def test_the_one_whose_bars_are_dated_a_day_late_is_told_by_what_else_trades(late: str) -> None:
    source = dated_late(late, 2, 167)
    service = market_of(source)
    if late == "^RUT":
        assert service.bars(RUT).symbol == IWM
    else:
        assert service.bars(RUT).symbol == RUT
        with pytest.raises(InDoubt, match="they do not move as Russell 2000"):
            service.bars(IWM)


def test_a_sector_fund_on_another_scale_is_told_by_the_market_where_that_is_at_hand() -> None:
    energy = Symbol.parse("xle")
    source = FakeSource(energy, SPY, stores=False)
    frame = source.world["XLE"]
    before = frame.index[-30]
    scale = np.where(frame.index > before, 1.0, 1.14)
    source.world["XLE"] = frame.assign(**{name: frame[name] * scale for name in PRICES})
    (doubt,) = market_of(source).bars(energy).doubts
    assert (doubt.kind, doubt.last) == (DoubtKind.SCALE, before.date())
    del source.world["SPY"]
    assert not market_of(source).bars(energy).doubts


def near_funds(stores: bool = False) -> FakeSource:
    """Two indices and their funds, each near its index, not alike."""
    source = foreign_world(stores)
    draw = np.random.default_rng(5)
    for ticker in ("IWM", "SPY"):
        frame = source.world[ticker]
        near = np.exp(draw.normal(0, 2e-4, len(frame)))
        source.world[ticker] = frame.assign(
            close=frame["close"] * near, adj_close=frame["close"] * near * 0.99
        )
    return source


def print_for_close(source: FakeSource) -> None:
    index = source.world["^RUT"].copy()
    index.loc["2026-01-22", ["high", "close"]] *= 1.0048
    source.world["^RUT"] = index


def test_a_print_is_seen_as_soon_as_another_pair_is_at_hand() -> None:
    source = near_funds(stores=True)
    print_for_close(source)
    market = market_of(source)
    market.bars(IWM)
    assert not market.bars(RUT).doubts
    market.bars(SPX), market.bars(SPY)
    assert [doubt.days for doubt in market.bars(RUT).doubts] == [(date(2026, 1, 22),)]


def test_a_print_told_as_a_close_puts_an_index_and_its_fund_in_doubt() -> None:
    source = near_funds()
    market = market_of(source)
    assert not any(market.bars(each).doubts for each in (RUT, IWM, SPX, SPY))
    print_for_close(source)
    market = market_of(source)
    for symbol, beside in ((RUT, "IWM"), (IWM, "Russell 2000")):
        (doubt,) = market.bars(symbol).doubts
        assert (doubt.kind, doubt.beside) == (DoubtKind.CONTRADICTED, beside)
        assert doubt.days == (date(2026, 1, 22),)
    del source.world["SPY"]  # no other pair tells whether it is the day or the close
    assert not market_of(source).bars(RUT).doubts


@pytest.mark.parametrize("light", ["^RUT", "IWM"])
@pytest.mark.parametrize(("share", "both"), [(0.7, True), (0.8, False), (float("nan"), True)])
def test_a_bar_of_a_part_of_a_session_puts_the_other_one_in_doubt_unless_that_has_a_whole_volume(
    light: str, share: float, both: bool
) -> None:
    source = FakeSource(RUT, IWM, stores=False)
    frame = walk()
    usual = frame["volume"].iloc[-21:-1].median()
    for ticker in ("^RUT", "IWM"):
        times = 0.3 if ticker == light else share
        volumes = frame["volume"].mask(frame.index == frame.index[-1], times * usual)
        source.world[ticker] = frame.assign(volume=volumes)
    market = market_of(source)
    own, other = (market.bars(each) for each in ((RUT, IWM) if light == "^RUT" else (IWM, RUT)))
    assert [doubt.kind for doubt in own.doubts] == [DoubtKind.PRINT]
    assert [doubt.words for doubt in other.doubts] == (
        [
            f"the volume of {own.symbol.label} is 30.0% of the usual: it may have been written within the session"
        ]
        if both
        else []
    )
    assert own.last_session == date(2026, 1, 21)
    assert own.frame["volume"].isna().all() == own.symbol.is_index


def test_a_bar_of_a_part_of_a_session_is_believed_once_its_volume_is_whole() -> None:
    source = FakeSource(IWM)
    whole = walk()
    light = whole["volume"].mask(whole.index == whole.index[-1], 3e5)
    source.world["IWM"] = whole.assign(volume=light, close=whole["close"] * 1.001)
    clock = FixedClock(AFTER_CLOSE)
    market = Market(source, clock, CALENDAR, pace=lambda: RateLimit(at_once=100, per_second=1e9))
    assert market.bars(IWM).last_session == date(2026, 1, 21)
    source.world["IWM"] = whole
    clock.at += timedelta(minutes=2)
    healed = market.bars(IWM)
    assert (healed.doubts, healed.missing) == ((), ())
    assert healed.closes.iloc[-1] == whole["close"].iloc[-1]


@pytest.mark.parametrize(
    ("index", "fund", "wrong"), [(10, 1, ""), (10, 100, "IWM"), (1000, 1, "^RUT"), (10, 2, ""), (10, 10, "")]
)
def test_an_index_or_a_fund_in_cents_is_told_by_the_other_one(index: float, fund: float, wrong: str) -> None:
    source = FakeSource(RUT, IWM, stores=False)
    frame = source.world["^RUT"]
    for ticker, times in (("^RUT", index), ("IWM", fund)):
        source.world[ticker] = frame.assign(**{name: frame[name] * times for name in PRICES})
    market = market_of(source)
    if wrong == "IWM":
        with pytest.raises(
            InDoubt, match=r"all bars \(.* beside .* of Russell 2000: they are in hundredths\)"
        ):
            market.bars(IWM)
    assert market.bars(RUT).symbol == (IWM if wrong == "^RUT" else RUT)
    assert not market.bars(RUT).doubts
