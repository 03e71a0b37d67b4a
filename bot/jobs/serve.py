"""`bellwether worker`: everything that a worker needs, wired."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from bot.app import App
from bot.jobs.alerts import AlertRound, ReadTape
from bot.jobs.aside import Aside
from bot.jobs.composing import Composer
from bot.jobs.cook import Kitchen
from bot.jobs.delivery import Pace, Posters
from bot.jobs.gallery import Gallery
from bot.jobs.tick import Nightly
from bot.jobs.worker import JobWorker
from bot.metrics import Counting
from bot.request import Request
from bot.store.pictures import Pictures
from charts.render import PictureError
from charts.worker import warm
from commands.basket import basket
from market.alerts import Tape
from market.breadth import LONG, measure
from market.child import ChildError
from market.clock import Clock, SystemClock
from market.errors import MarketError
from market.market import Market
from market.members import RUSSELL_2000, MemberService
from market.rotation import FUNDS, tape


async def serve_worker(
    app: App,
    posters: Posters,
    *,
    stop: asyncio.Event,
    nightly: Sequence[Nightly] = (),
    clock: Clock | None = None,
    pace: Pace | None = None,
) -> None:
    """Work until `stop` is set, then finish what is being posted. `app` must have a render pool.
    `clock` is what schedules run on: the machine's, also on the sample market, whose own present
    stands still. Raises SlotTaken when the database has its worker already."""
    clock = clock or SystemClock()
    store = await asyncio.to_thread(lambda: app.keeping.store)
    aside, draw = Aside(app.settings, Counting().failed), app.engine.picture
    worker = JobWorker(
        store.engine,
        posters,
        Composer(Kitchen(aside.answer, store, clock), Gallery(Pictures(store.engine, clock), draw)),
        clock,
        app.market.calendar,
        pace=pace or Pace(),
        nightly=nightly,
        alerts=lambda queue: AlertRound(store.engine, queue, app.market, tape_of(app.members), clock),
    )
    try:
        # Before anything is due: processes that load beside it would hold it up.
        with suppress(PictureError):
            await draw(warm())
        with suppress(ChildError):
            await asyncio.to_thread(aside.answer, Request(text="/help"))
        await worker.serve(stop)
    finally:
        await asyncio.to_thread(aside.close)


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
