"""The questions that can be asked, one module each, in help order."""

from __future__ import annotations

from commands.about import about
from commands.chart import chart
from commands.command import Command
from commands.compare import compare
from commands.evidence import evidence
from commands.help import help_
from commands.quote import quote
from commands.smallcaps import smallcaps

COMMANDS: tuple[Command, ...] = (
    smallcaps,
    compare,
    quote,
    chart,
    evidence,
    help_,
    about,
)
