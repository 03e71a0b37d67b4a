"""Holds: refusals that are not a channel's, such as of the bot's credentials.

They are reported to the operator once, and posts that would meet the same refusal wait for one that tries.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from bot.adapters.poster import Held, Reach
from bot.telemetry.metrics import HELD, REFUSALS
from commands.framework.ports import Place

log = logging.getLogger("bellwether.delivery")

RETRY = 60.0
"""Seconds until a held post is tried again."""
_CODES = 100  # reported; a code is whatever the other side sent

Scope = tuple[str, ...]


@dataclass(slots=True)
class _Hold:
    """One refusal that lasts.

    until: when the next post may try, by the monotonic clock
    sentence: what is wrong
    """

    until: float
    sentence: str


class DeliveryHolds:
    """The refusals that last, by the posts they concern. Lives in one event loop."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._holds: dict[Scope, _Hold] = {}
        self._scopes: defaultdict[tuple[str, str], set[Scope]] = defaultdict(set)

    def wait(self, place: Place) -> tuple[float, str]:
        """Seconds that a post there must wait, and why; 0 when it may try. Of the posts whose time has come
        one tries, and the others wait for what it meets."""
        now = self._elapsed()
        for reach in (Reach.PLATFORM, Reach.WORKSPACE):
            hold = self._holds.get(_scope(place, reach))
            if hold is None:
                continue
            if hold.until > now:
                return hold.until - now, hold.sentence
            hold.until = now + RETRY
        return 0.0, ""

    def refused(self, place: Place, problem: Held) -> None:
        """A post or a search there met a refusal. Logged when it is the first of its kind."""
        scope = _scope(place, problem.reach)
        if problem.reach is not Reach.CHANNEL:
            self._holds[scope] = _Hold(self._elapsed() + RETRY, str(problem))
        kind = (place.platform, problem.code[:40] if len(self._scopes) < _CODES else "other")
        HELD.labels(*kind).inc()
        if not self._scopes[kind]:
            fields = {"platform": place.platform, "place": place, "code": kind[1], "reason": str(problem)}
            log.error("posts held: they go on by themselves when this is mended", extra=fields)
        self._scopes[kind].add(scope)
        REFUSALS.labels(*kind).set(len(self._scopes[kind]))

    def accepted(self, place: Place) -> None:
        """A post there went out, so nothing that concerned it lasts."""
        if self._scopes:
            self._end(place, {_scope(place, reach) for reach in Reach})

    def given_up(self, place: Place) -> None:
        """A post there is not tried any more. What concerned it alone is forgotten."""
        if self._scopes:
            self._end(place, {_scope(place, Reach.CHANNEL)})

    def _end(self, place: Place, over: set[Scope]) -> None:
        for scope in over:
            self._holds.pop(scope, None)
        for kind, scopes in list(self._scopes.items()):
            if kind[0] != place.platform or not scopes & over:
                continue
            scopes -= over
            REFUSALS.labels(*kind).set(len(scopes))
            if not scopes:
                del self._scopes[kind]
                log.warning("posts go on", extra={"platform": kind[0], "code": kind[1]})


def _scope(place: Place, reach: Reach) -> Scope:
    return (place.platform, place.workspace, place.channel)[: reach.value]
