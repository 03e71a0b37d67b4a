"""The database, opened at first use: a question about prices never loads SQLAlchemy."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.settings import OperatorError, Settings
from bot.wiring.channel_words import ChannelWords
from bot.wiring.platforms import POSTING_TITLES
from commands.framework.channels import ChannelPermissions
from commands.framework.command import UsageError
from commands.framework.ports import MentionedGroup, Place
from market.clock import SystemClock

if TYPE_CHECKING:
    from bot.store.store import Store


_PAUSE = 2.0  # seconds until a database that could not be opened is tried again


class LazyStore:
    """The store, opened once by the first thread that needs it. `store` raises OperatorError: at once
    where another thread has just failed, as a server that does not answer would take each of them seconds.
    """

    def __init__(self, settings: Settings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._lock, self._monotonic = settings, Lock(), monotonic
        self._store: Store | None = None
        self._failed: tuple[float, OperatorError] | None = None

    @property
    def store(self) -> Store:
        from bot.store.store import Store

        with self._lock:
            if self._store is None:
                if self._failed is not None and self._monotonic() - self._failed[0] < _PAUSE:
                    raise self._failed[1].with_traceback(None)
                try:
                    # Schedules run on the machine's clock, also where the sample market's stands still.
                    self._store = Store.open(self._settings, SystemClock())
                except OperatorError as problem:
                    self._failed = self._monotonic(), problem
                    raise
            return self._store

    def close(self) -> None:
        if self._store is not None:
            self._store.close()


class RequestServices(dict[Any, Any]):
    """The services of one request, by type.

    ready: those that exist already.
    late: makes those that need the database, at their first use.
    """

    def __init__(self, ready: Mapping[Any, Any], late: Callable[[], Mapping[Any, Any]]) -> None:
        super().__init__(ready)
        self._late = late

    def __missing__(self, kind: Any) -> Any:
        service = self._late()[kind]
        self[kind] = service
        return service


ELSEWHERE = f"I can post by myself in {POSTING_TITLES} only. Ask me there."


class NoChannelPermissions(ChannelWords):
    """Satisfies `ChannelPermissions` where nothing can be posted: the terminal, and the web console alone."""

    def may_post(self, place: Place, threads: bool = False) -> str | None:
        return ELSEWHERE

    def may_manage(self, place: Place, person: str, admins_only: bool = False) -> str | None:
        return ELSEWHERE

    def group(self, place: Place, person: str, word: str) -> MentionedGroup:
        raise UsageError(ELSEWHERE)

    def named(self, place: Place, name: str) -> str | None:
        return None


NOWHERE: ChannelPermissions = NoChannelPermissions()
