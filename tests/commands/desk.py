"""A conversation with everything that is kept: a channel in Slack, its people, a store in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.engine.engine import Engine
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import App, build_app
from bot.wiring.channel_words import ChannelWords
from commands import COMMANDS
from commands.alert import alert
from commands.digest import digest
from commands.framework.ask import Ask
from commands.framework.asker import Asker
from commands.framework.channels import ChannelPermissions
from commands.framework.command import UsageError
from commands.framework.ports import MentionedGroup, Place
from commands.framework.reply import Reply
from commands.framework.watched import WatchedLists
from commands.portfolio import portfolio
from commands.privacy import privacy
from commands.watchlist import watchlist
from market.clock import Deadline, FixedClock
from market.services.prices import Market
from tests.bot.kept import store_in

PATIENT = 60.0  # seconds: how long an answer takes here says more of the machine than of the code
_KEPT = (digest, alert, watchlist, portfolio, privacy)
ANA = Asker("slack", "T1", "C1", "U1", zone="Europe/Berlin", manages=True)
BEN = Asker("slack", "T1", "C1", "U2", zone="America/New_York")


@dataclass
class Doors(ChannelWords):
    """`ChannelPermissions` in memory: channels that are closed say why, others have one manager
    each, and some have a name."""

    closed: dict[str, str] = field(default_factory=dict)
    managers: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    admins: set[str] = field(default_factory=set)

    groups: dict[str, str] = field(default_factory=dict)
    voiceless: set[str] = field(default_factory=set)

    def group(self, place: Place, person: str, word: str) -> MentionedGroup:
        """By its word the name of each role that may be mentioned, by all but the voiceless."""
        if word not in self.groups or person in self.voiceless:
            raise UsageError(f"You may not mention {word}.")
        return MentionedGroup("R1", self.groups[word])

    def may_post(self, place: Place, threads: bool = False) -> str | None:
        return self.closed.get(place.channel)

    def may_manage(self, place: Place, person: str, admins_only: bool = False) -> str | None:
        if admins_only:
            return None if person in self.admins else "Only admins manage digests here."
        return None if self.managers.get(place.channel) == person else "You are not a member of that channel."

    def named(self, place: Place, name: str) -> str | None:
        return self.names.get(name)


@cache
def _app(source: str, at: str) -> App:
    """The program at a moment; read and computed once for all tests of it, which change nothing in it."""
    clock = FixedClock(datetime.fromisoformat(at)) if at else None
    return build_app(Settings(source=source, deadline=PATIENT), clock=clock)


class Desk:
    """Say something as somebody, and get the reply."""

    def __init__(self, folder: Path, source: str = "sample", at: str = "") -> None:
        self.app = _app(source, at)
        self.market = self.app.market
        self.store, self.doors = store_in(folder, self.app.clock), Doors()
        taken = {command.name for command in _KEPT}
        self.engine = Engine([*(c for c in COMMANDS if c.name not in taken), *_KEPT], self._services)

    def _services(self, request: Request, deadline: Deadline) -> Mapping[Any, Any]:
        def ask(question: str, by: Deadline | None) -> Reply:
            text = f"/{question.removeprefix('/')}"
            return self.engine.answer(Request(text=text, asker=request.asker), by or deadline)

        given = dict(self.app.engine._services(request, deadline))
        watching = WatchedLists(lambda: self.store.watchlists, request.asker)
        given |= {Market: self.market.within(deadline), Ask: Ask(ask), ChannelPermissions: self.doors}
        given |= {WatchedLists: watching}
        return given | dict(self.store.services())

    def say(self, text: str, asker: Asker = ANA) -> Reply:
        return self.engine.answer(Request(text=text, asker=asker), Deadline.after(PATIENT))

    def close(self) -> None:
        self.store.close()
