"""The services of data, wired to the source that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings, SettingsError
from market.calendars.calendar import Calendar
from market.clock import Clock, FixedClock, SystemClock
from market.datasets.members import Lists
from market.errors import StoreFailed
from market.fetching.price_cache import Failed
from market.fetching.rate_limit import RateLimit
from market.services.data_services import DataServices, Sources, data_over
from market.services.news import RateLimitedFacts
from market.services.valuation import StoredSnapshots

if TYPE_CHECKING:  # a process that stores nothing never loads SQLAlchemy
    from market.fetching.blob_store import BlobStore


def build_data(settings: Settings, clock: Clock | None = None, failed: Failed | None = None) -> DataServices:
    """The services over the source `sample`, `yahoo` or `files:DIR`. Without `clock` the sample
    market has a present of its own, and the others the machine's. Raises SettingsError."""
    calendar = Calendar(kept=settings.data_dir / "sessions.json")
    clock = clock or _clock(settings)
    sources = sources_of(settings, clock, calendar)
    return data_over(sources, clock, calendar, settings.deadline, failed)


def sources_of(settings: Settings, clock: Clock, calendar: Calendar) -> Sources:
    """The providers behind `settings.source`. Raises SettingsError."""
    kind, _, rest = settings.source.partition(":")
    if kind == "sample":
        return _sample(clock, calendar)
    if kind == "yahoo":
        return _yahoo(settings, calendar)
    if kind == "files":
        folder = Path(rest).expanduser()
        if not rest or not folder.is_dir():
            raise SettingsError(
                f"There is no folder “{rest}”. Write files:DIR with a folder of NAME.csv files."
            )
        return _files(folder, settings, calendar)
    raise SettingsError(f"“{settings.source}” is no data source. Use sample, yahoo or files:DIR.")


def _clock(settings: Settings) -> Clock:
    if settings.source == "sample":
        from market.sources.sample.prices import SAMPLE_NOW

        return FixedClock(SAMPLE_NOW)
    return SystemClock()


def _sample(clock: Clock, calendar: Calendar) -> Sources:
    from market.sources.sample.facts import SampleFacts, SampleSnapshots
    from market.sources.sample.macro import SampleMacro
    from market.sources.sample.members import SampleMembers
    from market.sources.sample.prices import SampleSource

    members = SampleMembers()
    return Sources(
        prices=SampleSource(calendar),
        lists=members,
        panels=members,
        macro=SampleMacro(),
        facts=SampleFacts(clock),
        snapshots=SampleSnapshots(),
        pace=RateLimit(),
    )


def _files(folder: Path, settings: Settings, calendar: Calendar) -> Sources:
    from market.sources.files.facts import FileFacts
    from market.sources.files.macro import FileMacro
    from market.sources.files.members import FileMembers
    from market.sources.files.prices import FilesSource

    members, facts = FileMembers(folder), FileFacts()
    return Sources(
        prices=FilesSource(folder, calendar),
        lists=_own_list(settings, members),
        panels=members,
        macro=FileMacro(folder),
        facts=facts,
        snapshots=facts,
        pace=RateLimit(),
    )


def _yahoo(settings: Settings, calendar: Calendar) -> Sources:
    from market.fetching.member_lists_cache import CachedMemberLists
    from market.fetching.panel_store import StoredPanels
    from market.fetching.shared_rate_limit import SharedRateLimitState
    from market.sources.fred import FredSource
    from market.sources.ishares import ISharesLists
    from market.sources.yahoo.client import YahooClient
    from market.sources.yahoo.facts import YahooFacts
    from market.sources.yahoo.prices import YahooSource

    client, store = YahooClient(settings.data_dir / "yahoo"), _store(settings)
    prices = YahooSource(client, calendar)
    pace = RateLimit(tally=SharedRateLimitState(store, prices.key))
    key = settings.fred_api_key
    return Sources(
        prices=prices,
        lists=_own_list(settings, CachedMemberLists(ISharesLists(), store)),
        panels=StoredPanels(store, prices.key, prices.title),
        macro=FredSource(key.get_secret_value() if key else None),
        facts=RateLimitedFacts(YahooFacts(client), pace),
        snapshots=StoredSnapshots(store, prices.key),
        pace=pace,
        store=store,
    )


def _own_list(settings: Settings, otherwise: Lists) -> Lists:
    """The operator's own list of the Russell 2000, where there is one, before the source's."""
    if settings.members_file is None:
        return otherwise
    from market.sources.files.members import ListFiles

    return ListFiles(settings.members_file, otherwise=otherwise)


def _store(settings: Settings) -> BlobStore:
    from market.fetching.blob_store import BlobStore, open_store

    if settings.database_url is None:
        return open_store(settings.data_dir / "market.sqlite3")
    try:
        return BlobStore(settings.database_url.get_secret_value())
    except StoreFailed as problem:
        raise SettingsError(str(problem)) from None
