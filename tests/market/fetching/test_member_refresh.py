from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.members import RUSSELL_2000, Member, Members
from market.errors import EmptyAnswer, MarketError, ProviderDown, Throttled, UnknownSymbol
from market.fetching.blob_store import BlobStore
from market.fetching.member_refresh import BUSY, DOUBT, PATIENCE, MemberRefresh, RefreshResult
from market.fetching.panel_store import JOURNAL, LEASE_TIME, StoredPanels
from market.fetching.rate_limit import RateLimit
from market.provenance import Provenance
from market.sources import History
from market.sources.sample.members import invented
from market.symbols import Symbol

CALENDAR = Calendar()
TONIGHT = datetime(2026, 1, 21, 23, 0, tzinfo=UTC)
TOMORROW = TONIGHT + timedelta(days=1)


class Provider:
    """The sample market's members as a provider would send them, with faults. `asked`: tickers and
    since. `dividend`: members whose adjusted closes before the founding session were rewritten."""

    key, title, terms, sample, stores = "fake", "Fake Finance", "", False, True

    def __init__(self) -> None:
        self.asked: list[tuple[str, date | None]] = []
        self.faults: dict[str, MarketError] = {}
        self.dividend: set[str] = set()
        self.unsettled = False

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        self.asked.append((symbol.ticker, since))
        if symbol.ticker in self.faults:
            raise self.faults[symbol.ticker]
        due = CALENDAR.state(now).last_completed
        closes = invented("russell2000").closes[symbol.ticker].dropna().astype("float64")
        if symbol.ticker in self.dividend:
            closes = closes.where(closes.index > pd.Timestamp("2026-01-21"), closes * 0.99)
        closes = closes.loc[pd.Timestamp(since or date.min) : pd.Timestamp(due)]
        frame = pd.DataFrame({"adj_close": closes})
        return History(frame, None, now, final=not self.unsettled)


@pytest.fixture
def provider() -> Provider:
    return Provider()


def members(count: int) -> Members:
    rows = tuple(Member(*row) for row in invented("russell2000").rows[:count])
    return Members(RUSSELL_2000, rows, Provenance.of_day("By hand", date(2026, 1, 5)))


def refresh(provider: Provider, store: BlobStore, count: int = 12, now: datetime = TONIGHT) -> RefreshResult:
    """One batch by a new process."""
    pace = RateLimit(per_second=1e9, monotonic=lambda: 0.0, wait=lambda seconds: None)
    panels = StoredPanels(store, provider.key, provider.title)
    return MemberRefresh(provider, panels, FixedClock(now), CALENDAR, pace).run(members(count))


def kept(store: BlobStore) -> pd.DataFrame:
    return StoredPanels(store, "fake", "Fake Finance").closes(RUSSELL_2000)


def expected(count: int, last: str) -> pd.DataFrame:
    """Five years up to `last`: the window moves with the nights."""
    first = pd.Timestamp(last) - timedelta(days=1826)
    return invented("russell2000").closes.iloc[:, :count].loc[first:last]


def test_the_first_night_fetches_five_years_of_every_member(provider: Provider, store: BlobStore) -> None:
    outcome = refresh(provider, store)
    assert outcome == RefreshResult(total=12, fetched=12, settled=12)
    pd.testing.assert_frame_equal(kept(store), expected(12, "2026-01-21"), check_freq=False)
    assert {since for _ticker, since in provider.asked} == {date(2021, 1, 21)}


def test_a_second_run_the_same_night_asks_for_nothing(provider: Provider, store: BlobStore) -> None:
    refresh(provider, store)
    provider.asked.clear()
    assert refresh(provider, store).settled == 12
    assert provider.asked == []


def test_the_next_night_asks_for_what_is_new(provider: Provider, store: BlobStore) -> None:
    refresh(provider, store)
    provider.asked.clear()
    refresh(provider, store, now=TOMORROW)
    pd.testing.assert_frame_equal(kept(store), expected(12, "2026-01-22"), check_freq=False)
    assert len(provider.asked) == 12
    assert min(since for _ticker, since in provider.asked if since) > date(2026, 1, 10)


