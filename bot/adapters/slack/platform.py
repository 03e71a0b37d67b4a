"""Slack's registry entry. Slack's libraries are loaded when one of its functions is first called."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.adapters.platform import Ability, ChannelSyntax, Diagnosis, Platform, ProcessContext
from bot.adapters.slack.refusals import CHANNEL_REFUSALS

if TYPE_CHECKING:
    from bot.adapters.slack.home import HomeSection
    from bot.adapters.slack.wiring import SlackAdapter
    from bot.settings import Settings
    from charts.theme import Mode
    from commands.framework.asker import Asker
    from commands.framework.reply import Reply


def abilities(settings: Settings) -> Ability:
    """Socket Mode with an app token; else HTTP with the signing secret. Posting needs a bot token, or
    the client's id and secret for many workspaces."""
    ability = Ability.NONE
    if settings.slack_app_token:
        ability |= Ability.CONNECT
    elif settings.slack_signing_secret:
        ability |= Ability.ENDPOINTS
    if settings.slack_bot_token or (settings.slack_client_id and settings.slack_client_secret):
        ability |= Ability.POST
    return ability


async def serve(context: ProcessContext, stop: asyncio.Event) -> None:
    """Answer over Socket Mode. Raises SlackSettingsError."""
    from bot.adapters.slack.socket_mode import check_tokens, serve_socket

    connected = asyncio.Event()
    check_tokens(context.settings)  # before a database is opened for nothing
    context.offline[SLACK.title] = lambda: not connected.is_set()
    shared = await _shared(context)
    await serve_socket(context.engine, context.settings, stop=stop, ready=connected, **shared)


async def open_posters(context: ProcessContext) -> SlackAdapter:
    """The one adapter of this process that answers over HTTP and posts: it alone renews tokens.

    Raises SlackSettingsError.
    """
    from bot.adapters.slack.wiring import SlackAdapter

    adapter = SlackAdapter(context.engine, context.settings, **await _shared(context))
    try:
        await adapter.greet()
    except BaseException:
        await adapter.close()
        raise
    return adapter


async def _shared(context: ProcessContext) -> dict[str, Any]:
    """What `SlackAdapter` shares with other processes: events seen, installations, answers, welcomes, App Home."""
    from bot.adapters.answer_links import links_of
    from bot.adapters.slack.home_state import read_home
    from bot.adapters.slack.oauth import OAuthStores
    from bot.adapters.welcome import Greeter
    from bot.engine.shown_answers import AnswerKeeper
    from bot.store.installations import InstallationTokens
    from bot.store.store import database_url
    from market.clock import SystemClock
    from market.fetching.database import AdvisoryLocks, open_async_engine

    store, settings = await asyncio.to_thread(context.store), context.settings

    async def left(team_id: str) -> None:
        if team_id:  # an installation of a whole organisation names none
            await asyncio.to_thread(store.privacy.erase_workspace, SLACK.name, team_id)

    clock = SystemClock()

    async def sections(asker: Asker, channels: frozenset[str] | None) -> Sequence[HomeSection]:
        return await asyncio.to_thread(read_home, store, asker, channels, context.calendar, clock.now())

    shared: dict[str, Any] = {"seen": store.seen, "left": left, "read_home": sections}
    shared["greeter"] = Greeter(lambda: store.welcomes)
    shared["keeper"] = AnswerKeeper(lambda: store.answers)
    shared["links"] = await asyncio.to_thread(links_of, settings)
    # Socket Mode serves the bot token's workspace, also where all that Slack's page lists was copied.
    if settings.slack_client_id and settings.slack_client_secret and not settings.slack_app_token:
        tokens = await asyncio.to_thread(InstallationTokens.open, store.engine, clock, settings)
        engine, locks = open_async_engine(database_url(settings)), AdvisoryLocks(store.engine)
        shared["stores"] = await OAuthStores.open(
            settings.slack_client_id, engine, locks.acquire, tokens, store.marks
        )
    return shared


def preview(reply: Reply, picture_url: str, mode: Mode, answer: str, whole: bool) -> Mapping[str, Any]:
    from bot.adapters.slack.preview import slack_preview

    return slack_preview(reply, picture_url, mode, answer, whole)


async def diagnose(settings: Settings) -> Diagnosis:
    from bot.adapters.slack.diagnosis import examine

    return await examine(settings)


def manifest(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="JSON instead of YAML")] = False,
    url: Annotated[str, typer.Option(help="your public https address; without it, Socket Mode")] = "",
) -> None:
    """Print the app manifest to paste into Slack's "create an app" dialogue."""
    from bot.adapters.slack.manifest import ManifestError, as_json, as_yaml
    from bot.adapters.slack.manifest import manifest as build
    from commands import COMMANDS

    try:
        settings = context.obj()
        document = build(COMMANDS, url, settings.address or url, settings.mcp_address or "")
    except ManifestError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    typer.echo(as_json(document) if json else as_yaml(document))


def rotate_key(context: typer.Context) -> None:
    """Encrypt every stored token with the newest key, once no worker of an older release runs."""
    from bot.store.installations import InstallationTokens
    from bot.store.store import Store, backups
    from bot.store.token_cipher import key_source
    from market.clock import SystemClock

    settings, clock = context.obj(), SystemClock()
    store = Store.open(settings, clock)
    try:
        changed = InstallationTokens.open(store.engine, clock, settings).rotate()
        copies = backups(store.engine)
    finally:
        store.close()
    values = "1 stored token is" if changed == 1 else f"{changed} stored tokens are"
    typer.echo(f"{values} encrypted with the newest key of {key_source(settings)}; new ones will be, too.")
    if copies:
        typer.echo(f"Older copies may still hold tokens in clear; delete them: {', '.join(map(str, copies))}")


SLACK = Platform(
    name="slack",
    title="Slack",
    help="Answer in Slack (Socket Mode, or HTTP with the signing secret), or print its app manifest.",
    settings=abilities,
    serve=serve,
    diagnose=diagnose,
    poster=open_posters,
    preview=preview,
    channel_refusals=CHANNEL_REFUSALS,
    # <#C0123|name>, #C0123 and C0123; also of private channels (G) and direct messages (D). Without the
    # brackets an id has a digit, by which it differs from a word in capitals.
    channel_syntax=ChannelSyntax(
        "<#{id}>",
        re.compile(r"(?:<#(?=[A-Z0-9]+[|>])|<?#?(?=[CGD][A-Z]*[0-9]))(?P<id>[CGD][A-Z0-9]+)(?:\|[^>]*)?>?"),
    ),
    tools=(manifest, rotate_key),
)
