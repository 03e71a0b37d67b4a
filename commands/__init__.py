"""The questions that can be asked, one module each, in help order."""

from __future__ import annotations

from commands.about import about
from commands.alert import alert
from commands.breadth import breadth
from commands.calendar import calendar
from commands.chart import chart
from commands.check import check
from commands.command import Command
from commands.compare import compare
from commands.concentration import concentration
from commands.digest import digest
from commands.evidence import evidence
from commands.exposure import exposure
from commands.heatmap import heatmap
from commands.help import help_
from commands.history import history
from commands.ladder import ladder
from commands.macro import macro
from commands.movers import movers
from commands.news import news
from commands.privacy import privacy
from commands.quote import quote
from commands.risk import risk
from commands.rotation import rotation
from commands.sectors import sectors
from commands.smallcaps import smallcaps
from commands.valuation import valuation
from commands.watchlist import watchlist

COMMANDS: tuple[Command, ...] = (
    smallcaps,
    compare,
    quote,
    chart,
    breadth,
    ladder,
    sectors,
    heatmap,
    rotation,
    concentration,
    valuation,
    macro,
    risk,
    history,
    exposure,
    movers,
    news,
    calendar,
    digest,
    alert,
    watchlist,
    privacy,
    check,
    evidence,
    help_,
    about,
)
