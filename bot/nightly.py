"""What is fetched by night, on the durable engine: once per night over all workers."""

from __future__ import annotations

import logging
from datetime import time

from bot.data import Data
from bot.jobs.tick import Nightly
from market.members import UNIVERSES
from market.panel import StoredPanels
from market.refresh import Refresh
from market.schedule import Days, Edition, Schedule
from market.series import PANEL

log = logging.getLogger("bellwether.nightly")
NEW_YORK = "America/New_York"


def nightly(data: Data) -> tuple[Nightly, ...]:
    """The jobs that make sense for this source: a sample or an operator's files fetch nothing."""
    if not data.sources.prices.stores:
        return ()
    return (
        Nightly("members", _at(time(19, 0)), lambda: _members(data)),
        Nightly("valuation", _at(time(18, 30)), lambda: _valuation(data)),
        Nightly("macro", _at(time(18, 0)), lambda: _macro(data)),
    )


def _at(moment: time) -> Schedule:
    return Schedule(Edition.MORNING, NEW_YORK, moment, Days())


def _members(data: Data) -> None:
    panels = data.sources.panels
    if not isinstance(panels, StoredPanels):
        return
    for universe in UNIVERSES:
        batch = Refresh(data.sources.prices, panels, data.clock, data.calendar, data.sources.pace)
        outcome = batch.run(data.members.members(universe))
        log.info("%s: %d of %d members up to date", universe.key, outcome.settled, outcome.total)


def _valuation(data: Data) -> None:
    found = data.valuation.valuation()
    log.info("valuation of %s kept", found.session)


def _macro(data: Data) -> None:
    answers = data.macro.many(PANEL)
    log.info("%d macro series asked", len(answers))
