"""Yahoo's daily bars through the real yfinance: what is a close, what is running, what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from market.bars import COLUMNS
from market.clock import Deadline
from market.errors import NoData, UnknownSymbol
from market.sources import History, PriceSource
from market.sources.yahoo.prices import YahooSource
from market.symbols import Symbol
from tests.market.sources.conftest import CALENDAR
from tests.wire.series import rising
from tests.wire.yahoo import YahooWire

RUT, IWM, ZZAQ = Symbol.parse("rut"), Symbol.parse("IWM"), Symbol.parse("ZZAQ")
TODAY = date(2026, 1, 22)


def ask(
    source: PriceSource,
    wire: YahooWire,
    symbol: Symbol = RUT,
    since: date | None = None,
    now: datetime | None = None,
) -> History:
    return source.history(symbol, since, now or wire.now, Deadline.after(8))


def at(text: str) -> datetime:
    """A New York wall-clock time in January, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)


def newest(history: History) -> date:
    newest: date = history.frame.index[-1].date()
    return newest


def test_after_the_close_the_session_is_a_close(source: YahooSource, wire: YahooWire) -> None:
    history = ask(source, wire)
    assert newest(history) == TODAY
    assert history.running is None
    assert history.final
    assert list(history.frame.columns) == COLUMNS
    assert history.frame.index.name == "session"


def test_a_whole_history_takes_one_chart_request_and_no_time_zone_probe(
    source: YahooSource, wire: YahooWire
) -> None:
    ask(source, wire)
    assert wire.counts == {"cookie": 1, "crumb": 1, "chart": 1}
    ask(source, wire, IWM)
    assert wire.counts == {"cookie": 1, "crumb": 1, "chart": 2}


def test_a_top_up_asks_only_from_the_given_day(source: YahooSource, wire: YahooWire) -> None:
    history = ask(source, wire, since=date(2026, 1, 20))
    assert [stamp.date().day for stamp in history.frame.index] == [20, 21, 22]


def test_a_session_in_progress_is_kept_apart_from_the_closes(source: YahooSource, wire: YahooWire) -> None:
    wire.now = at("2026-01-22T11:30")
    history = ask(source, wire)
    assert newest(history) == date(2026, 1, 21)
    assert history.final  # the newest close that was due is there
    assert history.running is not None
    assert (history.running.session, history.running.at) == (TODAY, wire.now)
    assert history.running.volume is None  # an index has none
    assert ask(source, wire, IWM).running.volume == 1_000_077


def test_the_bell_alone_makes_no_close_while_the_feed_is_behind(source: YahooSource, wire: YahooWire) -> None:
    wire.now = at("2026-01-22T16:05")
    wire.listing("^RUT").traded_at = at("2026-01-22T15:50")
    history = ask(source, wire)
    assert newest(history) == date(2026, 1, 21)
    assert history.running is not None
    assert history.running.at == at("2026-01-22T15:50")
    assert not history.final


def test_a_close_is_not_final_while_indices_are_still_recomputed(
    source: YahooSource, wire: YahooWire
) -> None:
    wire.now = at("2026-01-22T16:10")
    history = ask(source, wire)
    assert newest(history) == TODAY
    assert not history.final
    wire.now = at("2026-01-22T16:30")
    assert ask(source, wire).final


def test_a_thinly_traded_fund_closes_with_its_last_trade(source: YahooSource, wire: YahooWire) -> None:
    wire.now = at("2026-01-22T17:00")
    wire.listing("IWM").traded_at = at("2026-01-22T15:48")
    assert newest(ask(source, wire, IWM)) == TODAY


def test_a_feed_that_froze_at_noon_never_passes_for_a_close(source: YahooSource, wire: YahooWire) -> None:
    wire.now = at("2026-01-22T20:00")
    wire.listing("^RUT").traded_at = at("2026-01-22T12:00")
    history = ask(source, wire)
    assert newest(history) == date(2026, 1, 21)
    assert history.running is not None
    assert history.running.at == at("2026-01-22T12:00")
    assert not history.final


def test_before_the_open_nothing_is_running(source: YahooSource, wire: YahooWire) -> None:
    wire.now = at("2026-01-22T08:00")
    history = ask(source, wire)
    assert (newest(history), history.running, history.final) == (date(2026, 1, 21), None, True)


