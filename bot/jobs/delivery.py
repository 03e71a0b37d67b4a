"""Posting what the ledger says, once.

    claim the batch → for each line: look, if a post may be out → save the intent → post → write down

What may be repeated is decided by `bot.adapters.poster`'s three errors, never by guessing.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa

from bot.adapters.formatting.message_cache import MessageCache
from bot.adapters.poster import Ambiguous, Permanent, Poster, PostError, Retryable
from bot.engine.content import Content
from bot.jobs.heartbeat import POST, Heartbeat, boot_clock
from bot.jobs.outcomes import OutcomeRecorder
from bot.store.group_commit import GroupCommit
from bot.store.ledger import Ledger, LedgerLine, Stage
from bot.telemetry.metrics import LATENESS, LOOKS, REPEATS
from commands.framework.ports import Place
from commands.framework.reply import Reply
from market.clock import Clock

log = logging.getLogger("bellwether.delivery")

Posters = Callable[[Place], Awaitable["Poster | None"]]
"""The way to post into a place; None where this worker has none (not installed, no token)."""
Sleep = Callable[[float], Awaitable[None]]


class NothingToPost(Exception):
    """There is nothing to post yet; the line waits in the ledger. The sentence says why."""


Making = asyncio.Future[Content]
"""A content on its way, shared by all lines of equal content. Ends with NotNow when there is none."""
Compose = Callable[[Sequence[LedgerLine]], Awaitable[Sequence[Making]]]


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """`grace`: how late a post may still go out. `posts`: how often one line is begun at most, those
    not counted that the platform refused. `looks`: pauses before looking for a post that may be out.
    `patience`: the longest back-off that is waited for in place; a longer one goes back to the
    ledger."""

    grace: timedelta = timedelta(hours=2)
    mention_late: timedelta = timedelta(minutes=5)
    posts: int = 8
    looks: tuple[float, ...] = (1.0, 4.0, 8.0)
    patience: float = 30.0
    at_once: int = 4


PACE = DeliveryLimits()
_LATE = 64  # late replies that are kept
_UNREADABLE = "A post may be out, and the channel's history cannot be read at the moment."
_LONG_BEFORE = timedelta(days=2)


class BatchDelivery:
    """Makes the posts of batches. A batch holds one workspace's lines, `DeliveryLimits.at_once` of a
    workspace are posted at a time, and a back-off that one of them is told holds for all: a slow
    workspace delays its own only."""

    def __init__(
        self,
        engine: sa.Engine,
        presence: Heartbeat,
        posters: Posters,
        compose: Compose,
        clock: Clock,
        pace: DeliveryLimits = PACE,
        sleep: Sleep = asyncio.sleep,
        elapsed: Callable[[], float] = boot_clock,
    ) -> None:
        self._ledger, self._together = Ledger(engine, clock), GroupCommit(engine)
        self._closing = OutcomeRecorder(self._together, self._ledger, clock)
        self._presence = presence
        self._posters, self._compose, self._clock = posters, compose, clock
        self._pace, self._sleep, self._elapsed = pace, sleep, elapsed
        self.running: set[str] = set()
        self._late = MessageCache[Reply](_LATE)
        self._resume_at: dict[tuple[str, str], float] = {}
        self._gates: defaultdict[tuple[str, str], asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(pace.at_once)
        )

    async def deliver(self, batch: str) -> None:
        """Post the batch's open lines that are free. Returns when each has an outcome, is waiting
        in the ledger, or turned out to be another worker's."""
        me = ""
        self.running.add(batch)
        try:
            while me != self._presence.me:  # struck off and back under another name: what is left?
                me = self._presence.me
                await self._deliver_as(me, batch)
        finally:
            self.running.discard(batch)

    async def _deliver_as(self, me: str, batch: str) -> None:
        lines = await self._together.run(lambda c: self._ledger.claim(c, batch, me))
        unsettled = {line.id for line in lines}

        async def some(work: Iterator[tuple[LedgerLine, Making]], poster: Poster | None) -> None:
            for line, making in work:
                try:
                    async with self._gates[_lane(line.place)]:
                        await self._deliver(line, poster, making, me)
                except Exception:  # it stays open and the sweep gives it another job; the others go on
                    log.exception("a delivery broke off", extra={"key": line.key})
                else:
                    unsettled.discard(line.id)

        try:
            poster = await self._posters(lines[0].place) if lines else None
            work = iter(zip(lines, await self._compose(lines), strict=True))
            async with asyncio.TaskGroup() as group:
                for _runner in range(min(self._pace.at_once, len(lines))):
                    group.create_task(some(work, poster))
        finally:
            if unsettled:
                await asyncio.to_thread(self._ledger.release, batch, me)

    async def _deliver(self, line: LedgerLine, poster: Poster | None, making: Making, me: str) -> None:
        maybe_out, readable = line.stage is Stage.SENDING, True
        attempts, refused, begun = line.attempts, 0, line.begun
        while refused <= self._pace.posts:
            if maybe_out and poster is not None:
                found, readable = await self._look(poster, line, begun or _earliest(line))
                if found is not None:
                    return await self._sent(line, me, found)
                if readable and attempts >= self._pace.posts:
                    return await self._closing.uncertain(line, me)
            if self._clock.now() - line.due >= self._pace.grace:
                return await self._closing.too_late(line, me, maybe_out)
            if maybe_out and not readable:
                return await self._postpone(line, me, 60.0, _UNREADABLE, Stage.SENDING)
            waiting = Stage.SENDING if maybe_out else Stage.DUE
            if poster is None:
                return await self._postpone(line, me, 60.0, "There is no way to post there.", waiting)
            content = await self._composed(line, making)
            if content is None:
                return await self._postpone(line, me, 60.0, "It could not be composed.", waiting)
            await self._back_off(line.place)
            begun = begun or self._clock.now()
            if not await self._intended(line, me, attempts + 1):
                return None
            try:
                message = await self._post(poster, line, content)
            except Permanent as problem:
                return await self._closing.refused(line, me, problem)
            except Retryable as problem:
                maybe_out, refused = False, refused + 1
                REPEATS.labels("told to wait").inc()
                if problem.retry_after > self._pace.patience:
                    return await self._postpone(line, me, problem.retry_after, str(problem))
                self._hold(line.place, problem.retry_after)
            except (Ambiguous, TimeoutError):
                maybe_out, attempts = True, attempts + 1
                REPEATS.labels("outcome unknown").inc()
            else:
                return await self._sent(line, me, message)
        return await self._postpone(line, me, 60.0, "The platform kept telling us to wait.")

    async def _post(self, poster: Poster, line: LedgerLine, content: Content) -> str:
        reply = content.reply
        late = self._clock.now() - line.due
        if late >= self._pace.mention_late:
            note = sys.intern(f"Posted {int(late.total_seconds() // 60)} minutes late.")
            known = content.reply
            # The same object for every channel of that minute: posters make a message of each once.
            reply = self._late.of(
                known, note, make=lambda: dataclasses.replace(known, notes=(note, *known.notes))
            )
        channel = line.place.channel
        try:
            return await asyncio.wait_for(poster.post(channel, reply, content.picture, line.key), POST)
        except (PostError, TimeoutError):
            raise
        except Exception as mistake:  # an adapter's mistake after the message went out must not double it
            log.exception("posting failed in an unforeseen way", extra={"key": line.key})
            raise Ambiguous("Posting failed in an unforeseen way.") from mistake

    async def _look(self, poster: Poster, line: LedgerLine, since: datetime) -> tuple[str | None, bool]:
        """The id of the post that carries the key, if it can be found; and whether the channel's
        history back to `since` could be read at all."""
        readable = False
        for pause in self._pace.looks:
            await self._sleep(pause)
            readable = False  # what counts is the last look: it gives the message the longest to appear
            try:
                found = await asyncio.wait_for(poster.find(line.place.channel, line.key, since), POST)
            except Retryable as problem:
                await self._sleep(min(problem.retry_after, 90.0))
                continue
            except (PostError, TimeoutError):
                continue
            except Exception:  # an adapter's mistake: the history could not be read
                log.exception("looking failed in an unforeseen way", extra={"key": line.key})
                continue
            readable = True
            LOOKS.labels("yes" if found else "no").inc()
            if found is not None:
                return found, True
        return None, readable

    async def _composed(self, line: LedgerLine, making: Making) -> Content | None:
        try:
            return await asyncio.shield(making)
        except NothingToPost as reason:
            log.warning("nothing to post yet: %s", reason, extra={"key": line.key})
            return None
        except Exception:  # one content that cannot be made must not stop the others of the batch
            log.exception("composing failed", extra={"key": line.key})
            return None

    async def _intended(self, line: LedgerLine, me: str, attempt: int) -> bool:
        """The claim, checked and the intent saved, by a worker that is provably alive: only then
        may the post go out, and it must go out at once."""
        while True:
            if not self._presence.fresh():
                await asyncio.to_thread(self._presence.renew)
            if not await self._together.run(self._ledger.intend(line, me, attempt)):
                return False
            if self._presence.fresh():
                return True
            await self._sleep(0.1)  # frozen, or the database was slow: check the claim again

    async def _sent(self, line: LedgerLine, me: str, message: str) -> None:
        if await self._closing.sent(line, me, message):
            LATENESS.observe(max(0.0, (self._clock.now() - line.due).total_seconds()))

    async def _postpone(
        self, line: LedgerLine, me: str, seconds: float, note: str, stage: Stage = Stage.DUE
    ) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        await asyncio.to_thread(self._ledger.postpone, line, me, until, note, stage)

    def _hold(self, place: Place, seconds: float) -> None:
        lane = _lane(place)
        until = self._elapsed() + seconds
        self._resume_at[lane] = max(until, self._resume_at.get(lane, 0.0))

    async def _back_off(self, place: Place) -> None:
        lane = _lane(place)
        while (wait := self._resume_at.get(lane, 0.0) - self._elapsed()) > 0:
            await self._sleep(wait)


def _earliest(line: LedgerLine) -> datetime:
    """For an intent of a version that did not save its moment. A retry may have moved `due`."""
    return min(line.due, datetime.combine(line.day, time.min, UTC)) - _LONG_BEFORE


def _lane(place: Place) -> tuple[str, str]:
    return place.platform, place.workspace
