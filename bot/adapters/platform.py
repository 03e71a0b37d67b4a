"""The registry entry of a face, and what the program hands to it when it serves or posts."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Flag, StrEnum, auto
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import asyncio

    from aiohttp import web

    from bot.adapters.poster import Poster
    from bot.engine.engine import Engine
    from bot.settings import Settings
    from bot.store.store import Store
    from charts.theme import Mode
    from commands.framework.reply import Reply
    from market.calendars.calendar import Calendar

    Preview = Callable[[Reply, str, Mode, str, bool], Mapping[str, Any]]
    """The payload that a platform would get for a reply, its picture in that mode at the given address. Then the id
    under which the answer is kept, and whether all of it is shown, as after a press on "All figures"."""
    Endpoints = Mapping[str, Sequence[web.RouteDef]]
    """HTTP routes by path prefix. They check their callers themselves, by a signature for instance."""


class Health(StrEnum):
    GOOD = "good"
    OFF = "off"  # not configured, and nothing needs it
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One row of `bellwether doctor`.

    what: the part examined, such as "Slack".
    says: what was observed; holds no secret.
    mend: the operator's next step, empty when there is none to take.
    """

    what: str
    health: Health
    says: str
    mend: str = ""


class Ability(Flag):
    """What a face can do with the settings that are set."""

    NONE = 0
    CONNECT = auto()  # serve over a connection or port of its own
    ENDPOINTS = auto()  # serve over HTTP, behind the web console's port
    POST = auto()  # post digests and alerts


@dataclass(frozen=True, slots=True)
class ChannelSyntax:
    """How a channel is written in a platform's messages.

    mention: a format string with `{id}`, such as "<#{id}>".
    pattern: a word that names a channel by its id, which is the group `id`.
    """

    mention: str
    pattern: re.Pattern[str]

    def write(self, channel: str) -> str:
        """The mention of the channel with this id."""
        return self.mention.format(id=channel)

    def read(self, word: str) -> str | None:
        """The id of the channel that `word` names; None when it names none by id."""
        match = self.pattern.fullmatch(word)
        return match["id"] if match else None


class PosterPool(Protocol):
    """The posters of one platform in this process, opened at first use and kept until `close`."""

    async def poster(self, workspace: str) -> Poster | None:
        """The poster for a workspace; None where the program is not installed."""
        ...

    def endpoints(self) -> Endpoints:
        """The routes that the web console's port serves for this platform."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SinglePoster:
    """A `PosterPool` with one poster for all workspaces and no endpoints."""

    only: Poster
    hang_up: Callable[[], Awaitable[None]]

    async def poster(self, workspace: str) -> Poster | None:
        return self.only

    def endpoints(self) -> Endpoints:
        return {}

    async def close(self) -> None:
        await self.hang_up()


@dataclass(frozen=True, slots=True)
class ProcessContext:
    """What all faces of one process share.

    store: opens the database at first use. Blocks, so call it in a worker thread.
    previews: by the name of the platform.
    endpoints: the routes of all platforms that are served over HTTP.
    offline: by the title of a platform that is served here, whether its connection is down now.
    """

    settings: Settings
    engine: Engine
    calendar: Calendar
    store: Callable[[], Store]
    previews: Mapping[str, Preview]
    endpoints: Callable[[], Awaitable[Endpoints]]
    offline: dict[str, Callable[[], bool]] = field(default_factory=dict)

    async def unready(self) -> str | None:
        """Why no answer can be expected; None when it can. Touches no database and no network."""
        if self.engine.admission.refusal:
            return "more questions than can be answered"
        if not self.engine.draws:
            return "no process to draw pictures"
        lost = [title for title, is_offline in self.offline.items() if is_offline()]
        return f"no connection to {' and '.join(lost)}" if lost else None


@dataclass(frozen=True, slots=True)
class Platform:
    """A face: its folder's one entry in `bot.wiring.platforms.PLATFORMS`.

    name: the stable word in `Asker.platform` and `Place.platform`, and of the command line.
    title: for people, such as "Slack".
    help: one line for `bellwether --help`.
    settings: what the settings allow the face to do. Asks nobody.
    serve: answers until the event is set, then finishes what it began. Raises OperatorError.
    diagnose: the face's row in `bellwether doctor`; may ask the platform.
    poster: opens its posters; None for a face that nothing is posted to. Raises OperatorError.
    preview: None when the web console cannot show a reply as this platform would.
    channel_refusals: the codes with which a channel itself refuses a post.
    channel_syntax: None for a face without channels.
    tools: typer commands below `bellwether NAME`. `typer.Context.obj` is a function that reads the settings.
    """

    name: str
    title: str
    help: str
    settings: Callable[[Settings], Ability]
    serve: Callable[[ProcessContext, asyncio.Event], Coroutine[Any, Any, None]]
    diagnose: Callable[[Settings], Coroutine[Any, Any, Diagnosis]]
    poster: Callable[[ProcessContext], Awaitable[PosterPool]] | None = None
    preview: Preview | None = None
    channel_refusals: frozenset[str] = frozenset()
    channel_syntax: ChannelSyntax | None = None
    tools: tuple[Callable[..., None], ...] = ()
