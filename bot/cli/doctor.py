"""`bellwether doctor`: what is configured, what answers, what is missing and how to mend it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.adapters.platform import Diagnosis, Health, Platform
from bot.cli.platforms import read_settings
from bot.cli.storage import database, privacy, tokens
from bot.engine.request import Request
from bot.settings import OperatorError, Settings, SettingsError
from bot.wiring.app import App, build_app
from bot.wiring.platforms import PLATFORMS
from market.clock import Deadline
from market.errors import MarketError, StoreFailed
from market.formatting import moment
from market.private_files import private_folder
from market.symbols import Symbol

PATIENCE = 30.0  # seconds for one answer: a busy machine is no fault of the data


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


def findings(app: App, platforms: Sequence[Platform] = PLATFORMS) -> Iterator[Diagnosis]:
    """Data first, then each face."""
    for check in (data, folder, storage, pictures, posts):
        yield check(app)
    for look in (database, tokens, privacy):
        yield look(app.settings)
    yield from faces(app.settings, platforms)


def faces(settings: Settings, platforms: Sequence[Platform]) -> Iterator[Diagnosis]:
    """What each face says of its own settings."""
    for platform in platforms:
        try:
            yield asyncio.run(platform.diagnose(settings))
        except SettingsError as problem:  # before anything could be asked: a proxy that nobody speaks
            yield Diagnosis(platform.title, Health.BAD, str(problem))


def data(app: App) -> Diagnosis:
    """The market data: one index, asked of the source."""
    try:
        bars = app.market.within(_patience(app)).bars(Symbol.parse("rut"))
    except MarketError as problem:
        mend = "Check the network, or set BELLWETHER_SOURCE to sample or files:DIR."
        return Diagnosis("market data", Health.BAD, f"{app.market.source_title}: {problem}", mend)
    says = f"{bars.source} answers; newest figure {moment(bars.as_of)}"
    if bars.sample:
        return Diagnosis("market data", Health.GOOD, says, "Set BELLWETHER_SOURCE=yahoo for the real market.")
    return Diagnosis("market data", Health.BAD if bars.stale else Health.GOOD, says, " ".join(bars.notes))


def folder(app: App) -> Diagnosis:
    """The data folder: a file is written and removed."""
    place = app.settings.data_dir
    try:
        private_folder(place)
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
    """The store of market data: a value is written and removed."""
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
    from charts.drawing.render import render
    from charts.spec import PictureError

    reply = app.engine.answer(Request(text="/quote rut"), _patience(app))
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


def posts(app: App) -> Diagnosis:
    """The scheduled posts: whether some wait for the operator."""
    from bot.jobs.status import held
    from bot.store.store import FILE

    if app.settings.database_url is None and not (app.settings.data_dir / FILE).exists():
        return Diagnosis("scheduled posts", Health.OFF, "nothing was scheduled yet")
    try:
        waiting = held(lambda: app.keeping.store)
    except OperatorError as problem:
        return Diagnosis("scheduled posts", Health.BAD, str(problem))
    if not waiting:
        return Diagnosis("scheduled posts", Health.GOOD, "none is held")
    says = " ".join(f"{count} held: {why}" for why, count in waiting.items())
    return Diagnosis("scheduled posts", Health.BAD, says, "They go on by themselves when that is mended.")


def _patience(app: App) -> Deadline:
    return Deadline.after(max(app.settings.deadline, PATIENCE))