def test_on_a_holiday_the_last_session_stands_and_the_holiday_bar_is_left_out(
    source: YahooSource, wire: YahooWire
) -> None:
    thanksgiving = date(2025, 11, 27)
    bars = rising(date(2025, 10, 1), date(2025, 12, 5), CALENDAR)
    bars.loc[pd.Timestamp(thanksgiving)] = bars.iloc[-1]  # as Yahoo does for ^VIX
    wire.know("^VIX", bars.sort_index(), instrument="INDEX", zone=ZoneInfo("America/Chicago"))
    wire.now = at("2025-11-27T12:00")
    history = ask(source, wire, Symbol.parse("vix"))
    assert (newest(history), history.running, history.final) == (date(2025, 11, 26), None, True)
    wire.now = at("2025-12-01T18:00")
    assert pd.Timestamp(thanksgiving) not in ask(source, wire, Symbol.parse("vix")).frame.index


@pytest.mark.parametrize("period_ends", ["13:00", "16:00"])
def test_an_early_close_is_a_close_whatever_yahoo_says_about_the_day(
    source: YahooSource, wire: YahooWire, period_ends: str
) -> None:
    listing = wire.listing("^RUT")
    listing.period = at("2025-11-28T09:30"), at(f"2025-11-28T{period_ends}")
    wire.now = at("2025-11-28T12:59")
    assert newest(ask(source, wire)) == date(2025, 11, 26)
    wire.now = at("2025-11-28T13:45")
    history = ask(source, wire)
    assert (newest(history), history.running, history.final) == (date(2025, 11, 28), None, True)


def test_a_last_row_without_figures_is_left_out_and_not_final(source: YahooSource, wire: YahooWire) -> None:
    wire.listing("^RUT").blank.add(TODAY)
    history = ask(source, wire)
    assert newest(history) == date(2026, 1, 21)
    assert not history.frame["close"].isna().any()
    assert not history.final


def test_a_session_missing_in_the_middle_stays_missing(source: YahooSource, wire: YahooWire) -> None:
    hole = pd.Timestamp(2026, 1, 14)
    wire.know("^RUT", wire.listing("^RUT").daily.drop(hole), instrument="INDEX")
    frame = ask(source, wire).frame
    assert hole not in frame.index
    assert frame.index.max().date() == TODAY


@pytest.mark.parametrize("volume", [0, 5_507_670_000])
def test_index_volume_is_unknown_be_it_zero_or_another_index_s(
    source: YahooSource, wire: YahooWire, volume: int
) -> None:
    bars = wire.listing("^RUT").daily.assign(volume=volume)
    for ticker in ("^RUT", "^XYZ"):  # in the catalogue, and an index that only Yahoo knows as one
        wire.know(ticker, bars, instrument="INDEX")
        assert ask(source, wire, Symbol.parse(ticker)).frame["volume"].isna().all()


def test_a_fund_s_missing_volume_is_unknown_and_the_rest_stays(source: YahooSource, wire: YahooWire) -> None:
    bars = wire.listing("IWM").daily
    volumes = bars["volume"].to_numpy().copy()
    volumes[3:5] = 0, float("nan")
    wire.know("IWM", bars.assign(volume=volumes), instrument="ETF")
    volume = ask(source, wire, IWM).frame["volume"]
    assert volume.iloc[3:5].isna().all()
    assert volume.notna().sum() == len(volume) - 2


def know_dividend(wire: YahooWire, day: date, step: float) -> pd.DataFrame:
    """IWM with a dividend that its adjusted closes are lower by before that day, by a factor `step`."""
    bars = wire.listing("IWM").daily
    before = bars.index < pd.Timestamp(day)
    bars = bars.assign(adj_close=(bars["close"] * 0.98).where(~before, bars["close"] * 0.98 * step).round(2))
    wire.know("IWM", bars, instrument="ETF", dividends={day: 0.61})
    return bars


def test_raw_and_adjusted_closes_are_both_kept(source: YahooSource, wire: YahooWire) -> None:
    bars = know_dividend(wire, date(2025, 12, 16), 0.9975)
    frame = ask(source, wire, IWM).frame
    assert frame["close"].tolist() == bars["close"][frame.index].tolist()
    assert frame["adj_close"].tolist() == bars["adj_close"][frame.index].tolist()


def test_adjusted_closes_that_do_not_know_the_last_dividend_are_none(
    source: YahooSource, wire: YahooWire
) -> None:
    know_dividend(wire, date(2025, 12, 16), 1)
    assert ask(source, wire, IWM).frame["adj_close"].isna().all()
    know_dividend(wire, TODAY, 1)  # it was paid in a session that is not over yet
    wire.now = at("2026-01-22T11:30")
    assert ask(source, wire, IWM).frame["adj_close"].notna().all()


