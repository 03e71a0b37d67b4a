"""The `bellwether` command line. Loads only what the chosen word needs."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.operators import jobs, migrate, worker
from bot.cli.platforms import SourceOption, mcp, platform_group, read_settings, run, web
from bot.cli.refresh import refresh
from bot.wiring.platforms import PLATFORMS, POSTING_TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.wiring.app import App
    from charts.spec import Picture
    from commands.framework.reply import Reply

cli = typer.Typer(
    name="bellwether",
    help=f"The market assistant for {POSTING_TITLES} that people trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AtOption = Annotated[
    str | None, typer.Option(help="the present moment, such as 2026-01-22T11:30-05:00", metavar="TIME")
]
LightOption = Annotated[bool, typer.Option("--light", help="a light picture instead of a dark one")]
ShapeOption = Annotated[Literal["wide", "phone"], typer.Option(help="for a desktop, or upright for a phone")]


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help='such as "/compare rut ndx 3y"')],
    png: Annotated[Path | None, typer.Option(help="write the picture here")] = None,
    source: SourceOption = None,
    at: AtOption = None,
    json: Annotated[bool, typer.Option("--json", help="raw values, for programs")] = False,
    light: LightOption = False,
    shape: ShapeOption = "wide",
) -> None:
    """Ask one question and print the answer."""
    import atexit
    import gc

    # This process answers once and ends: collecting costs a tenth of its time, and a last round as much again.
    gc.disable()
    atexit.register(gc.freeze)
    from bot.adapters.console import to_request
    from bot.adapters.formatting.document import as_json
    from bot.cli.output import OutputFailed, can_show, save

    app = _app(source, at)
    reply = _with_progress(app, lambda: app.engine.answer(to_request(question)), quiet=json)
    saved, unsaved = None, None
    if png is not None and reply.chart is not None:
        try:
            save(png, _picture(reply, light, shape).png)
            saved = str(png)
        except OutputFailed as problem:  # told after the answer, which stands without it
            unsaved = problem
    if json:
        document = as_json(reply, saved)
        typer.echo(document if can_show(document) else as_json(reply, saved, ascii_only=True))
    else:
        _show(reply)
        if saved:
            typer.echo(f"Picture: {saved}")
        elif png is not None and not reply.error and unsaved is None:
            typer.echo("This answer has no picture.")
    if unsaved is not None:
        raise unsaved
    raise typer.Exit(1 if reply.error else 0)


@cli.command()
def demo(folder: Annotated[Path, typer.Option(help="where the pictures go")] = Path("demo")) -> None:
    """Four questions on the sample market, with pictures."""
    from bot.cli.demo import run_demo

    run_demo(_app("sample", None), folder)


@cli.command()
def chat(source: SourceOption = None, at: AtOption = None) -> None:
    """A conversation in the terminal, with completion of commands and symbols."""
    from bot.cli.chat import converse

    converse(_app(source, at))


@cli.command()
def doctor(source: SourceOption = None) -> None:
    """What is configured, what answers, what is missing and how to mend it."""
    from bot.cli.doctor import examine
    from bot.telemetry.terminal_log import log_to_terminal

    log_to_terminal()
    raise typer.Exit(examine(source))


def _app(source: str | None, at: str | None) -> App:
    from bot.settings import SettingsError
    from bot.telemetry.terminal_log import log_to_terminal
    from bot.wiring.app import build_app
    from market.clock import FixedClock

    log_to_terminal()
    settings = read_settings(source=source)
    try:
        clock = FixedClock(datetime.fromisoformat(at)) if at else None
    except ValueError:
        raise typer.BadParameter(
            "write it with its zone, such as 2026-01-22T11:30-05:00", param_hint="--at"
        ) from None
    try:
        return build_app(settings, clock=clock)
    except SettingsError as problem:
        raise typer.BadParameter(str(problem), param_hint="--source") from None


def _with_progress(app: App, work: Callable[[], Reply], *, quiet: bool = False) -> Reply:
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        return work()
    with console.status(f"Asking {app.market.source_title} …"):
        return work()


def _picture(reply: Reply, light: bool, shape: str) -> Picture:
    from bot.cli.output import draw
    from charts.shape import Shape
    from charts.theme import Mode

    assert reply.chart is not None  # noqa: S101  # the caller has looked
    return draw(reply.chart, Mode.LIGHT if light else Mode.DARK, Shape(shape))


def _show(reply: Reply) -> None:
    from rich.console import Console

    from bot.adapters.console import show

    # A pipe has no width of its own; 100 columns keep tables whole there.
    console = Console() if os.isatty(1) else Console(width=100, force_terminal=False)
    show(console, reply)


cli.command()(web)
cli.command()(mcp)
for platform in PLATFORMS:
    if platform.name not in ("web", "mcp"):  # their commands have options of their own
        cli.add_typer(platform_group(platform), name=platform.name)
cli.add_typer(refresh, name="refresh")
cli.command()(run)
cli.command()(worker)
cli.command()(migrate)
cli.add_typer(jobs, name="jobs")


def main() -> None:
    """Run the command line; what cannot be mended or written here is one line, never a trace."""
    from bot.cli.output import failures_as_sentences, prepare_output

    prepare_output()
    with failures_as_sentences():
        cli()


if __name__ == "__main__":
    main()
