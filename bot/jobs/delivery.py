"""Delivery: makes the posts of the ledger's lines, each exactly once.

    claim the batch → for each line: search, if it may be posted → save the intent → post → save the outcome

The four errors of `bot.adapters.poster` decide what may be repeated.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from weakref import WeakSet

import sqlalchemy as sa

from bot.adapters.poster import SHOWS_WITHIN, Ambiguous, Held, Permanent, Post, Poster, PostError, Retryable
from bot.adapters.posting_rate import underway
from bot.engine.content import Content
from bot.jobs.clock_watch import ClockWatch
from bot.jobs.delivery_limits import PACE, DeliveryLimits
from bot.jobs.delivery_task import DeliveryTask, PendingContent
from bot.jobs.heartbeat import POST, Heartbeat, boot_clock
from bot.jobs.holds import RETRY, DeliveryHolds
from bot.jobs.lateness import LateNotes
from bot.jobs.mentions import MentionRights
from bot.jobs.outcomes import OutcomeRecorder
from bot.jobs.search import PostSearch
from bot.jobs.threads import ThreadedPosts
from bot.store.group_commit import GroupCommit
from bot.store.ledger import HELD_NOTE, LOST_AFTER, Ledger, LedgerLine, Stage
from bot.store.sent_posts import SentPosts
from bot.store.threads import ThreadLines, thread_of
from bot.telemetry.metrics import LATENESS, REPEATS
from bot.unavailable import StorageUnavailable, report
from commands.framework.ports import Place
from market.child_process import ChildError
from market.clock import Clock

log = logging.getLogger("bellwether.delivery")

Posters = Callable[[Place], Awaitable["Poster | None"]]
"""The poster for a place; None where there is none (not installed, no token)."""
Sleep = Callable[[float], Awaitable[None]]


class NothingToPost(Exception):
    """The content cannot be made yet; the line waits in the ledger. The sentence says why."""


Compose = Callable[[Sequence[LedgerLine]], Awaitable[Sequence[PendingContent]]]
_NO_POSTER = "There is no way to post there: the app is not installed there any more, or has no token."


class BatchDelivery:
    """Posts batches of ledger lines. A batch holds lines of one workspace, of which
    `DeliveryLimits.at_once` are posted at a time. A back-off holds for all lines of the workspace, so a
    slow workspace delays only itself."""

    def __init__(
        self,
        engine: sa.Engine,
        heartbeat: Heartbeat,
        posters: Posters,
        compose: Compose,
        clock: Clock,
        pace: DeliveryLimits = PACE,
        sleep: Sleep = asyncio.sleep,
        elapsed: Callable[[], float] = boot_clock,
        watch: ClockWatch | None = None,
    ) -> None:
        """`watch`: notices steps of `clock`; without it the clock is believed."""
        self._watch = watch
        self._failed = WeakSet[PendingContent]()  # contents whose failure has been logged
        self._ledger, self._commits = Ledger(engine, clock), GroupCommit(engine)
        self._outcomes = OutcomeRecorder(self._commits, self._ledger, clock)
        self._heartbeat = heartbeat
        self._posters, self._compose, self._clock = posters, compose, clock
        self._pace, self._sleep, self._elapsed = pace, sleep, elapsed
        self._holds = DeliveryHolds(elapsed)
        self._search = PostSearch(pace.looks, sleep, self._holds)
        self.running: set[str] = set()
        self._late = LateNotes(SentPosts(engine), clock, pace.mention_late)
        self._mentions = MentionRights(engine, self._ledger, clock, elapsed)
        self._threads = ThreadedPosts(ThreadLines(engine, self._ledger, clock))
        self._resume_at: dict[tuple[str, str], float] = {}
        self._gates: defaultdict[tuple[str, str], asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(pace.at_once)
        )

    async def deliver(self, batch: str) -> None:
        """Post the batch's open lines that no other worker holds. Returns when each has an outcome,
        waits in the ledger, or belongs to another worker."""
        me = ""
        self.running.add(batch)
        try:
            while me != self._heartbeat.me:  # struck off, and back as another incarnation: see what is left
                me = self._heartbeat.me
                await self._deliver_as(me, batch)
        finally:
            self.running.discard(batch)

    async def _deliver_as(self, me: str, batch: str) -> None:
        lines = await self._commits.run(lambda c: self._ledger.claim(c, batch, me))
        unsettled = {line.id for line in lines}

        async def some(work: Iterator[tuple[LedgerLine, PendingContent]], poster: Poster | None) -> None:
            for line, pending in work:
                try:
                    async with self._gates[_lane(line.place)]:
                        await self._deliver(line, poster, pending, me)
                except StorageUnavailable as problem:  # the line stays open, as below
                    report(problem)
                except Exception:  # the line stays open and the sweep gives it another job
                    log.exception("delivery failed", extra={"key": line.key})
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

    async def _deliver(
        self, line: LedgerLine, poster: Poster | None, pending: PendingContent, me: str
    ) -> None:
        task = DeliveryTask.of(line, pending, me)
        while task.refused <= self._pace.posts:
            if await self._needs_no_post(task, poster):
                return
            if poster is None:
                self._holds.refused(line.place, Held(_NO_POSTER, "no token"))
                await self._postpone(line, me, RETRY, HELD_NOTE + _NO_POSTER, task.waits_as)
                return
            post = await self._ready(task, poster)
            if post is None or await self._attempt(task, poster, post):
                return
        await self._postpone(line, me, RETRY, "The platform kept telling us to wait.")

    async def _needs_no_post(self, task: DeliveryTask, poster: Poster | None) -> bool:
        """Whether the line is dealt with: it is out already, too old, or its history cannot be read."""
        line, me, unreadable = task.line, task.me, ""
        if task.maybe_posted and poster is not None:
            since = task.begun or task.earliest
            seen = await self._search.find(poster, line, since, task.shows_within)
            unreadable = seen.unreadable
            if seen.message:
                await self._sent(line, poster, me, seen.message)
                return True
            if not unreadable and task.attempts >= self._pace.posts:
                await self._outcomes.uncertain(line, me)
                return True
        if self._clock.now() - line.due >= self._pace.grace_of(line):
            if self._watch is not None and not self._watch.settled:
                await self._postpone(line, me, RETRY, "The clock was moved.", task.waits_as)
            else:
                self._holds.given_up(line.place)
                await self._outcomes.too_late(line, me, task.maybe_posted)
            return True
        if unreadable:
            await self._postpone(line, me, RETRY, unreadable, Stage.SENDING)
        return bool(unreadable)

    async def _ready(self, task: DeliveryTask, poster: Poster) -> Post | None:
        """What is to be posted now; None where the line went back to the ledger."""
        line, me = task.line, task.me
        composed = await self._composed(line, task.pending)
        if composed is None:
            await self._postpone(line, me, RETRY, "It could not be composed.", task.waits_as)
            return None
        await self._back_off(line.place)
        seconds, why = self._holds.wait(line.place)
        if seconds:
            await self._postpone(line, me, seconds, HELD_NOTE + why, task.waits_as)
            return None
        content = await self._threads.first(line, composed)
        reply = await self._late.noted(content.reply, line, poster)
        whom = await self._mentions.whom(line, composed.reply, poster)
        return Post(line.place.channel, reply, line.key, content.picture, thread_of(line), whom)

    async def _attempt(self, task: DeliveryTask, poster: Poster, post: Post) -> bool:
        """Post once. False where it is to be looked for, or tried again, at once."""
        line, me = task.line, task.me
        try:
            async with underway(poster):
                task.begun = task.begun or self._clock.now()
                if not await self._intended(line, me, task.attempts + 1):
                    return True
                message = await self._post(poster, post)
        except Permanent as problem:
            await self._outcomes.refused(line, me, problem)
        except Held as problem:
            self._holds.refused(line.place, problem)
            await self._postpone(line, me, RETRY, HELD_NOTE + str(problem))
        except Retryable as problem:
            task.maybe_posted, task.refused = False, task.refused + 1
            REPEATS.labels("told to wait").inc()
            if problem.retry_after <= self._pace.patience:
                self._hold(line.place, problem.retry_after)
                return False
            await self._postpone(line, me, problem.retry_after, str(problem))
        except (Ambiguous, TimeoutError) as problem:
            task.maybe_posted, task.attempts = True, task.attempts + 1
            task.shows_within = problem.shows_within if isinstance(problem, Ambiguous) else SHOWS_WITHIN
            REPEATS.labels("outcome unknown").inc()
            return False
        else:
            await self._sent(line, poster, me, message)
        return True

    async def _post(self, poster: Poster, post: Post) -> str:
        try:
            async with asyncio.timeout(POST):
                return await poster.post(post)
        except (PostError, TimeoutError):
            raise
        except Exception as error:  # a bug of an adapter, perhaps after the message went out
            log.exception("post raised an unexpected error", extra={"key": post.key})
            raise Ambiguous("Posting failed in an unforeseen way.") from error

    async def _composed(self, line: LedgerLine, pending: PendingContent) -> Content | None:
        try:
            return await asyncio.shield(pending)
        except Exception as problem:  # one content that fails must not stop the others of the batch
            if pending not in self._failed:  # thousands of lines may share it
                self._failed.add(pending)
                if isinstance(problem, NothingToPost | ChildError):
                    fields = {"key": line.key, "reason": str(problem)}
                    log.warning("content not available", extra=fields, exc_info=problem.__cause__)
                else:
                    log.exception("composing failed", extra={"key": line.key})
            return None

    async def _intended(self, line: LedgerLine, me: str, attempt: int) -> bool:
        """Check the claim and save the intent to post, as a worker that is provably alive. When True,
        the post must be made at once."""
        while True:
            if not self._heartbeat.fresh():
                await asyncio.to_thread(self._heartbeat.renew)
            if not await self._commits.run(self._ledger.intend(line, me, attempt)):
                return False
            if self._heartbeat.fresh() and self._heartbeat.me == me:
                return True
            await self._sleep(0.1)  # the process was frozen, or the database slow: check the claim again

    async def _sent(self, line: LedgerLine, poster: Poster, me: str, message: str) -> None:
        self._holds.accepted(line.place)
        rest: list[LedgerLine] = []
        if await self._outcomes.sent(line, me, message, self._threads.opening(line, me, message, rest)):
            LATENESS.observe(max(0.0, (self._clock.now() - line.due).total_seconds()))
            for each, pending in zip(rest, await self._compose(rest) if rest else (), strict=True):
                await self._deliver(each, poster, pending, me)

    async def _postpone(
        self, line: LedgerLine, me: str, seconds: float, note: str, stage: Stage = Stage.DUE
    ) -> None:
        # The sweep takes what has waited LOST_AFTER for its job, and here no job is left to wait for.
        until = self._clock.now() + timedelta(seconds=seconds) - LOST_AFTER
        await asyncio.to_thread(self._ledger.postpone, line, me, until, note, stage)

    def _hold(self, place: Place, seconds: float) -> None:
        lane = _lane(place)
        until = self._elapsed() + seconds
        self._resume_at[lane] = max(until, self._resume_at.get(lane, 0.0))

    async def _back_off(self, place: Place) -> None:
        lane = _lane(place)
        while (wait := self._resume_at.get(lane, 0.0) - self._elapsed()) > 0:
            await self._sleep(wait)


def _lane(place: Place) -> tuple[str, str]:
    return place.platform, place.workspace
