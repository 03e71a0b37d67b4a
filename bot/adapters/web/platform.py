"""The web console's registry entry. Its port also serves the endpoints of other platforms."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.adapters.platform import Ability, Diagnosis, Health, Platform, ProcessContext

if TYPE_CHECKING:
    from bot.settings import Settings


def abilities(settings: Settings) -> Ability:
    return Ability.CONNECT


async def serve(context: ProcessContext, stop: asyncio.Event) -> None:
    """Serve the console and all endpoints. Raises UnprotectedConsole, PortTaken or NoSigningKey."""
    from bot.adapters.answer_links import AnswerLinks
    from bot.adapters.signing_key import signing_key
    from bot.adapters.web.clients import ClientAddresses
    from bot.adapters.web.connections import ConnectionGuard, ConnectionLimits
    from bot.adapters.web.console import Console, application
    from bot.adapters.web.serve import serve_web
    from bot.engine.shown_answers import AnswerKeeper

    settings = context.settings
    token = settings.web_token.get_secret_value() if settings.web_token else None
    key = await asyncio.to_thread(signing_key, settings)
    links = await asyncio.to_thread(AnswerLinks, settings.address or "", key)
    keeper = AnswerKeeper(lambda: context.store().answers)
    console = Console(context.engine, context.previews, keeper, links, is_public=settings.public_answers)
    clients = ClientAddresses(settings.web_proxies)
    site = application(
        console,
        token=token,
        key=key,
        outside=await context.endpoints(),
        ready=context.unready,
        clients=clients,
    )
    limits = ConnectionLimits(settings.web_connections, settings.web_connections_per_address)
    guard = ConnectionGuard(clients, limits)
    opening = asyncio.create_task(asyncio.to_thread(_opened, context))
    try:
        await serve_web(site, settings.web_host, settings.web_port, token, stop, guard)
    finally:
        await keeper.close()
        await opening


def _opened(context: ProcessContext) -> None:
    """Open the database before the first page looks for its conversation; without one each begins anew."""
    from bot.settings import OperatorError

    with suppress(OperatorError):
        context.store()


async def diagnose(settings: Settings) -> Diagnosis:
    from bot.adapters.token import LOOPBACK

    if settings.web_host not in LOOPBACK and not settings.web_token:
        says = f"open on {settings.web_host} without a token"
        return Diagnosis("web console", Health.BAD, says, "Set BELLWETHER_WEB_TOKEN.")
    address = f"http://{settings.web_host}:{settings.web_port}"
    return Diagnosis("web console", Health.GOOD, f"would serve on {address}")


WEB = Platform(
    name="web",
    title="console",
    help="The console in a browser, and platforms over HTTP where they are configured.",
    settings=abilities,
    serve=serve,
    diagnose=diagnose,
)
