"""`bellwether doctor`: what is configured, what answers, what is missing and how to mend it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.platforms import read_settings
from bot.engine.request import Request
from bot.settings import SettingsError
from bot.wiring.app import App, build_app
from market.deadline import Deadline
from market.errors import MarketError, StoreFailed
from market.formatting import moment
from market.symbols import Symbol


class Health(StrEnum):
    GOOD = "good"
    OFF = "off"  # not configured, and nothing needs it
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the examination. `mend`: the next step, empty when there is none to take."""

    what: str
    health: Health
    says: str
    mend: str = ""


def examine(source: str | None = None) -> int:
    """Print every finding; 0 when nothing is bad, else 1."""
    console = Console()
    settings = read_settings(source=source)
    try:
        app = build_app(settings)
    except SettingsError as problem:
        console.print(Text(f"settings: {problem}"))
        return 1
    table = Table("", "", "says", "to mend it", title="bellwether doctor", title_justify="left")
    worst = 0
    for finding in findings(app):
        mark = {Health.GOOD: "✓", Health.OFF: "·", Health.BAD: "✗"}[finding.health]
        table.add_row(mark, Text(finding.what), Text(finding.says), Text(finding.mend))
        worst = max(worst, int(finding.health is Health.BAD))
    console.print(table)
    return worst


def findings(app: App) -> Iterator[Diagnosis]:
    """Data first, then each face."""
    for check in (data, folder, storage, pictures, slack, discord, web):
        yield check(app)


def data(app: App) -> Diagnosis:
    """Ask the source for one index, as a person would."""
    settings = app.settings
    try:
        bars = app.market.within(Deadline.after(settings.deadline)).bars(Symbol.parse("rut"))
    except MarketError as problem:
        mend = "Check the network, or set BELLWETHER_SOURCE to sample or files:DIR."
        return Diagnosis("market data", Health.BAD, f"{app.market.source_title}: {problem}", mend)
    says = f"{bars.source} answers; newest figure {moment(bars.as_of)}"
    if bars.sample:
        return Diagnosis("market data", Health.GOOD, says, "Set BELLWETHER_SOURCE=yahoo for the real market.")
    return Diagnosis("market data", Health.BAD if bars.stale else Health.GOOD, says, " ".join(bars.notes))


def folder(app: App) -> Diagnosis:
    """Write a file where everything is kept."""
    place = app.settings.data_dir
    try:
        place.mkdir(parents=True, exist_ok=True)
        probe = place / ".doctor"
        probe.write_text("ok")
        probe.unlink()
    except OSError as problem:
        reason = problem.strerror or "not writable"
        return Diagnosis(
            "data folder", Health.BAD, reason, "Set BELLWETHER_DATA_DIR to a folder that may be written."
        )
    return Diagnosis("data folder", Health.GOOD, str(place))


def storage(app: App) -> Diagnosis:
    """Keep something where market data are kept, and read it back."""
    store = app.data.sources.store
    if store is None:
        return Diagnosis("stored market data", Health.OFF, f"{app.market.source_title} needs no copy")
    try:
        store.put("doctor", "probe", b"ok", {}, app.clock.now())
        store.remove("doctor", ("probe",))
    except StoreFailed:
        url = app.settings.database_url
        mend = "Look at DATABASE_URL." if url else "Move market.sqlite3 away, or set BELLWETHER_DATA_DIR."
        return Diagnosis("stored market data", Health.BAD, "cannot be written; answers are not kept", mend)
    return Diagnosis("stored market data", Health.GOOD, "can be written and read")


def pictures(app: App) -> Diagnosis:
    from charts.drawing.render import PictureError, render

    reply = app.engine.answer(Request(text="/quote rut"))
    if reply.chart is None:
        return Diagnosis("pictures", Health.OFF, "nothing to draw without market data")
    try:
        picture = render(reply.chart)
    except PictureError as problem:
        return Diagnosis(
            "pictures", Health.BAD, str(problem), "Reinstall: pip install --force-reinstall matplotlib"
        )
    return Diagnosis(
        "pictures", Health.GOOD, f"{picture.width} × {picture.height} PNG, {len(picture.png) // 1024} KiB"
    )


def slack(app: App) -> Diagnosis:
    """With its tokens set, Slack itself is asked what they may do."""
    settings, page = app.settings, "docs/slack.md"
    socket = settings.slack_app_token is not None
    if not socket and not settings.slack_signing_secret:
        if settings.slack_bot_token is None:
            return Diagnosis("Slack", Health.OFF, "no token set", f"{page}, five steps")
        says = "BELLWETHER_SLACK_APP_TOKEN is missing (or, over HTTP, BELLWETHER_SLACK_SIGNING_SECRET)"
        return Diagnosis("Slack", Health.BAD, says, f"{page}, step 3")
    many = settings.slack_client_id and settings.slack_client_secret and not socket
    if settings.slack_bot_token is None and not many:
        return Diagnosis("Slack", Health.BAD, "BELLWETHER_SLACK_BOT_TOKEN is missing", f"{page}, step 3")
    if many:
        return Diagnosis(
            "Slack", Health.GOOD, "HTTP, any workspace: signing secret, client id and secret are set"
        )
    from bot.adapters.slack.diagnosis import diagnose

    if problems := asyncio.run(diagnose(settings)):
        return Diagnosis("Slack", Health.BAD, " ".join(problems), page)
    way = "Socket Mode: both tokens work" if socket else "HTTP: the token works, the signing secret is set"
    return Diagnosis("Slack", Health.GOOD, f"{way}, every scope is there")


def discord(app: App) -> Diagnosis:
    """With a token set, Discord itself is asked whether it takes it and what it may do."""
    if app.settings.discord_token is None:
        return Diagnosis("Discord", Health.OFF, "no token set", "docs/discord.md, four steps")
    from bot.adapters.discord.diagnosis import diagnose

    if problems := asyncio.run(diagnose(app.settings)):
        return Diagnosis("Discord", Health.BAD, " ".join(problems), "docs/discord.md")
    return Diagnosis("Discord", Health.GOOD, "the token works, every permission is there")


def web(app: App) -> Diagnosis:
    settings = app.settings
    if settings.web_host not in ("127.0.0.1", "localhost", "::1") and not settings.web_token:
        return Diagnosis(
            "web console",
            Health.BAD,
            f"open on {settings.web_host} without a token",
            "Set BELLWETHER_WEB_TOKEN.",
        )
    return Diagnosis(
        "web console", Health.GOOD, f"would serve on http://{settings.web_host}:{settings.web_port}"
    )
