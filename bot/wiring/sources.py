"""The source registry, and the services of data over the sources that the settings name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
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


@dataclass(frozen=True)
class SourceContext:
    """What a source is built from.

    argument: what follows the colon in the setting, such as the folder of `files:DIR`; may be empty.
    """

    argument: str
    settings: Settings
    clock: Clock
    calendar: Calendar

    @cached_property
    def store(self) -> BlobStore:
        """Where answers of a remote provider are kept. Raises SettingsError."""
        from market.fetching.blob_store import BlobStore, open_store

        if self.settings.database_url is None:
            return open_store(self.settings.data_dir / "market.sqlite3")
        try:
            return BlobStore(self.settings.database_url.get_secret_value())
        except StoreFailed as problem:
            raise SettingsError(str(problem)) from None

    def key(self, name: str) -> str:
        """The provider's API key: `BELLWETHER_SOURCE_KEYS__NAME`. Raises SettingsError without one."""
        secret = self.settings.source_keys.get(name)
        if secret is None:
            raise SettingsError(f"Set BELLWETHER_SOURCE_KEYS__{name.upper()} to your key for “{name}”.")
        return secret.get_secret_value()

    def own_list(self, otherwise: Lists) -> Lists:
        """The operator's own list of the Russell 2000, where there is one, before the source's."""
        if self.settings.members_file is None:
            return otherwise
        from market.sources.files.members import ListFiles

        return ListFiles(self.settings.members_file, otherwise=otherwise)


@dataclass(frozen=True, slots=True)
class DataSource:
    """A source: its one entry in `SOURCES`.

    name: the word in `BELLWETHER_SOURCE`.
    build: what it does not provide it leaves out of `Sources`. Raises SettingsError.
    clock: its present, where nobody sets another.
    """

    name: str
    build: Callable[[SourceContext], Sources]
    clock: Callable[[], Clock] = SystemClock


def build_data(settings: Settings, clock: Clock | None = None, failed: Failed | None = None) -> DataServices:
    """The services over the sources that `settings.source` names. Raises SettingsError."""
    calendar = calendar_of(settings)
    clock = clock or _named(settings.source)[0][0].clock()
    sources = sources_of(settings, clock, calendar)
    return data_over(sources, clock, calendar, settings.deadline, failed)


def calendar_of(settings: Settings) -> Calendar:
    return Calendar(kept=settings.data_dir / "sessions.json", closed=settings.closed_days)


def sources_of(settings: Settings, clock: Clock, calendar: Calendar) -> Sources:
    """The providers behind `settings.source`; of the second and further ones, the prices stand in where
    the first fails. Raises SettingsError."""
    first, *others = (
        source.build(SourceContext(argument, settings, clock, calendar))
        for source, argument in _named(settings.source)
    )
    if others and any(sources.prices.sample for sources in (first, *others)):
        raise SettingsError("The sample market is invented: it stands alone, never beside another source.")
    return replace(first, fallbacks=tuple(others))


def _named(setting: str) -> list[tuple[DataSource, str]]:
    """Each source of the setting with its argument; a comma inside a folder's name is part of it.

    Raises SettingsError."""
    by_name = {source.name: source for source in SOURCES}
    named = []
    for part in re.split(rf",\s*(?=(?:{'|'.join(by_name)})(?:[:,]|$))", setting.strip()):
        name, _, argument = part.partition(":")
        if name not in by_name:
            raise SettingsError(
                f"“{part}” is no data source. Use {', '.join(by_name)}, with files:DIR for a folder, "
                "or several in the order in which they are asked: yahoo,files:DIR."
            )
        named.append((by_name[name], argument))
    return named


def _sample_clock() -> Clock:
    from market.sources.sample.prices import SAMPLE_NOW

    return FixedClock(SAMPLE_NOW)


def _sample(context: SourceContext) -> Sources:
    from market.sources.sample.facts import SampleFacts, SampleSnapshots
    from market.sources.sample.macro import SampleMacro
    from market.sources.sample.members import SampleMembers
    from market.sources.sample.prices import SampleSource

    members = SampleMembers()
    return Sources(
        prices=SampleSource(context.calendar),
        lists=members,
        panels=members,
        macro=SampleMacro(),
        facts=SampleFacts(context.clock),
        snapshots=SampleSnapshots(),
    )


def _files(context: SourceContext) -> Sources:
    from market.sources.files.facts import FileFacts
    from market.sources.files.macro import FileMacro
    from market.sources.files.members import FileMembers
    from market.sources.files.prices import FilesSource

    folder = Path(context.argument).expanduser()
    if not context.argument or not folder.is_dir():
        raise SettingsError(
            f"There is no folder “{context.argument}”. Write files:DIR with a folder of NAME.csv files."
        )
    members, facts = FileMembers(folder, context.calendar), FileFacts()
    return Sources(
        prices=FilesSource(folder, context.calendar),
        lists=context.own_list(members),
        panels=members,
        macro=FileMacro(folder),
        facts=facts,
        snapshots=facts,
    )


def _yahoo(context: SourceContext) -> Sources:
    from market.fetching.member_lists_cache import CachedMemberLists
    from market.fetching.panel_store import StoredPanels
    from market.fetching.shared_rate_limit import SharedRateLimitState
    from market.sources.fred import FredSource
    from market.sources.ishares import ISharesLists
    from market.sources.yahoo.client import YahooClient
    from market.sources.yahoo.facts import YahooFacts
    from market.sources.yahoo.prices import YahooSource

    settings, store = context.settings, context.store
    client = YahooClient(settings.data_dir / "yahoo")
    prices = YahooSource(client, context.calendar)
    pace = RateLimit(tally=SharedRateLimitState(store, prices.key))
    key = settings.fred_api_key
    return Sources(
        prices=prices,
        lists=context.own_list(CachedMemberLists(ISharesLists(), store)),
        panels=StoredPanels(store, prices.key, prices.title),
        macro=FredSource(key.get_secret_value() if key else None),
        facts=RateLimitedFacts(YahooFacts(client), pace),
        snapshots=StoredSnapshots(store, prices.key),
        pace=pace,
        store=store,
    )


SOURCES: tuple[DataSource, ...] = (
    DataSource("sample", _sample, _sample_clock),
    DataSource("yahoo", _yahoo),
    DataSource("files", _files),
)
