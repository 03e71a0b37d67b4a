"""What a line of the ledger says when it is posted."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.jobs.composing import Order
from bot.jobs.delivery import NotNow
from bot.request import Request
from bot.store.ledger import Line
from bot.store.store import Store
from commands.asker import Asker
from commands.digest import news_since
from commands.reply import Action, Reply
from commands.sentences import SAMPLE
from market.clock import Clock

PATIENCE = timedelta(minutes=10)  # for data that cannot be had; then the digest says so

Answer = Callable[[Request], Reply]


class Kitchen:
    """Satisfies `bot.jobs.composing.Cook`. A digest is the answer to `/digest now …`, so that it
    says what anybody would be told who asked."""

    def __init__(self, answer: Answer, store: Store, clock: Clock) -> None:
        self._answer, self._store, self._clock = answer, store, clock

    def __call__(self, lines: Sequence[Line]) -> list[Order]:
        """Three queries, however many lines."""
        digests = [line for line in lines if line.kind == "digest"]
        places = {line.place for line in digests}
        posted = self._store.subscriptions.last_posted_of([line.subject for line in digests])
        watched = self._store.watchlists.shared_in(places)
        armed = self._store.alerts.armed_in(places)
        return [
            # What makes a channel's digest its own: its watchlist and its alerts.
            self._ordered(
                line, posted.get(line.subject), watched.get(line.place, ()), armed.get(line.place, ())
            )
            if line.kind == "digest"
            else Order(line.key, partial(_message, line))
            for line in lines
        ]

    def _ordered(self, line: Line, posted: datetime | None, *own: Hashable) -> Order:
        since = news_since(posted)
        words = [
            line.content["edition"],
            *line.content["sections"],
            *(["since", str(since)] if since else []),
        ]
        question = f"/digest now {' '.join(words)}"
        late = self._clock.now() - line.due >= PATIENCE
        asked = Request(
            text=question,
            asker=Asker(line.place.platform, line.place.workspace, line.place.channel, manages=True),
        )
        return Order((question, line.day, late, *own), lambda: self._digest(asked, late))

    def _digest(self, asked: Request, late: bool) -> Reply:
        reply = self._answer(asked)
        if not reply.error:
            return reply
        if not late:
            raise NotNow(reply.headline)
        return dataclasses.replace(
            reply, headline=f"No digest today: {reply.headline}", actions=(), error=False
        )


def _message(line: Line) -> Reply:
    """An alert or a notice, as it was written into the ledger."""
    content = line.content
    sample = bool(content.get("sample"))
    source = content.get("source", "")
    return Reply(
        headline=content["headline"],
        notes=tuple(content.get("notes", ())),
        actions=tuple(Action(word, word) for word in content.get("commands", ())),
        sources=" · ".join(
            word for word in (source and f"Source: {source}", SAMPLE if sample else "") if word
        ),
        sample=sample,
    )
