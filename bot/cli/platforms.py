"""The subcommands that serve a platform, or all of them; generated from the platform registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.adapters.mcp.platform import MCP, MCP_OVER_STDIO, PORT
from bot.adapters.platform import Ability, Platform
from bot.adapters.web.platform import WEB

if TYPE_CHECKING:
    from bot.settings import Settings

SourceOption = Annotated[
    str | None,
    typer.Option(help="sample, yahoo, files:DIR, or a fallback chain: yahoo,files:DIR", metavar="SOURCE"),
]


def web(
    source: SourceOption = None,
    host: Annotated[str | None, typer.Option(help="the address to open; 127.0.0.1 by default")] = None,
    port: Annotated[int | None, typer.Option(help="the port; 8080 by default")] = None,
) -> None:
    """The console in a browser, and Slack over HTTP where it is configured."""
    settings = read_settings(source=source, web_host=host, web_port=port)
    typer.echo(f"Bellwether on http://{settings.web_host}:{settings.web_port} (Ctrl-C stops it)")
    start(settings, WEB)


def mcp(
    source: SourceOption = None,
    http: Annotated[bool, typer.Option("--http", help="streamable HTTP instead of stdio")] = False,
    host: Annotated[str | None, typer.Option(help="with --http: the address; 127.0.0.1 by default")] = None,
    port: Annotated[int | None, typer.Option(help=f"with --http: the port; {PORT} by default")] = None,
) -> None:
    """Tools for assistants that speak the Model Context Protocol: over stdio, or with --http on a port."""
    settings = read_settings(source=source, mcp_host=host, mcp_port=port)
    if not http:
        start(settings, MCP_OVER_STDIO)
        return
    typer.echo(f"Tools on http://{settings.mcp_host}:{settings.mcp_port or PORT}/mcp (Ctrl-C stops it)")
    start(settings, MCP)


def run(source: SourceOption = None) -> None:
    """Every face that is configured, in one process."""
    from bot.wiring.run import can_post, configured

    settings = read_settings(source=source)
    platforms, jobs = configured(settings), can_post(settings)
    names = ", ".join([*(platform.title for platform in platforms), *["jobs"][: int(jobs)]])
    typer.echo(
        f"Bellwether: {names}; console on http://{settings.web_host}:{settings.web_port} (Ctrl-C stops it)"
    )
    start(settings, *platforms, jobs=jobs)


def platform_group(platform: Platform) -> typer.Typer:
    """`bellwether NAME` serves the platform alone; its tools are subcommands."""
    group = typer.Typer(help=platform.help, invoke_without_command=True)

    @group.callback()
    def serve(context: typer.Context, source: SourceOption = None) -> None:
        context.obj = lambda: read_settings(source=source)
        if context.invoked_subcommand is None:
            settings = context.obj()
            over_http = Ability.ENDPOINTS in platform.settings(settings)
            start(settings, WEB if over_http else platform)

    serve.__doc__ = platform.help
    for tool in platform.tools:
        group.command()(tool)
    return group


def read_settings(**given: object) -> Settings:
    """The settings, overridden by the options `given` on the command line. Exits with code 2 when invalid."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]  # named fields
    except ValidationError as problem:
        # Names and rules only: the value itself may be a secret in the wrong place.
        for error in problem.errors(include_input=False, include_url=False):
            typer.echo(f"BELLWETHER_{'_'.join(map(str, error['loc'])).upper()}: {error['msg']}", err=True)
        raise typer.Exit(2) from None


def start(settings: Settings, *platforms: Platform, jobs: bool = False) -> None:
    """Run until SIGTERM or Ctrl-C. Raises OperatorError."""
    import asyncio

    from bot.wiring.run import run as run_platforms

    asyncio.run(run_platforms(settings, *platforms, jobs=jobs))
