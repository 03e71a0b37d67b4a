"""The long-running program: platforms and jobs in one process, started and drained together."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.adapters.platform import Ability, Platform, ProcessContext
from bot.settings import Settings
from bot.telemetry.event_loop import (
    collect_regularly,
    freeze_gc,
    prestart_threads,
    raise_file_limit,
    report_briefly,
    shorten_switch_interval,
)
from bot.telemetry.logs import configure
from bot.wiring.app import App, build_app
from bot.wiring.channel_permissions import PlatformChannelPermissions
from bot.wiring.platforms import PLATFORMS
from bot.wiring.posters import PlatformPosters
from bot.wiring.sources import build_data
from charts.drawing.pool import RenderPool
from charts.shape import Shape
from market.memory import share_heaps

if TYPE_CHECKING:
    from bot.adapters.platform import Endpoints


async def run(
    settings: Settings,
    *serving: Platform,
    jobs: bool = False,
    registry: Sequence[Platform] = PLATFORMS,
) -> None:
    """Serve the platforms `serving`, and with `jobs` digests, alerts and nightly work, until SIGTERM or
    Ctrl-C. Posts go to every platform of `registry`.

    The first that cannot go on stops the others. Raises its OperatorError.
    """
    from bot.telemetry.metrics import IN_FLIGHT, PrometheusMetrics

    configure(settings)
    shorten_switch_interval()
    raise_file_limit()
    share_heaps()
    await prestart_threads()
    loop = asyncio.get_running_loop()
    report_briefly(loop)
    app = build_app(
        settings,
        pool=lambda: RenderPool(settings.render_processes, shape=Shape(settings.pictures)),
        places=lambda: PlatformChannelPermissions(posters.poster, loop),
        watch=PrometheusMetrics(),
    )
    app.engine.start()
    IN_FLIGHT.set_function(lambda: app.engine.admission.in_flight)
    context, posters = share(app, registry)
    await asyncio.to_thread(list, app.engine.commands)  # loaded now, not during the first question
    await asyncio.to_thread(_warm, app)
    freeze_gc()
    stop = _stop_on_signal()
    services = [platform.serve(context, stop) for platform in serving]
    collecting = None
    if jobs:
        services.append(serve_jobs(app, posters, stop))
    else:  # the jobs' worker collects by itself, when nothing is due
        collecting = asyncio.create_task(collect_regularly(lambda: not app.engine.admission.in_flight))
    try:
        tasks = [asyncio.create_task(_until_stopped(service, stop)) for service in services]
        results = await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        if collecting is not None:
            collecting.cancel()
        await posters.close()
        await app.close()
    for result in results:
        if isinstance(result, BaseException):
            raise result


def _warm(app: App) -> None:
    """Begin to fetch what a digest reads, so that the first who asks for one need not wait for it."""
    from commands.digests.priced import PRICED

    app.market.warm(PRICED)


def share(app: App, registry: Sequence[Platform] = PLATFORMS) -> tuple[ProcessContext, PlatformPosters]:
    """What the platforms of one process share, and their posters; to be closed before `app`."""

    async def endpoints() -> Endpoints:
        return await posters.endpoints()

    context = ProcessContext(
        app.settings,
        app.engine,
        app.market.calendar,
        store=lambda: app.keeping.store,
        previews={platform.name: platform.preview for platform in registry if platform.preview},
        endpoints=endpoints,
    )
    posters = PlatformPosters(registry, context)
    return context, posters


async def _until_stopped(service: Awaitable[None], stop: asyncio.Event) -> None:
    try:
        await service
    finally:
        stop.set()


def _stop_on_signal() -> asyncio.Event:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def configured(settings: Settings, registry: Sequence[Platform] = PLATFORMS) -> tuple[Platform, ...]:
    """The platforms that the settings allow to serve over a connection or port of their own; the web
    console always is one, and serves the others' endpoints."""
    return tuple(platform for platform in registry if Ability.CONNECT in platform.settings(settings))


def can_post(settings: Settings, registry: Sequence[Platform] = PLATFORMS) -> bool:
    """True when digests and alerts have somewhere to go."""
    return any(Ability.POST in platform.settings(settings) for platform in registry)


async def serve_jobs(app: App, posters: PlatformPosters, stop: asyncio.Event) -> None:
    """Digests, alerts and nightly work, on the durable engine."""
    from bot.jobs.delivery_limits import DeliveryLimits
    from bot.jobs.nightly import NightlyProcess
    from bot.wiring.worker import serve_worker

    night = NightlyProcess(app.settings, build_data)
    try:
        await serve_worker(
            app,
            posters.poster,
            stop=stop,
            nightly=night.jobs(app.data),
            pace=DeliveryLimits(grace=timedelta(hours=app.settings.digest_grace_hours)),
        )
    finally:
        await asyncio.to_thread(night.close)
