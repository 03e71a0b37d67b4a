"""`build_app`: the only place where objects are wired."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.engine import Engine
from bot.refusal import Refusal
from bot.request import Request
from bot.settings import Settings
from commands import COMMANDS
from commands.asker import Asker
from commands.evidence import Ask
from commands.help import Commands
from market.calendar import Calendar
from market.clock import Clock, FixedClock, SystemClock
from market.deadline import Deadline
from market.market import Market
from market.members import Lists, MemberService, Panels
from market.sources import PriceSource

if TYPE_CHECKING:
    from charts.pool import RenderPool


class SettingsError(Refusal):
    """A setting that cannot work. The sentence says which, and what to write instead."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything a face needs, wired once."""

    settings: Settings
    clock: Clock
    market: Market
    engine: Engine

    async def close(self) -> None:
        await self.engine.close()


def build_app(
    settings: Settings, *, clock: Clock | None = None, pool: Callable[[], RenderPool] | None = None
) -> App:
    """Wire the engine to the source that `settings` name. `clock` moves the present (for `--at`
    and tests); the sample market has a present of its own. `pool` makes the render processes;
    without it pictures are the caller's to draw.

    Raises SettingsError.
    """
    calendar = Calendar()
    source = source_of(settings, calendar)
    clock = clock or _clock_of(source)
    store = _store(settings, source)
    market = Market(source, clock=clock, calendar=calendar, store=store)
    members = MemberService(*_members_of(settings, source, store), clock=clock, calendar=calendar)
    engine: Engine

    def services(request: Request, deadline: Deadline) -> Mapping[Any, Any]:
        def ask(question: str) -> Any:
            return engine.answer(
                Request(text=f"/{question.removeprefix('/')}", asker=request.asker), deadline
            )

        return {
            Market: market.within(deadline),
            MemberService: members.within(deadline),
            Asker: request.asker,
            Commands: Commands(COMMANDS),
            Ask: Ask(ask),
        }

    if pool:
        # Worker threads compute with pandas beside the event loop; a short switch interval keeps
        # the loop answering within milliseconds while they do.
        sys.setswitchinterval(0.001)
    engine = Engine(
        COMMANDS,
        services,
        pool=pool() if pool else None,
        deadline=settings.deadline,
        asks_per_minute=settings.asks_per_minute,
        market_clock=clock,
        shared=(Market, MemberService, Commands),
    )
    return App(settings, clock, market, engine)


def source_of(settings: Settings, calendar: Calendar) -> PriceSource:
    """The source named `sample`, `yahoo` or `files:DIR`. Raises SettingsError."""
    kind, _, rest = settings.source.partition(":")
    if kind == "sample":
        from market.sources.sample import SampleSource

        return SampleSource(calendar)
    if kind == "yahoo":
        from market.sources.yahoo import YahooSource
        from market.sources.yahoo_client import YahooClient

        return YahooSource(YahooClient(settings.data_dir / "yahoo"), calendar)
    if kind == "files":
        from market.sources.files import FilesSource

        folder = Path(rest).expanduser()
        if not rest or not folder.is_dir():
            raise SettingsError(
                f"There is no folder “{rest}”. Write files:DIR with a folder of NAME.csv files."
            )
        return FilesSource(folder, calendar)
    raise SettingsError(f"“{settings.source}” is no data source. Use sample, yahoo or files:DIR.")


def _members_of(settings: Settings, source: PriceSource, store: Any) -> tuple[Lists, Panels]:
    """Who the members are and what their prices are: beside the prices' own source where it has
    them, else the fund company's lists and what the nightly batch has stored."""
    if source.sample:
        from market.sources.sample_members import SampleMembers

        invented = SampleMembers()
        return invented, invented
    from market.sources.files_members import FileMembers, ListFiles

    if store is None:
        files = FileMembers(Path(settings.source.partition(":")[2]).expanduser())
        return (ListFiles(settings.members_file) if settings.members_file else files), files
    from market.kept_lists import KeptLists
    from market.panel import StoredPanels
    from market.sources.ishares import ISharesLists

    lists = ListFiles(settings.members_file) if settings.members_file else KeptLists(ISharesLists(), store)
    return lists, StoredPanels(store, source.key, source.title)


def _clock_of(source: PriceSource) -> Clock:
    if source.sample:
        from market.sources.sample import SAMPLE_NOW

        return FixedClock(SAMPLE_NOW)
    return SystemClock()


def _store(settings: Settings, source: PriceSource) -> Any:
    if not source.stores:
        return None
    from market.store import BlobStore

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return BlobStore(f"sqlite:///{settings.data_dir / 'market.sqlite3'}")