def test_rewritten_closes_are_fetched_whole_and_never_mixed(provider: Provider, store: BlobStore) -> None:
    refresh(provider, store)
    provider.dividend = {"S0003"}
    provider.asked.clear()
    refresh(provider, store, now=TOMORROW)
    assert Counter(ticker for ticker, _since in provider.asked)["S0003"] == 2
    assert len(provider.asked) == 13
    truth = expected(3, "2026-01-22")["S0003"].dropna()
    column = kept(store)["S0003"].dropna()
    assert column.iloc[-1] == truth.iloc[-1]
    assert (column.iloc[:-1] / truth.iloc[:-1]).round(4).eq(0.99).all()


class Killed(BaseException):
    """The process ends here."""


def test_after_a_kill_no_member_is_fetched_twice(provider: Provider, store: BlobStore) -> None:
    panels = StoredPanels(store, provider.key, provider.title)
    pace = RateLimit(monotonic=lambda: 0.0, wait=lambda seconds: None)

    def killed(done: int, total: int, ticker: str) -> None:
        if done == 7:
            raise Killed

    with pytest.raises(Killed):
        MemberRefresh(provider, panels, FixedClock(TONIGHT), CALENDAR, pace).run(members(12), killed)
    assert len(store.keys(JOURNAL)) == 7
    pd.testing.assert_frame_equal(kept(store), expected(7, "2026-01-21"), check_freq=False)
    outcome = refresh(provider, store)
    assert outcome == RefreshResult(total=12, fetched=5, settled=12)
    assert set(Counter(ticker for ticker, _since in provider.asked).values()) == {1}
    assert store.keys(JOURNAL) == ()


def test_a_member_unknown_to_the_provider_is_settled_without_prices(
    provider: Provider, store: BlobStore
) -> None:
    provider.faults = {"S0002": UnknownSymbol("S0002")}
    assert refresh(provider, store) == RefreshResult(total=12, fetched=12, settled=12)
    assert kept(store)["S0002"].isna().all()


def test_a_member_that_fails_is_named_and_asked_for_again(provider: Provider, store: BlobStore) -> None:
    provider.faults = {"S0002": ProviderDown("Fake Finance", "no answer in time")}
    assert refresh(provider, store) == RefreshResult(total=12, fetched=11, settled=11, failed=("S0002",))
    provider.faults.clear()
    assert refresh(provider, store) == RefreshResult(total=12, fetched=1, settled=12)


def test_what_is_kept_survives_a_provider_that_forgets_a_member(provider: Provider, store: BlobStore) -> None:
    refresh(provider, store)
    provider.faults = {"S0002": UnknownSymbol("S0002")}
    refresh(provider, store, now=TOMORROW)
    column = kept(store)["S0002"].dropna()
    assert column.equals(expected(2, "2026-01-21")["S0002"].dropna().iloc[1:])  # less the oldest session


def test_throttling_ends_the_batch_at_once_and_it_resumes(provider: Provider, store: BlobStore) -> None:
    provider.faults = {"S0005": Throttled("Fake Finance")}
    outcome = refresh(provider, store)
    assert outcome.fetched == 4
    assert "throttling" in outcome.stopped
    provider.faults.clear()
    assert refresh(provider, store).settled == 12
    assert Counter(ticker for ticker, _since in provider.asked)["S0001"] == 1


def test_a_provider_that_is_down_is_left_alone(provider: Provider, store: BlobStore) -> None:
    tickers = [member.ticker for member in members(40).rows]
    provider.faults = {ticker: ProviderDown("Fake Finance", "HTTP status 502") for ticker in tickers}
    outcome = refresh(provider, store, count=40)
    assert len(provider.asked) == PATIENCE
    assert outcome.stopped.startswith("Fake Finance is not answering")


def test_a_bar_that_is_not_final_is_left_for_later(provider: Provider, store: BlobStore) -> None:
    provider.unsettled = True
    assert refresh(provider, store).settled == 0
    assert kept(store).index[-1] == pd.Timestamp("2026-01-20")
    provider.unsettled = False
    assert refresh(provider, store).settled == 12
    pd.testing.assert_frame_equal(kept(store), expected(12, "2026-01-21"), check_freq=False)


def test_requests_grow_with_members_and_with_nothing_else(provider: Provider, store: BlobStore) -> None:
    refresh(provider, store, count=10)
    ten = len(provider.asked)
    refresh(provider, store, count=30)
    assert (ten, len(provider.asked)) == (10, 30)


