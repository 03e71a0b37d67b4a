"""Subcommands for operators: scheduled work and the database."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.platforms import SourceOption, read_settings, start

jobs = typer.Typer(help="What is due, running and failed.", invoke_without_command=True)


def worker(source: SourceOption = None) -> None:
    """Run digests, alerts and nightly work; several workers may run on one PostgreSQL."""
    start(read_settings(source=source), jobs=True)


def migrate() -> None:
    """Bring the database up to date; a SQLite file is copied first."""
    from bot.store.store import migrate_database
    from market.clock import SystemClock

    revision, backup = migrate_database(read_settings(), SystemClock().now())
    typer.echo(f"The database is at revision {revision}." + (f" Backup: {backup}" if backup else ""))


@jobs.callback()
def listed(context: typer.Context) -> None:
    """What is due, running and failed."""
    if context.invoked_subcommand:
        return
    from bot.jobs.status import overview, table
    from bot.wiring.lazy_store import LazyStore
    from market.clock import SystemClock

    database = LazyStore(read_settings())
    for line in table(overview(database.store, SystemClock())):
        typer.echo(line)
    database.close()


@jobs.command("merge-people")
def merge_people() -> None:
    """Bring a person's lists of several servers or workspaces together, once no older worker runs.

    Only what is written changes, not what anybody sees: lists are read together before as well. A worker of
    an earlier release would no longer find them.
    """
    from bot.store.store import merge_stored_people
    from market.clock import SystemClock

    merged, backup = merge_stored_people(read_settings(), SystemClock())
    typer.echo(
        f"Merged the lists of {merged.people:,} people: {merged.repeated:,} repeated markets removed, "
        f"{merged.over:,} beyond the most of one list, {merged.lost:,} of web visitors whose session is gone."
        + (f" Backup: {backup}" if backup else "")
    )


@jobs.command()
def retry(
    key: Annotated[str, typer.Argument(help="the delivery's key, as `bellwether jobs` shows it")],
) -> None:
    """Post a delivery that was given up, once more."""
    from bot.jobs.status import retry as repeat
    from bot.wiring.lazy_store import LazyStore

    database = LazyStore(read_settings())
    typer.echo(repeat(database.store, key))
    database.close()


@jobs.command()
def resume(
    numbers: Annotated[
        list[int] | None, typer.Argument(help="numbers of digests, as listed without any")
    ] = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="all that are listed")] = False,
) -> None:
    """Turn digests on again that the program paused for no fault of their channel."""
    from bot.jobs.resume import resume as turn_on
    from bot.jobs.resume import wrongly_paused
    from bot.wiring.lazy_store import LazyStore
    from bot.wiring.platforms import PLATFORMS
    from bot.wiring.sources import calendar_of
    from market.clock import SystemClock

    settings = read_settings()
    database = LazyStore(settings)
    refusals = {platform.name: platform.channel_refusals for platform in PLATFORMS}
    paused = wrongly_paused(database.store, refusals)
    chosen = [s for s in paused if all_of_them or s.id in (numbers or ())]
    for resumed in turn_on(database.store, chosen, calendar_of(settings), SystemClock()):
        due = f"{resumed.next_due:%Y-%m-%d %H:%M} UTC" if resumed.next_due else "not planned"
        typer.echo(
            f"Digest {resumed.id} in {resumed.place.platform} {resumed.place.channel} is on again: {due}."
        )
    for waiting in paused if not chosen else ():
        typer.echo(f"{waiting.id}  {waiting.place.platform} {waiting.place.channel}  {waiting.reason}")
    if not paused:
        typer.echo("No digest is paused for another reason than its channel's.")
    elif not chosen:
        typer.echo("Turn them on again with: bellwether jobs resume --all (or their numbers)")
    database.close()