@pytest.mark.parametrize("moment", ["2026-01-22T08:00", "2026-01-22T11:30", "2026-01-22T18:00"])
def test_a_split_overnight_is_told_before_and_after_its_first_bar(
    source: YahooSource, wire: YahooWire, moment: str
) -> None:
    halved = wire.listing("ZZAQ").daily / 2
    wire.know("ZZAQ", halved, splits={TODAY: (2, 1), date(2025, 10, 15): (3, 1)})
    wire.now = at(moment)
    history = ask(source, wire, ZZAQ)
    assert history.splits == (date(2025, 10, 15), TODAY)
    assert not history.frame["close"].isna().any()
    assert ask(source, wire, ZZAQ, since=date(2026, 1, 15)).splits == (TODAY,)


def test_a_previous_close_near_zero_touches_nothing(source: YahooSource, wire: YahooWire) -> None:
    history = ask(source, wire)  # the wire's metadata claims a previous close of 0.01
    assert history.frame["close"].iloc[-2] == wire.listing("^RUT").daily["close"][pd.Timestamp(2026, 1, 21)]


def test_asking_about_the_past_never_shows_what_came_later(source: YahooSource, wire: YahooWire) -> None:
    then = at("2026-01-22T11:30")
    history = ask(source, wire, now=then)  # the wire knows the whole day
    assert (newest(history), history.running) == (date(2026, 1, 21), None)
    assert newest(ask(source, wire, now=then - timedelta(days=7))) == date(2026, 1, 14)


def test_the_same_question_about_the_past_is_asked_anew(source: YahooSource, wire: YahooWire) -> None:
    wire.now = at("2026-01-22T11:30")
    first = ask(source, wire)
    wire.now = at("2026-01-22T18:00")
    assert newest(first) < newest(ask(source, wire))


def test_a_market_abroad_goes_by_its_own_trading_day(source: YahooSource, wire: YahooWire) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    days = pd.bdate_range("2025-11-24", "2025-11-28")  # traded on Thanksgiving
    bars = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), 20.5), index=days).assign(volume=9)
    listing = wire.know("GS2C.DE", bars, zone=berlin)
    wire.now = datetime(2025, 11, 27, 22, 0, tzinfo=UTC)
    listing.period = (
        datetime(2025, 11, 27, 9, 0, tzinfo=berlin),
        datetime(2025, 11, 27, 17, 30, tzinfo=berlin),
    )
    listing.traded_at = datetime(2025, 11, 27, 17, 35, tzinfo=berlin)
    history = ask(source, wire, Symbol.parse("GS2C.DE"))
    assert (newest(history), history.running, history.final) == (date(2025, 11, 27), None, True)
    wire.now = listing.traded_at = datetime(2025, 11, 27, 15, 0, tzinfo=berlin)
    history = ask(source, wire, Symbol.parse("GS2C.DE"))
    assert newest(history) == date(2025, 11, 26)
    assert history.running is not None


def test_an_unknown_ticker_is_unknown_after_one_chart_request(source: YahooSource, wire: YahooWire) -> None:
    with pytest.raises(UnknownSymbol, match="I know no symbol “IWQM”") as caught:
        ask(source, wire, Symbol.parse("IWQM"))
    assert "iwm" in caught.value.nearest
    assert wire.count("chart") == 1


def test_a_listing_without_bars_exists_and_says_so(source: YahooSource, wire: YahooWire) -> None:
    wire.now = at("2025-09-29T12:00")
    with pytest.raises(NoData, match="no daily bars"):
        ask(source, wire, ZZAQ)
    assert ask(source, wire, ZZAQ, since=date(2025, 9, 26)).frame.empty


def know_real(wire: YahooWire, real_data: Path, word: str) -> Symbol:
    symbol = Symbol.parse(word)
    name = symbol.ticker.removeprefix("^")
    bars = pd.read_csv(real_data / f"{name}.csv.gz", index_col=0, parse_dates=True)
    wire.know(symbol.ticker, bars, instrument="INDEX")
    return symbol


