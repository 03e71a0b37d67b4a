"""`build_app`: the only place where objects are wired."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.engine.conversation import ConversationMemory
from bot.engine.engine import Engine
from bot.engine.engine_metrics import EngineMetrics
from bot.engine.plain_words import Interpreter
from bot.engine.request import Request
from bot.settings import Settings, SettingsError
from bot.wiring.lazy_store import NOWHERE, LazyStore, RequestServices
from bot.wiring.sources import build_data
from commands import COMMANDS
from commands.framework.ask import Ask
from commands.framework.asker import Asker
from commands.framework.channels import ChannelPermissions
from commands.framework.registry import CommandRegistry
from commands.framework.reply import Reply
from commands.framework.watched import WatchedLists
from market.clock import Clock, Deadline
from market.fetching.price_cache import Failed
from market.services.data_services import SERVICES, DataServices
from market.services.members import MemberService
from market.services.prices import Market

if TYPE_CHECKING:
    from charts.drawing.pool import RenderPool

# The share of a request's time that may go into questions of its own; the rest is for the answer.
_FOR_QUESTIONS = 0.5


@dataclass(frozen=True, slots=True)
class App:
    """The program without its faces: settings, data, engine and store."""

    settings: Settings
    data: DataServices
    engine: Engine
    keeping: LazyStore

    @property
    def clock(self) -> Clock:
        return self.data.clock

    @property
    def market(self) -> Market:
        return self.data.market

    @property
    def members(self) -> MemberService:
        return self.data.members

    async def close(self) -> None:
        await self.engine.close()
        self.keeping.close()


def build_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    pool: Callable[[], RenderPool] | None = None,
    places: Callable[[], ChannelPermissions] = lambda: NOWHERE,
    watch: EngineMetrics | None = None,
) -> App:
    """The engine over the sources that `settings` name. Raises SettingsError.

    `clock`: the present, for `--at` and tests; by default the source's own.
    `pool`: makes the render processes; without it the caller draws the pictures.
    `places`: permissions in channels, where the program can post.
    `watch`: counts questions and pictures.
    """
    data = build_data(settings, clock, failed=_counted(watch) if watch else None)
    keeping = LazyStore(settings)
    engine: Engine
    is_remote = data.sources.prices.stores

    def services(request: Request, deadline: Deadline) -> Mapping[Any, Any]:
        def ask(question: str, by: Deadline | None) -> Any:
            text = f"/{question.removeprefix('/')}"
            return engine.answer(Request(text=text, asker=request.asker, reads_only=True), by or deadline)

        ready = {
            **data.within(deadline),
            Asker: request.asker,
            CommandRegistry: COMMANDS,
            Ask: Ask(ask, Deadline.after(deadline.remaining() * _FOR_QUESTIONS) if is_remote else None),
            WatchedLists: WatchedLists(lambda: keeping.store.watchlists, request.asker),
        }
        return RequestServices(ready, lambda: {**keeping.store.services(), ChannelPermissions: places()})

    engine = Engine(
        COMMANDS,
        services,
        pool=pool() if pool else None,
        deadline=settings.deadline,
        asks_per_minute=settings.asks_per_minute,
        market_clock=data.clock,
        shared=(*SERVICES, CommandRegistry),
        interpret=_interpreter(data.clock, _model(settings)),
        memory=ConversationMemory(time.monotonic, lambda: keeping.store.questions),
        watch=watch,
    )
    return App(settings, data, engine, keeping)


def build_engine(settings: Settings, watch: EngineMetrics) -> Engine:
    """The engine alone, without render processes, for a process that only answers."""
    return build_app(settings, watch=watch).engine


def _counted(watch: EngineMetrics) -> Failed:
    return lambda error: watch.failed(error.provider, type(error).__name__)


def _model(settings: Settings) -> Any:
    """The operator's own interpreter, where the settings name one. Raises SettingsError."""
    if not settings.interpreter:
        return None
    module, _, name = settings.interpreter.partition(":")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        raise SettingsError(
            f"There is no “{settings.interpreter}”. Write BELLWETHER_INTERPRETER as package.module:function."
        ) from None


def _interpreter(clock: Clock, model: Any) -> Interpreter:
    """The interpreter of plain questions, loaded at the first of them."""

    @cache
    def rules() -> Interpreter:
        from bot.language.interpreter import RuleInterpreter

        return RuleInterpreter(COMMANDS, clock.now, model)

    def interpret(text: str, previous: str) -> Request | Reply:
        return rules()(text, previous)

    return interpret
