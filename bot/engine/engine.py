"""The engine behind every platform: answers a Request with a Reply, and draws its picture."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from bot.engine.admission import AdmissionLimiter
from bot.engine.conversation import ConversationMemory
from bot.engine.engine_metrics import EngineMetrics
from bot.engine.plain_words import Interpreter, PlainWords
from bot.engine.progress import read_for
from bot.engine.rate_limit import AskerRateLimit
from bot.engine.reading import reading_of
from bot.engine.reply_cache import ReplyCache
from bot.engine.request import Request
from bot.engine.router import Call, Router
from bot.settings import OperatorError
from bot.telemetry.event_loop import start_threads
from bot.unavailable import APOLOGY, report
from charts.shape import Shape
from charts.spec import Chart, Picture
from charts.theme import Mode
from commands.digests.brief import Brief
from commands.framework.alternatives import Unanswered
from commands.framework.asker import Asker
from commands.framework.command import Command, UsageError
from commands.framework.parameters import Choice
from commands.framework.reply import Action, Reply, Visibility
from market.clock import Clock, Deadline, SystemClock
from market.errors import MarketError, ProviderError, UnknownSymbol
from market.formatting import NEW_YORK

if TYPE_CHECKING:
    from charts.drawing.pool import RenderPool

log = logging.getLogger("bellwether.engine")

_VISITOR = "I cannot recognise you yet, so nothing can be kept for you. Send it again with cookies allowed."

Services = Callable[[Request, Deadline], Mapping[Any, Any]]
"""Makes the services of one request, by type: `{Market: …, Asker: …}`."""
Begun = Callable[[str], None]
"""Told, in a worker thread, what a question reads ("prices") once it is understood."""


class Engine:
    """Answers questions in a bounded set of threads, each under one deadline; draws in processes.

    services: makes what commands need, by type, for one request
    pool: the processes that draw; without it pictures are the caller's to draw
    deadline: seconds for one answer
    workers, queue: answers computed at a time, and waiting beyond those
    elapsed: seconds that rate limits are counted by
    market_clock: whose minutes bound the reply cache; it stands still on the sample market
    shared: types of services that are the same for everybody. Replies of commands that use no others
        are cached
    interpret, memory: plain words to a command, and what was asked last
    watch: metrics hook
    """

    def __init__(
        self,
        commands: Sequence[Command],
        services: Services,
        *,
        pool: RenderPool | None = None,
        deadline: float = 8.0,
        asks_per_minute: int = 20,
        workers: int = 4,
        queue: int = 64,
        elapsed: Callable[[], float] = time.monotonic,
        market_clock: Clock | None = None,
        shared: Iterable[Any] = (),
        interpret: Interpreter | None = None,
        memory: ConversationMemory | None = None,
        watch: EngineMetrics | None = None,
    ) -> None:
        self.router = Router(commands)
        self.commands = self.router.commands
        self._elapsed, self._market_clock = elapsed, market_clock or SystemClock()
        self._services, self._pool, self._seconds = services, pool, deadline
        self._plain_words = PlainWords(self.router, interpret, memory)
        self._memory, self._watch = memory, watch
        self._shared, self._recent = frozenset(shared), ReplyCache()
        self._rate_limit = AskerRateLimit(asks_per_minute)
        self._threads, self._workers = ThreadPoolExecutor(workers, thread_name_prefix="ask"), workers
        self.admission = AdmissionLimiter(workers + queue)

    def start(self) -> None:
        """Start the threads that answer, for a program that serves: else the first questions at once would."""
        start_threads(self._threads, self._workers)

    def find(self, name: str) -> Command | None:
        return self.router.find(name)

    def understood(self, request: Request) -> Request | Reply:
        """The command that the words ask for, or what is offered instead."""
        return self._plain_words.understood(request)

    def complete(self, command: str, parameter: str, prefix: str) -> tuple[Choice, ...]:
        """Completions of a parameter's value, from memory."""
        parameters = named.parameters if (named := self.find(command)) else ()
        return next((p.argument_type.complete(prefix) for p in parameters if p.name == parameter), ())

    async def ask(self, request: Request, begun: Begun | None = None) -> Reply:
        """The answer, within the deadline. Never raises: failures are replies with `error`."""
        began = time.monotonic()
        reply, outcome = await self._admitted(request, begun)
        if self._watch is not None:
            words = (request.command or request.text).split(maxsplit=1)
            command = self.find(words[0]) if words else None
            # Only commands become labels: what people type would be an unbounded set.
            name = command.name if command else "other"
            self._watch.asked(request.asker.platform, name, outcome, time.monotonic() - began)
        return reply

    async def _admitted(self, request: Request, begun: Begun | None) -> tuple[Reply, str]:
        if refusal := self._rate_limit.refusal(request.asker, self._elapsed()):
            return apology(refusal), "over budget"
        if busy := self.admission.refusal:
            return apology(busy), "busy"
        deadline = Deadline.after(self._seconds)
        self.admission.enter()
        work = asyncio.get_running_loop().run_in_executor(
            self._threads, self._outcome, request, deadline, begun
        )
        work.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(work), self._seconds + 0.5)
        except TimeoutError:
            late = f"That took longer than {self._seconds:g} seconds, so I stopped. Try again in a moment."
            return apology(late), "late"

    def _done(self, work: asyncio.Future[tuple[Reply, str]]) -> None:
        self.admission.leave()
        with contextlib.suppress(asyncio.CancelledError):
            work.exception()  # retrieved: asyncio warns about an exception that nobody looked at

    def refusal(self, asker: Asker) -> str | None:
        """Why this person may ask or press nothing now; counts as a question when there is no reason."""
        return self._rate_limit.refusal(asker, self._elapsed()) or self.admission.refusal

    def answer(self, question: Request | Brief, deadline: Deadline | None = None) -> Reply:
        """The answer, synchronously and without rate limit: for the terminal and for jobs."""
        return self._outcome(question, deadline or Deadline.after(self._seconds))[0]

    def _outcome(
        self, question: Request | Brief, deadline: Deadline, begun: Begun | None = None
    ) -> tuple[Reply, str]:
        """The reply, and the outcome as a label for metrics."""
        try:
            if isinstance(question, Brief):
                return self._composed(question, deadline), "answered"
            return self._answered(question, deadline, begun)
        except UsageError as problem:
            return apology(str(problem), *self._asking(problem.suggestions)), "not understood"
        except UnknownSymbol as problem:
            nearest = tuple(f"/quote {word}" for word in problem.nearest)
            if isinstance(question, Request):
                unread = self._with_what_is_meant(question, str(problem), nearest)
                return apology(str(unread), *unread.suggestions), "not understood"
            return apology(str(problem), *nearest), "not understood"
        except Unanswered as problem:
            return apology(str(problem), *self._asking(problem.suggestions)), _failure(problem.problem)
        except MarketError as problem:
            return apology(str(problem)), _failure(problem)
        except OperatorError as problem:  # the database is away, or not migrated
            if isinstance(question, Request) and question.asker.platform == "console":  # the operator
                return dataclasses.replace(apology(APOLOGY), notes=(str(problem),)), "no storage"
            report(problem)
            return apology(APOLOGY), "no storage"
        except Exception:  # a bug of ours becomes a reply and a log line
            ticket = uuid.uuid4().hex[:8]
            log.exception("answer failed", extra={"ticket": ticket})
            sorry = f"Something went wrong (id {ticket}). Try again, or ask something else: /help"
            return apology(sorry, "/help"), "broke"

    def _answered(self, request: Request, deadline: Deadline, begun: Begun | None) -> tuple[Reply, str]:
        understood = request.read_as or self._plain_words.understood(request)
        if isinstance(understood, Reply):
            return understood, "not understood"
        today = self._market_clock.now().astimezone(NEW_YORK).date()
        try:
            call = self.router.read(understood, today)
        except UsageError as problem:
            raise self._with_what_is_meant(request, str(problem), problem.suggestions) from None
        if understood.reads_only and call.changes:
            return unrepeatable(call.command), "not understood"
        if understood.visitor and call.changes:
            return apology(_VISITOR), "not understood"
        if begun is not None and (what := read_for(call, self._services(understood, deadline))):
            begun(what)
        reply = self._run(call, understood, deadline)
        if understood is not request:  # so that people learn the commands
            services = self._services(understood, deadline)
            reply = dataclasses.replace(reply, reading=reading_of(call.text, understood, reply, services))
        if self._memory is not None:
            self._memory.remember(request, call)
        if call.private or call.command.visibility is Visibility.PRIVATE:
            reply = dataclasses.replace(reply, visibility=Visibility.PRIVATE)
        reply = reply if reply.command else dataclasses.replace(reply, command=call.text)
        if not (call.shareable and call.command.kept):
            kept, shareable = reply.kept and call.command.kept, reply.shareable and call.shareable
            reply = dataclasses.replace(reply, shareable=shareable, kept=kept)
        return reply, "answered"

    def _with_what_is_meant(
        self, request: Request, sentence: str, suggestions: tuple[str, ...]
    ) -> UsageError:
        """The mistake; first of all with what may be meant, where the same words are understood without the slash."""
        meant = self._plain_words.meant(request)
        if not meant or meant in suggestions:
            return UsageError(sentence, suggestions)
        end = "" if sentence.endswith((".", "?")) else "."
        return UsageError(f"{sentence}{end} Or do you mean {meant}?", (meant, *suggestions))

    def _composed(self, order: Brief, deadline: Deadline) -> Reply:
        """A digest. Its sections are asked for by nobody in particular: it is the same for all."""
        from commands.digests.compose import composed  # it loads pandas

        return composed(self._services(Request(), deadline), order)

    def _asking(self, suggestions: Iterable[str]) -> Iterator[str]:
        """Those that may stand on a button under a mistake. For one that would change something, the
        question that shows how things stand: the sentence says what to write."""
        for text in suggestions:
            command = self.find(text.split(maxsplit=1)[0])
            if command is None or not command.overview or self.router.asks(text):
                yield text
            else:
                yield command.overview

    def _run(self, call: Call, request: Request, deadline: Deadline) -> Reply:
        personal = call.command.personal
        same_for_all = self._shared.issuperset(call.command.services.values()) or (
            bool(personal) and personal.isdisjoint(call.text.casefold().split())
        )
        now = self._market_clock.now()
        if same_for_all and (cached := self._recent.get(call.text, now)):
            return cached
        services = self._services(request, deadline)
        wanted = {name: services[kind] for name, kind in call.command.services.items()}
        reply = call.command.run(**call.arguments, **wanted)
        if same_for_all:
            self._recent.keep(call.text, now, reply)
        return reply

    def forget(self) -> None:
        """Empty the reply cache, so that everything is computed anew."""
        self._recent = ReplyCache()

    @property
    def draws(self) -> bool:
        """True while there are processes that draw."""
        return self._pool is not None and self._pool.alive

    async def picture(self, chart: Chart, mode: Mode = Mode.DARK, shape: Shape | None = None) -> Picture:
        """The chart as PNG, by default in the pool's shape. Raises charts.spec.PictureError."""
        if self._pool is None:
            raise RuntimeError("this engine was built without a render pool")
        began, outcome = time.monotonic(), "failed"
        try:
            picture, outcome = await self._pool.picture(chart, mode, shape), "drawn"
            return picture
        finally:
            if self._watch is not None:
                self._watch.drew(outcome, time.monotonic() - began)

    async def close(self) -> None:
        """Abandon running answers and stop the render processes."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._pool is not None:
            self._pool.close()


def _failure(problem: MarketError) -> str:
    """The outcome of a question that `problem` left without an answer, as a label for metrics."""
    return "provider failed" if isinstance(problem, ProviderError) else "no data"


def unrepeatable(command: Command) -> Reply:
    """The answer to a button that would run `command` again although it changes something."""
    sorry = "That changed something, so no button repeats it, and there is nothing in it to share."
    if command.overview:
        return apology(f"{sorry} How things stand: {command.overview}", command.overview)
    return apology(sorry)


def apology(sentence: str, *commands: str) -> Reply:
    """An error reply: what went wrong, and commands that work."""
    actions = tuple(Action(command, command) for command in dict.fromkeys(commands))
    return Reply(headline=sentence, actions=actions, error=True, visibility=Visibility.PRIVATE)
