"""What a line of the ledger says when it is posted."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.engine.request import Request
from bot.jobs.composer import ContentSpec
from bot.jobs.delivery import NothingToPost
from bot.store.ledger import LedgerLine
from bot.store.store import Store
from commands.digest import news_since
from commands.framework.asker import Asker
from commands.framework.reply import Action, Reply
from market.clock import Clock
from market.provenance import UNDATED, Provenance

PATIENCE = timedelta(minutes=10)  # for data that cannot be had; then the digest says so

Answer = Callable[[Request], Reply]


@dataclass(frozen=True, slots=True)
class _WorkspaceContext:
    """What a workspace's digests depend on: by digest when it was last posted; by channel its
    watchlist and the alerts that wait."""

    posted: Mapping[int, datetime]
    watched: Mapping[str, tuple[str, ...]]
    armed: Mapping[str, tuple[str, ...]]

    def own(self, channel: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.watched.get(channel, ()), self.armed.get(channel, ())


class DigestComposer:
    """Satisfies `bot.jobs.composer.Cook`. A digest is the answer to `/digest now …`, so that it
    says what anybody would be told who asked."""

    def __init__(self, answer: Answer, store: Store, clock: Clock) -> None:
        self._answer, self._store, self._clock = answer, store, clock

    def __call__(self, lines: Sequence[LedgerLine]) -> list[ContentSpec]:
        """Three queries per workspace, however many lines."""
        digests = [line for line in lines if line.kind == "digest"]
        kept = {where: self._kept(*where) for where in {_workspace(line) for line in digests}}
        return [
            self._ordered(line, kept[_workspace(line)])
            if line.kind == "digest"
            else ContentSpec((line.key,), partial(_message, line), shared=False)
            for line in lines
        ]

    def _kept(self, platform: str, workspace: str) -> _WorkspaceContext:
        return _WorkspaceContext(
            self._store.subscriptions.last_posted_in(platform, workspace),
            self._store.watchlists.shared_in(platform, workspace),
            self._store.alerts.armed_in(platform, workspace),
        )

    def _ordered(self, line: LedgerLine, kept: _WorkspaceContext) -> ContentSpec:
        channel = line.place.channel
        since = news_since(kept.posted.get(line.subject))
        sections = " ".join(line.content["sections"])
        question = f"/digest now {line.content['edition']} {sections}{f' since {since}' if since else ''}"
        late = self._clock.now() - line.due >= PATIENCE
        asked = Request(
            text=question,
            asker=Asker(line.place.platform, line.place.workspace, channel, manages=True),
        )
        # What makes a channel's digest its own: its watchlist and its alerts. What was said this morning
        # is no answer in the evening: only those that are due together share one.
        own = kept.own(channel)

        def recipe() -> Reply:
            reply = self._digest(asked, late)
            if self._kept(*_workspace(line)).own(channel) != own:
                # Others with the same order would be told what only this channel wants to know.
                raise NothingToPost("The channel's watchlist or alerts were changed while it was composed.")
            return reply

        return ContentSpec((question, line.due.isoformat(), late, *own), recipe)

    def _digest(self, asked: Request, late: bool) -> Reply:
        reply = self._answer(asked)
        if not reply.error:
            return reply
        if not late:
            raise NothingToPost(reply.headline)
        return dataclasses.replace(
            reply, headline=f"No digest today: {reply.headline}", actions=(), error=False
        )


def _workspace(line: LedgerLine) -> tuple[str, str]:
    return line.place.platform, line.place.workspace


def _message(line: LedgerLine) -> Reply:
    """An alert or a notice, as it was written into the ledger."""
    content = line.content
    return Reply(
        headline=content["headline"],
        notes=tuple(content.get("notes", ())),
        actions=tuple(Action(word, word) for word in content.get("commands", ())),
        provenance=Provenance(content.get("source", ""), UNDATED, bool(content.get("sample"))),
    )
