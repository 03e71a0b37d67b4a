"""The one engine behind every face: a Request goes in, a Reply comes out, whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from bot.budget import Budget
from bot.recent import Recent
from bot.request import Request
from bot.router import Call, Router
from charts.spec import Chart, Mode
from commands.command import Command, UsageError
from commands.parameters import Choice
from commands.reply import Action, Reply, Visibility
from market.clock import Clock, SystemClock
from market.deadline import Deadline
from market.errors import MarketError, UnknownSymbol

if TYPE_CHECKING:
    from charts.pool import RenderPool
    from charts.render import Picture

log = logging.getLogger("bellwether.engine")

Services = Callable[[Request, Deadline], Mapping[Any, Any]]
"""Makes the services of one request, by type: `{Market: …, Asker: …}`."""
Interpreter = Callable[[str], "Request | Reply"]
"""Turns a plain question into a command, or a reply that says which commands are near."""


class Engine:
    """Asks run in a bounded set of worker threads, each under one deadline; pictures in processes.

    `shared`: the types of services that are the same for everybody; a command that uses no others
    answers the same question once a minute of `market_clock`, which stands still on the sample
    market. `clock` is what budgets are counted by.
    """

    def __init__(
        self,
        commands: Sequence[Command],
        services: Services,
        *,
        pool: RenderPool | None = None,
        deadline: float = 8.0,
        asks_per_minute: int = 20,
        workers: int = 8,
        queue: int = 64,
        clock: Clock | None = None,
        market_clock: Clock | None = None,
        shared: Iterable[Any] = (),
        interpret: Interpreter | None = None,
    ) -> None:
        self.router = Router(commands)
        self.commands = self.router.commands
        self.clock = clock or SystemClock()
        self._market_clock = market_clock or self.clock
        self._services, self._pool, self._seconds = services, pool, deadline
        self._interpret = interpret
        self._shared, self._recent = frozenset(shared), Recent()
        self._people, self._channels = Budget(asks_per_minute), Budget(asks_per_minute)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="ask")
        self._in_flight, self._most = 0, workers + queue

    def find(self, name: str) -> Command | None:
        return self.router.find(name)

    def complete(self, command: str, parameter: str, prefix: str) -> tuple[Choice, ...]:
        """What could be typed there, from memory."""
        found = self.find(command)
        wanted = next((p for p in found.parameters if p.name == parameter), None) if found else None
        return wanted.taker.complete(prefix) if wanted else ()

    async def ask(self, request: Request) -> Reply:
        """The answer, within the deadline. Never raises: failures are replies with `error`."""
        if refusal := self._over_budget(request):
            return refusal
        if self._in_flight >= self._most:
            return apology("I have more questions than I can answer right now. Try again in a few seconds.")
        deadline = Deadline.after(self._seconds)
        self._in_flight += 1
        work = asyncio.get_running_loop().run_in_executor(self._threads, self.answer, request, deadline)
        work.add_done_callback(self._landed)
        try:
            return await asyncio.wait_for(asyncio.shield(work), self._seconds + 0.5)
        except TimeoutError:
            return apology(
                f"That took longer than {self._seconds:g} seconds, so I stopped. Try again in a moment."
            )

    def _landed(self, work: asyncio.Future[Reply]) -> None:
        self._in_flight -= 1
        with contextlib.suppress(asyncio.CancelledError):
            work.exception()  # retrieved, so that an abandoned answer never warns

    def answer(self, request: Request, deadline: Deadline | None = None) -> Reply:
        """The same, synchronously and without budget: for the terminal and for jobs."""
        deadline = deadline or Deadline.after(self._seconds)
        try:
            request_or_reply = self._understood(request)
            if isinstance(request_or_reply, Reply):
                return request_or_reply
            call = self.router.read(request_or_reply)
            reply = self._run(call, request_or_reply, deadline)
            if call.private:
                reply = dataclasses.replace(reply, visibility=Visibility.PRIVATE)
            return reply if reply.command else dataclasses.replace(reply, command=call.text)
        except UsageError as problem:
            return apology(str(problem), *problem.suggestions)
        except UnknownSymbol as problem:
            return apology(str(problem), *(f"/quote {word}" for word in problem.nearest))
        except MarketError as problem:
            return apology(str(problem))
        except Exception:  # the last resort: a mistake of ours becomes a reply and a log line
            ticket = uuid.uuid4().hex[:8]
            log.exception("an answer failed", extra={"ticket": ticket})
            return apology(
                f"Something went wrong (id {ticket}). Try again, or ask something else: /help", "/help"
            )

    def _understood(self, request: Request) -> Request | Reply:
        text = request.text.strip()
        first = text.split(maxsplit=1)[0] if text else ""
        if request.command or not self._interpret or text.startswith("/") or self.find(first):
            return request
        found = self._interpret(text)
        return found if isinstance(found, Reply) else dataclasses.replace(found, asker=request.asker)

    def _run(self, call: Call, request: Request, deadline: Deadline) -> Reply:
        same_for_all = self._shared.issuperset(call.command.services.values())
        now = self._market_clock.now()
        if same_for_all and (known := self._recent.get(call.text, now)):
            return known
        services = self._services(request, deadline)
        wanted = {name: services[kind] for name, kind in call.command.services.items()}
        reply = call.command.run(**call.arguments, **wanted)
        if same_for_all:
            self._recent.keep(call.text, now, reply)
        return reply

    def _over_budget(self, request: Request) -> Reply | None:
        asker, now = request.asker, self.clock.now()
        keys = [(self._people, asker.person, "You have")]
        if not asker.direct:
            keys.append((self._channels, asker.channel, "This channel has"))
        for budget, key, who in keys:
            if not key:
                continue
            seconds = budget.wait(f"{asker.platform}:{asker.workspace}:{key}", now)
            if seconds:
                return apology(
                    f"{who} asked a lot this minute. Try again in {seconds} second{'s'[: seconds != 1]}."
                )
        return None

    def forget(self) -> None:
        """Compute everything anew: what has been answered in this minute is forgotten."""
        self._recent = Recent()

    async def picture(self, chart: Chart, mode: Mode = Mode.DARK) -> Picture:
        """The chart as PNG from the process pool. Raises charts.render.PictureError."""
        if self._pool is None:
            raise RuntimeError("this engine was built without a render pool")
        return await self._pool.picture(chart, mode)

    async def close(self) -> None:
        """Let running answers go and stop the render processes."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._pool is not None:
            self._pool.close()


def apology(sentence: str, *commands: str) -> Reply:
    """A reply that says what went wrong and offers commands that work."""
    actions = tuple(Action(command, command) for command in dict.fromkeys(commands))
    return Reply(headline=sentence, actions=actions, error=True, visibility=Visibility.PRIVATE)
