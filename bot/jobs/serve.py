"""`bellwether worker`: everything that a worker needs, wired."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from bot.engine.request import Request
from bot.jobs.alerts import AlertRound
from bot.jobs.answer_process import SECONDS, Aside
from bot.jobs.composer import Composer
from bot.jobs.delivery import Pace, Posters
from bot.jobs.digest_orders import Kitchen
from bot.jobs.once import Once
from bot.jobs.scheduler import Nightly
from bot.jobs.worker import JobWorker
from bot.store.composed import Contents
from bot.store.locks import Turns
from bot.store.pictures import Pictures
from bot.telemetry.metrics import Counting
from bot.wiring.app import App
from charts.drawing.render import PictureError
from charts.drawing.worker import warm
from commands.inputs.alert_readings import read_tapes
from market.child_process import ChildError
from market.clock import Clock, SystemClock


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
    composing = Turns(store.engine, patience=2 * SECONDS)  # one before it, and this one
    worker = JobWorker(
        store.engine,
        posters,
        Composer(
            Kitchen(aside.answer, store, clock),
            draw,
            Once(composing, Contents(store.engine, clock), at_once=2),  # one is composed, one is drawn
            Once(Turns(store.engine), Pictures(store.engine, clock)),
        ),
        clock,
        app.market.calendar,
        pace=pace or Pace(),
        nightly=nightly,
        alerts=lambda queue: AlertRound(
            store.engine,
            queue,
            app.market,
            lambda market, wanted: read_tapes(market, app.members, wanted),
            clock,
        ),
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
