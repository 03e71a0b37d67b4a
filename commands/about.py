"""`/about`: what this is, and where its figures come from."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from commands.framework.command import command
from commands.framework.reply import Action, Fact, Reply
from market.formatting import moment
from market.provenance import SAMPLE, Provenance
from market.services.prices import Market


@command("/about")
def about(*, market: Market) -> Reply:
    """Version, data source and its terms, and whether the figures are live or a sample.

    Bellwether reports and compares; it never advises. Sentences are made from computed figures,
    not by a language model. Closes come from completed sessions of the exchange calendar.
    """
    state = market.state()
    kind = SAMPLE if market.sample else "live or stored market data"
    return Reply(
        headline=f"Bellwether {installed_version()}, answering from {market.source_title}.",
        facts=(
            Fact("Version", installed_version()),
            Fact("Source", market.source_title),
            Fact("Terms", market.source_terms),
            Fact("Data", kind),
            Fact("Market", f"{state.words}; last completed session {state.last_completed}"),
            Fact("Next open", moment(state.next_open)),
        ),
        notes=("It reports and compares; it never says buy or sell.",),
        actions=(Action("What can I ask?", "/help"), Action("/smallcaps", "/smallcaps")),
        provenance=Provenance(market.source_title, state.at, market.sample),
        command="/about",
    )


def installed_version() -> str:
    try:
        return version("bellwether")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "from a checkout"
