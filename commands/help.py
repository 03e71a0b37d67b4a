"""`/help`: what can be asked, and what each figure means."""

from __future__ import annotations

from typing import Annotated

from commands import COMMANDS
from commands.framework.command import Command, UsageError, command
from commands.framework.parsers import RemainingText
from commands.framework.registry import CommandRegistry
from commands.framework.reply import Action, Column, Fact, Reply, Table, Visibility


@command("/help compare", "/help", visibility=Visibility.PRIVATE)
def help_(
    name: Annotated[str, RemainingText("a command: compare, breadth", words=COMMANDS.names)] = "",
    *,
    commands: CommandRegistry,
) -> Reply:
    """What you can ask, or what one command's figures mean and how they are computed.

    Type /help for the list, /help compare for one lesson: what the figure means, the formula and
    where it is from, and an example that works as it stands.
    """
    wanted = name.strip().removeprefix("/").rstrip("?!.").casefold()
    if not wanted:
        return _everything(commands)
    named = commands.named(wanted)
    if named is None:
        raise UsageError(_unknown(wanted, commands), ("/help",))
    return lesson(named)


def lesson(taught: Command) -> Reply:
    """The help page of one command."""
    paragraphs = [" ".join(part.split()) for part in taught.lesson.split("\n\n") if part.strip()]
    words = [Fact(p.name, p.description + ("" if p.required else " (optional)")) for p in taught.parameters]
    examples = (taught.usage, *taught.examples)
    return Reply(
        headline=taught.summary,
        facts=(Fact("Write", taught.shape), *words, Fact("For example", " · ".join(examples))),
        notes=tuple(paragraphs),
        actions=tuple(Action(example, example) for example in taught.offers),
        visibility=Visibility.PRIVATE,
        command=f"/help {taught.name}",
    )


def _everything(commands: CommandRegistry) -> Reply:
    rows = tuple((c.usage, c.summary) for c in commands)
    return Reply(
        headline="Ask about US markets, large against small. Every answer has its evidence, its source and its time.",
        table=Table((Column("Type"), Column("to learn")), rows),
        notes=(
            "Markets go by name, alias or ticker: rut, s&p 500, energy, AAPL.",
            "Periods: 1d 5d 1m 3m 6m ytd 1y 3y 5y 10y max, since 2024-10-01, 2022-01-03..2022-10-14.",
            "Add the word private to see an answer alone. /help compare teaches one command.",
        ),
        actions=tuple(Action(c.offers[0], c.offers[0]) for c in commands[:5]),
        visibility=Visibility.PRIVATE,
        command="/help",
    )


def _unknown(name: str, commands: CommandRegistry) -> str:
    from rapidfuzz import process

    near = process.extractOne(name[:40], commands.names, score_cutoff=50)
    hint = f"Did you mean /help {near[0]}?" if near else "Type /help for the list."
    return f"There is no command “{name[:40]}”. {hint}"