@pytest.mark.realdata
def test_at_half_past_eleven_the_founding_print_is_no_close(
    source: YahooSource, wire: YahooWire, real_data: Path
) -> None:
    rut = know_real(wire, real_data, "rut")
    prints = pd.read_csv(real_data / "RUT_5m.csv.gz", index_col=0, parse_dates=True)
    wire.listing("^RUT").intraday = prints
    wire.now = at("2026-01-22T11:30")
    history = ask(source, wire, rut)
    assert history.frame["close"].iloc[-1] == 2698.17
    assert history.running is not None
    assert history.running.last == 2731.77


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("word", "close", "before"),
    [
        ("rut", 2718.77, 2698.17),
        ("spx", 6913.35, 6875.62),
        ("ndx", 25518.35, 25326.58),
        ("ixic", 23436.02, 23224.82),
        ("dji", 49384.01, 49077.23),
        ("vix", 15.64, 16.9),
    ],
)
def test_every_price_of_the_real_history_survives_the_wire(
    source: YahooSource, wire: YahooWire, real_data: Path, word: str, close: float, before: float
) -> None:
    symbol = know_real(wire, real_data, word)
    frame = ask(source, wire, symbol).frame
    assert frame["close"].tolist()[-2:] == [before, close]
    sent = wire.listing(symbol.ticker).daily[: pd.Timestamp(TODAY)]
    sessions = pd.DatetimeIndex(CALENDAR.sessions(sent.index[0].date(), TODAY))
    expected = sent[(sent.index < sessions[0]) | sent.index.isin(sessions)]  # ^VIX has bars on holidays
    prices = ["open", "high", "low", "close"]
    assert (frame.index == expected.index).all()
    assert (frame[prices].to_numpy() == expected[prices].to_numpy()).all()


@pytest.mark.realdata
def test_real_adjusted_closes_survive_the_wire_to_seven_digits(
    source: YahooSource, wire: YahooWire, real_data: Path
) -> None:
    bars = pd.read_csv(real_data / "IWM.csv.gz", index_col=0, parse_dates=True)
    bars = bars.rename(columns=lambda name: "adj_close" if name.startswith("adj_close") else name)
    wire.know("IWM", bars, instrument="ETF")
    frame = ask(source, wire, IWM).frame
    sent = bars.loc[frame.index]
    assert frame["adj_close"].to_numpy() == pytest.approx(sent["adj_close"].to_numpy(), rel=1e-7)
    assert frame["close"].iloc[-1] == sent["close"].iloc[-1]


def outside(wire: YahooWire, ticker: str, *live: tuple[str, float], **details: object) -> None:
    bars = rising(date(2025, 10, 1), TODAY, CALENDAR)
    seen = tuple((at(moment), price) for moment, price in live)
    wire.know(ticker, bars, live=seen, **details)


@pytest.mark.parametrize(
    ("ticker", "instrument"), [("RTY=F", "FUTURE"), ("DX-Y.NYB", "INDEX"), ("^TNX", "INDEX")]
)
def test_what_trades_before_the_open_has_a_running_bar_of_its_own_time(
    source: YahooSource, wire: YahooWire, ticker: str, instrument: str
) -> None:
    outside(wire, ticker, ("2026-01-22T08:31", 180.25), instrument=instrument)
    wire.now = at("2026-01-22T08:45")
    history = ask(source, wire, Symbol.parse(ticker))
    assert newest(history) == date(2026, 1, 21)
    assert history.running is not None
    assert (history.running.session, history.running.last) == (TODAY, 180.25)
    assert history.running.at == at("2026-01-22T08:31")


def test_at_half_past_four_a_futures_session_is_no_close_and_at_half_past_five_it_is(
    source: YahooSource, wire: YahooWire
) -> None:
    outside(wire, "RTY=F", ("2026-01-22T16:29", 180.0), ("2026-01-22T16:59", 181.0), instrument="FUTURE")
    wire.now = at("2026-01-22T16:30")
    assert newest(ask(source, wire, Symbol.parse("rty"))) == date(2026, 1, 21)
    wire.now = at("2026-01-22T17:30")
    history = ask(source, wire, Symbol.parse("rty"))
    assert (newest(history), history.running) == (TODAY, None)
    assert history.frame["close"].iloc[-1] == 181.0


def test_tokyos_session_of_the_day_is_a_close_before_new_york_opens(
    source: YahooSource, wire: YahooWire
) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    hours = datetime(2026, 1, 22, 9, tzinfo=tokyo), datetime(2026, 1, 22, 15, 30, tzinfo=tokyo)
    outside(wire, "^N225", ("2026-01-22T01:45", 53000.5), instrument="INDEX", zone=tokyo, period=hours)
    wire.now = at("2026-01-22T08:30")
    history = ask(source, wire, Symbol.parse("nikkei"))
    assert (newest(history), history.running) == (TODAY, None)
    assert history.frame["close"].iloc[-1] == 53000.5
