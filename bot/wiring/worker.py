"""`bellwether worker`: everything that a worker needs, wired."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from bot.engine.request import Request
from bot.jobs.alerts import AlertRound
from bot.jobs.answer_process import SECONDS, AnswerProcess
from bot.jobs.composer import ContentComposer, SharedMemo
from bot.jobs.delivery import DeliveryLimits, Posters
from bot.jobs.digest_orders import DigestComposer
from bot.jobs.scheduler import NightlyJob
from bot.jobs.worker import JobWorker
from bot.store.composed import ComposedReplies, StoredPictures
from bot.telemetry.metrics import PrometheusMetrics
from bot.wiring.app import App, build_engine
from charts.drawing.render import PictureError
from charts.drawing.worker import warm
from commands.inputs.alert_readings import read_alert_inputs
from market.child_process import ChildError
from market.clock import Clock, SystemClock
from market.fetching.database import AdvisoryLocks


async def serve_worker(
    app: App,
    posters: Posters,
    *,
    stop: asyncio.Event,
    nightly: Sequence[NightlyJob] = (),
    clock: Clock | None = None,
    pace: DeliveryLimits | None = None,
) -> None:
    """Work until `stop` is set, then finish what is being posted. `app` must have a render pool.
    `clock` is what schedules run on: the machine's, also on the sample market, whose own present
    stands still. Raises SlotTaken when the database has its worker already."""
    clock = clock or SystemClock()
    store = await asyncio.to_thread(lambda: app.keeping.store)
    aside, draw = AnswerProcess(app.settings, build_engine, PrometheusMetrics().failed), app.engine.picture
    composing = AdvisoryLocks(store.engine, patience=2 * SECONDS)  # one before it, and this one
    worker = JobWorker(
        store.engine,
        posters,
        ContentComposer(
            DigestComposer(aside.answer, store, clock),
            draw,
            SharedMemo(
                composing, ComposedReplies(store.engine, clock), at_once=2
            ),  # one is composed, one is drawn
            SharedMemo(AdvisoryLocks(store.engine), StoredPictures(store.engine, clock)),
        ),
        clock,
        app.market.calendar,
        pace=pace or DeliveryLimits(),
        nightly=nightly,
        alerts=lambda queue: AlertRound(
            store.engine,
            queue,
            app.market,
            lambda market, wanted: read_alert_inputs(market, app.members, wanted),
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
