"""The wiring of `bellwether worker`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from bot.engine.request import Request
from bot.jobs.alerts import AlertRound
from bot.jobs.answer_process import SECONDS, AnswerProcess
from bot.jobs.composer import ContentComposer, SharedMemo
from bot.jobs.delivery import Posters
from bot.jobs.delivery_limits import DeliveryLimits
from bot.jobs.digest_orders import DigestComposer
from bot.jobs.scheduler import NightlyJob
from bot.jobs.worker import JobWorker
from bot.store.composed import ComposedReplies, StoredPictures
from bot.telemetry.metrics import PrometheusMetrics
from bot.wiring.app import App, build_engine
from charts.drawing.worker import warm
from charts.spec import PictureError
from commands.alerts.readings import read_alert_inputs
from market.child_process import ChildError
from market.clock import SystemClock
from market.fetching.database import AdvisoryLocks


async def serve_worker(
    app: App,
    posters: Posters,
    *,
    stop: asyncio.Event,
    nightly: Sequence[NightlyJob] = (),
    pace: DeliveryLimits | None = None,
) -> None:
    """Post what is due until `stop` is set, then finish the posts in progress.

    `app`: with a render pool.
    Raises SlotTaken when the database has its worker already.
    """
    clock = SystemClock()  # also on the sample market, whose own clock stands still
    store = await asyncio.to_thread(lambda: app.keeping.store)
    answers, draw = AnswerProcess(app.settings, build_engine, PrometheusMetrics().failed), app.engine.picture
    composing = AdvisoryLocks(store.engine, patience=2 * SECONDS)  # one before it, and this one
    worker = JobWorker(
        store.engine,
        posters,
        ContentComposer(
            DigestComposer(answers.answer, store, clock),
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
        # Start the child processes before anything is due: their start would delay the first posts.
        with suppress(PictureError):
            await draw(warm())
        with suppress(ChildError):
            await asyncio.to_thread(answers.answer, Request(text="/help"))
        await worker.serve(stop)
    finally:
        await asyncio.to_thread(answers.close)