def test_members_no_longer_listed_are_unpriced_and_do_not_stop_the_batch(
    provider: Provider, store: BlobStore
) -> None:
    refresh(provider, store, count=40)
    gone = [member.ticker for member in members(40).rows[5 : 5 + 2 * PATIENCE]]
    provider.faults = {ticker: EmptyAnswer("Fake Finance", "no data at the moment") for ticker in gone}
    provider.asked.clear()
    assert refresh(provider, store, count=40, now=TOMORROW) == RefreshResult(total=40, fetched=40, settled=40)
    assert len(provider.asked) == 40
    assert kept(store)[gone].iloc[-1].isna().all()
    assert kept(store)[gone].iloc[-2].notna().any(), "what is kept stays"


def test_a_provider_that_lists_nobody_is_not_believed(provider: Provider, store: BlobStore) -> None:
    tickers = [member.ticker for member in members(80).rows]
    provider.faults = {ticker: EmptyAnswer("Fake Finance", "no data at the moment") for ticker in tickers}
    outcome = refresh(provider, store, count=80)
    assert len(provider.asked) == DOUBT
    assert (outcome.settled, len(outcome.failed)) == (0, DOUBT)
    assert outcome.stopped.startswith("Fake Finance is not answering")


def test_two_batches_at_once_are_one(provider: Provider, store: BlobStore) -> None:
    inner: list[RefreshResult] = []
    pace = RateLimit(monotonic=lambda: 0.0, wait=lambda seconds: None)
    panels = StoredPanels(store, provider.key, provider.title)

    def meanwhile(done: int, total: int, ticker: str) -> None:
        if done == 3:
            inner.append(refresh(provider, store))

    outcome = MemberRefresh(provider, panels, FixedClock(TONIGHT), CALENDAR, pace).run(members(12), meanwhile)
    assert outcome == RefreshResult(total=12, fetched=12, settled=12)
    assert (inner[0].fetched, inner[0].stopped.startswith(BUSY)) == (0, True)
    assert set(Counter(ticker for ticker, _since in provider.asked).values()) == {1}


def test_the_lease_of_a_killed_batch_ends_by_itself(provider: Provider, store: BlobStore) -> None:
    assert StoredPanels(store, "fake", "").claim(RUSSELL_2000, "killed", TONIGHT)
    assert refresh(provider, store).stopped.startswith(BUSY)
    assert provider.asked == []
    assert refresh(provider, store, now=TONIGHT + LEASE_TIME).settled == 12


def test_a_batch_whose_lease_was_taken_stops(provider: Provider, store: BlobStore) -> None:
    pace = RateLimit(monotonic=lambda: 0.0, wait=lambda seconds: None)
    panels = StoredPanels(store, provider.key, provider.title)

    def taken(done: int, total: int, ticker: str) -> None:
        assert done > 3 or panels.claim(RUSSELL_2000, "other", TONIGHT + done * LEASE_TIME)

    outcome = MemberRefresh(provider, panels, FixedClock(TONIGHT), CALENDAR, pace).run(members(12), taken)
    assert (outcome.fetched, outcome.stopped) == (1, BUSY)
    assert panels.claim(RUSSELL_2000, "other", TONIGHT), "another's lease is not given back"


@pytest.mark.parametrize("count", [10, 40, 160])
def test_what_a_batch_asks_grows_with_members_and_no_faster(
    provider: Provider, store: BlobStore, count: int
) -> None:
    refresh(provider, store, count=count)
    assert len(provider.asked) == count
    provider.asked.clear()
    refresh(provider, store, count=count, now=TOMORROW)
    assert len(provider.asked) == count


def test_a_pace_that_has_no_turn_is_a_failure_and_no_crash(provider: Provider, store: BlobStore) -> None:
    still = RateLimit(per_second=0.001, burst=1, monotonic=lambda: 0.0, wait=lambda seconds: None)
    panels = StoredPanels(store, provider.key, provider.title)
    outcome = MemberRefresh(provider, panels, FixedClock(TONIGHT), CALENDAR, still).run(members(40))
    assert (outcome.fetched, len(outcome.failed)) == (1, PATIENCE)
    assert outcome.stopped == "Too many requests are waiting."
