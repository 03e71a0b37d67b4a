"""What a line of the ledger says when it is posted."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.jobs.composer import ContentSpec
from bot.jobs.delivery import NothingToPost
from bot.jobs.threads import rest_of
from bot.store.joined_alerts import joined
from bot.store.ledger import LedgerLine
from bot.store.store import Store
from bot.store.threads import THREAD, whole
from commands.digests.brief import Brief, news_since
from commands.framework.ports import Section
from commands.framework.reply import Action, Fact, Reply
from market.alerts.rules import AlertRule
from market.calendars.schedule import Edition
from market.clock import Clock
from market.formatting import moment
from market.provenance import UNDATED, Provenance

PATIENCE = timedelta(
    minutes=10
)  # to wait for data that is not available; after it the digest goes out and says so

Answer = Callable[[Brief], Reply]


@dataclass(frozen=True, slots=True)
class _WorkspaceContext:
    """What the digests of a workspace depend on.

    posted: when each digest was last posted, by its number.
    watched: tickers of the channels' lists, by channel.
    armed: rules of the alerts that wait, by channel.
    """

    posted: Mapping[int, datetime]
    watched: Mapping[str, tuple[str, ...]]
    armed: Mapping[str, tuple[AlertRule, ...]]

    def brief(self, line: LedgerLine) -> Brief:
        """What a digest's line in the ledger asks for, with what is its channel's own. Raises
        ValueError for an edition or a section that does not exist."""
        channel = line.place.channel
        return Brief(
            Edition(line.content["edition"]),
            tuple(Section(word) for word in line.content["sections"]),
            self.watched.get(channel, ()),
            self.armed.get(channel, ()),
            news_since(self.posted.get(line.subject)),
        )


class DigestComposer:
    """Satisfies `bot.jobs.composer.ReadOrders`: a digest says what anybody would read who asked for it."""

    def __init__(self, answer: Answer, store: Store, clock: Clock) -> None:
        self._answer, self._store, self._clock = answer, store, clock

    def __call__(self, lines: Sequence[LedgerLine]) -> list[ContentSpec]:
        """Three queries per workspace and one for alerts, however many lines."""
        digests = [line for line in lines if line.kind == "digest"]
        told_with = joined(self._store.engine, [line.key for line in lines if line.kind == "alert"])
        contexts = {where: self._context(*where) for where in {_workspace(line) for line in digests}}
        return [
            self._ordered(line, contexts[_workspace(line)])
            if line.kind == "digest"
            else ContentSpec((line.key,), partial(_written, line, told_with.get(line.key, ())), shared=False)
            for line in lines
        ]

    def _context(self, platform: str, workspace: str) -> _WorkspaceContext:
        return _WorkspaceContext(
            self._store.subscriptions.last_posted_in(platform, workspace),
            self._store.watchlists.shared_in(platform, workspace),
            self._store.alerts.armed_in(platform, workspace),
        )

    def _ordered(self, line: LedgerLine, context: _WorkspaceContext) -> ContentSpec:
        try:
            brief = context.brief(line)
        except ValueError:  # written by a later release
            return ContentSpec((line.key,), _not_understood, shared=False)
        late = self._clock.now() - line.due >= PATIENCE
        # What was said this morning is no answer in the evening: only those due together share one.
        return ContentSpec((brief, line.due.isoformat(), late), partial(self._digest, brief, late))

    def _digest(self, brief: Brief, late: bool) -> Reply:
        reply = self._answer(brief)
        if not reply.error:
            return reply
        if not late:
            raise NothingToPost(reply.headline)
        return dataclasses.replace(
            reply, headline=f"No digest today: {reply.headline}", actions=(), error=False
        )


def _not_understood() -> Reply:
    raise NothingToPost("This digest has an edition or a section that this release does not know.")


def _workspace(line: LedgerLine) -> tuple[str, str]:
    return line.place.platform, line.place.workspace


def _notes(content: Mapping[str, Any]) -> list[str]:
    held = content.get("held")
    late = f"Held until {moment(datetime.fromisoformat(held))}: it was quiet." if held else ""
    return [*([late] if late else []), *content.get("notes", ())]


def _written(line: LedgerLine, others: Sequence[LedgerLine]) -> Reply:
    """What the line itself holds."""
    if line.kind != THREAD:
        return _message(line, others)
    reply = whole(line)
    return rest_of(reply) if reply else _not_understood()


def _message(line: LedgerLine, others: Sequence[LedgerLine] = ()) -> Reply:
    """A notice or an alert, as it was written into the ledger; with the alerts that are told in its post."""
    told = [line.content, *(other.content for other in others)]
    headline = line.content["headline"]
    if others:
        what = ", ".join(content["rule"] for content in told)
        headline = f"{len(told)} alerts: {what}."
    return Reply(
        headline=headline,
        facts=tuple(Fact(content["rule"], content["headline"]) for content in told) if others else (),
        notes=tuple(dict.fromkeys(note for content in told for note in _notes(content))),
        actions=tuple(
            Action(word, word)
            for word in dict.fromkeys(word for content in told for word in content.get("commands", ()))
        ),
        provenance=Provenance(
            ", ".join(dict.fromkeys(content["source"] for content in told if content.get("source"))),
            UNDATED,
            any(content.get("sample") for content in told),
        ),
    )
