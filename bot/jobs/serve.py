"""`bellwether worker`: everything that a worker needs, wired."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from bot.engine import Engine
from bot.jobs.alerts import AlertRound, ReadTape
from bot.jobs.composing import Composer
from bot.jobs.cook import Kitchen
from bot.jobs.delivery import Pace, Posters
from bot.jobs.gallery import Gallery
from bot.jobs.tick import Nightly
from bot.jobs.worker import JobWorker
from bot.store.pictures import Pictures
from bot.store.store import Store
from charts.render import PictureError
from charts.worker import warm
from commands.basket import basket
from market.alerts import Tape
from market.breadth import LONG, measure
from market.clock import Clock, SystemClock
from market.deadline import Deadline
from market.errors import MarketError
from market.market import Market
from market.members import RUSSELL_2000, MemberService
from market.rotation import FUNDS, tape

SECONDS = 45.0  # for composing one digest; nobody waits at a keyboard


async def serve_worker(
    engine: Engine,
    posters: Posters,
    *,
    store: Store,
    market: Market,
    members: MemberService,
    stop: asyncio.Event,
    nightly: Sequence[Nightly] = (),
    clock: Clock | None = None,
    pace: Pace | None = None,
) -> None:
    """Work until `stop` is set, then finish what is being posted. `engine` must know `/digest` and
    have a render pool. `clock` is what schedules run on: the machine's, also on the sample market,
    whose own present stands still. Raises SlotTaken when the database has its worker already."""
    clock = clock or SystemClock()
    pictures = Pictures(store.engine, clock)
    kitchen = Kitchen(lambda asked: engine.answer(asked, Deadline.after(SECONDS)), store, clock)
    worker = JobWorker(
        store.engine,
        posters,
        Composer(kitchen, Gallery(pictures, engine.picture)),
        clock,
        market.calendar,
        pace=pace or Pace(),
        nightly=nightly,
        alerts=lambda queue: AlertRound(store.engine, queue, market, tape_of(members), clock),
    )
    with suppress(PictureError):
        await engine.picture(warm())  # before anything is due: loading beside it would hold it up
    await worker.serve(stop)


def tape_of(members: MemberService) -> ReadTape:
    """Breadth of the Russell 2000 and the rotation rule's word; what cannot be had stays empty."""

    def read(market: Market) -> Tape | None:
        session, breadth, now, before = market.state().last_completed, None, "", ""
        try:
            panel = members.panel(RUSSELL_2000)
            above = measure(panel.closes).above(LONG)
            if above.index[-1].date() == session:
                breadth = float(above.iloc[-1])
        except MarketError:
            pass  # members not stored yet: breadth alerts wait
        try:
            found = tape(basket(market, FUNDS).totals)
            if found.end == session and len(found.verdicts) > 1:
                now, before = str(found.verdict), str(found.verdicts.iloc[-2])
        except MarketError:
            pass  # too few funds: rotation alerts wait
        return Tape(session, breadth, now, before)

    return read
