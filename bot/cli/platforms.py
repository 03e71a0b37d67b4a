"""The words of the command line that start a face, or print what setting one up needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring.run import Face

SourceOption = Annotated[str | None, typer.Option(help="sample, yahoo, or files:DIR", metavar="SOURCE")]

slack = typer.Typer(help="Answer in Slack, or print its app manifest.", invoke_without_command=True)
discord = typer.Typer(help="Answer on Discord, or print the invite link.", invoke_without_command=True)


def web(
    source: SourceOption = None,
    host: Annotated[str | None, typer.Option(help="the address to open; 127.0.0.1 by default")] = None,
    port: Annotated[int | None, typer.Option(help="the port; 8080 by default")] = None,
) -> None:
    """The console in a browser, and Slack over HTTP where it is configured."""
    from bot.wiring.run import serve_console

    settings = read_settings(source=source, web_host=host, web_port=port)
    typer.echo(f"Bellwether on http://{settings.web_host}:{settings.web_port} (Ctrl-C stops it)")
    start(settings, serve_console)


def run(source: SourceOption = None) -> None:
    """Every face that is configured, in one process."""
    from bot.wiring.run import configured

    settings = read_settings(source=source)
    faces = configured(settings)
    names = ", ".join(face.__name__.removeprefix("serve_").replace("_", " ") for face in faces)
    typer.echo(
        f"Bellwether: {names}; console on http://{settings.web_host}:{settings.web_port} (Ctrl-C stops it)"
    )
    start(settings, *faces)


@slack.callback()
def slack_face(context: typer.Context, source: SourceOption = None) -> None:
    """Answer in Slack: Socket Mode with two tokens, or HTTP with the signing secret."""
    if context.invoked_subcommand:
        return
    from bot.wiring.run import serve_console, serve_slack_socket

    settings = read_settings(source=source)
    over_http = settings.slack_signing_secret and not settings.slack_app_token
    start(settings, serve_console if over_http else serve_slack_socket)


@slack.command()
def manifest(
    json: Annotated[bool, typer.Option("--json", help="JSON instead of YAML")] = False,
    url: Annotated[str, typer.Option(help="your public https address; without it, Socket Mode")] = "",
) -> None:
    """Print the app manifest to paste into Slack's "create an app" dialogue."""
    from bot.adapters.slack.manifest import ManifestError, as_json, as_yaml
    from bot.adapters.slack.manifest import manifest as made
    from commands import COMMANDS

    try:
        document = made(COMMANDS, url)
    except ManifestError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    typer.echo(as_json(document) if json else as_yaml(document))


@discord.callback()
def discord_face(context: typer.Context, source: SourceOption = None) -> None:
    """Answer on Discord."""
    if context.invoked_subcommand:
        return
    from bot.wiring.run import serve_discord

    start(read_settings(source=source), serve_discord)


@discord.command()
def invite() -> None:
    """Print the link that adds the bot to a server, with the least permissions."""
    from bot.adapters.discord.invite import application_id, invite_link, personal_link

    settings = read_settings()
    application = application_id(settings)
    if not application:
        typer.echo(
            "Set BELLWETHER_DISCORD_APPLICATION_ID or the token first (docs/discord.md).",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo(f"Add it to a server: {invite_link(application)}")
    typer.echo(f"Use it alone:       {personal_link(application)}")


def read_settings(**given: object) -> Settings:
    """The settings, with what the command line says in their place."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]  # named fields
    except ValidationError as problem:
        # Names and rules only: the value itself may be a secret in the wrong place.
        for error in problem.errors(include_input=False, include_url=False):
            typer.echo(f"BELLWETHER_{'_'.join(map(str, error['loc'])).upper()}: {error['msg']}", err=True)
        raise typer.Exit(2) from None


def start(settings: Settings, *faces: Face) -> None:
    """Run until asked to stop. What the operator must mend is one line and exit code 1."""
    import asyncio

    from bot.settings import OperatorError
    from bot.wiring.run import run as run_faces

    try:
        asyncio.run(run_faces(settings, *faces))
    except OperatorError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
