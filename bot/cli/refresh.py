"""`bellwether refresh`: bulk fetches that the worker does at night, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.platforms import SourceOption, read_settings

if TYPE_CHECKING:
    from market.datasets.members import Universe
    from market.fetching.member_refresh import RefreshResult
    from market.fetching.panel_store import StoredPanels
    from market.services.data_services import DataServices

refresh = typer.Typer(
    name="refresh", help="Fetch what answers need in bulk: run it every night.", no_args_is_help=True
)
SHOWN = 10  # failed members that are named


@refresh.command()
def members(
    universe: Annotated[
        str | None, typer.Argument(help="russell2000 or sp500; both when left out", metavar="UNIVERSE")
    ] = None,
    source: SourceOption = None,
) -> None:
    """Every member's closes, topped up politely. Run it again after any end: nothing is fetched twice."""
    from market.datasets.members import UNIVERSES, Universe
    from market.fetching.panel_store import StoredPanels

    wanted = (Universe.parse(universe),) if universe else UNIVERSES
    data = _data(source)
    panels = data.sources.panels
    if not isinstance(panels, StoredPanels):
        typer.echo(f"{panels.title} keeps its own members: there is nothing to fetch.")
        return
    outcomes = [refresh_universe(data, panels, member_universe) for member_universe in wanted]
    raise typer.Exit(0 if all(outcome.settled == outcome.total for outcome in outcomes) else 1)


@refresh.command()
def valuation(source: SourceOption = None) -> None:
    """The size ladder's multiples of the last session, so that their history grows."""
    snapshot = _data(source).valuation.valuation()
    count = max((spread.count for spread in snapshot.spreads), default=0)
    typer.echo(f"{snapshot.source}: multiples of {snapshot.session}; {count:,} sessions can be compared.")
    for note in snapshot.notes:
        typer.echo(note)
    raise typer.Exit(1 if snapshot.stale else 0)


def _data(source: str | None) -> DataServices:
    from bot.wiring.sources import build_data

    return build_data(read_settings(source=source))


def refresh_universe(data: DataServices, panels: StoredPanels, universe: Universe) -> RefreshResult:
    """One universe, with a bar that moves where somebody looks, and a line at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from market.fetching.member_refresh import MemberRefresh

    listed = data.members.members(universe)
    batch = MemberRefresh(data.sources.prices, panels, data.clock, data.calendar, data.sources.pace)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(universe.name, total=len(listed.rows))

        def show(done: int, total: int, ticker: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{universe.name} {ticker}")

        try:
            outcome = batch.run(listed, show)
        except KeyboardInterrupt:
            bar.stop()
            typer.echo("Stopped. Run it again to go on from here.", err=True)
            raise typer.Exit(130) from None
    _print_outcome(universe, outcome)
    return outcome


def _print_outcome(universe: Universe, outcome: RefreshResult) -> None:
    typer.echo(
        f"{universe.name}: {outcome.settled:,} of {outcome.total:,} members are up to date, "
        f"{outcome.fetched:,} fetched now."
    )
    if outcome.failed:
        more = len(outcome.failed) - SHOWN
        typer.echo(
            f"No answer about {', '.join(outcome.failed[:SHOWN])}{f' and {more:,} more' if more > 0 else ''}."
        )
    if outcome.stopped:
        typer.echo(f"Stopped early: {outcome.stopped} Run it again to go on from here.")
